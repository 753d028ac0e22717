/** A direction's questions from the panel to the phone: written by an administrator, answered by a representative, kept in the version that a draft began with. */
import type { Locator } from 'playwright-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { acceptSuggestedDirections, actAs, appFrame, chromiumPath, installInBrowser, openBrowser, openLead, openTab, press, tabNames, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 120_000 })

let house: House
const browsers: Driven[] = []
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await house?.close()
})

const words = {
  ru: { label: 'Точек воды', work: 'Что делаем', mount: 'Монтаж', mend: 'Ремонт', number: 'Число', choice: 'Один вариант', required: 'Обязательный' },
  en: { label: 'Water points', work: 'Kind of work', mount: 'Mounting', mend: 'Repair', number: 'Number', choice: 'One option', required: 'Required' },
}

const choose = (list: Locator, option: Locator): Promise<void> => press(list, () => option.click({ timeout: 2000 }))
const pressFor = (button: Locator, shown: Locator): Promise<void> => press(button, () => shown.waitFor({ timeout: 8000 }))

describe.skipIf(!chromiumPath)('questions of a direction', () => {
  it.each(['ru', 'en'] as const)('are written in the panel, tried on a phone there, and answered on a real one (%s)', async (language) => {
    const say = words[language]
    house = await openHouse({ portal: { language, limits: false } })
    const administrator = house.as(1)
    const office = await openBrowser({ language, width: 1280, height: 900, dark: language === 'ru' })
    browsers.push(office)
    office.context.setDefaultTimeout(10_000)
    await office.page.goto(`${house.portal.url}/`)
    await actAs(office.page, 1)
    await installInBrowser(office.page)
    await acceptSuggestedDirections(office.page)
    const [direction] = (await administrator.app('directions.list', {})).directions
    if (!direction) throw new Error('no direction')
    if (language === 'en') await office.page.setViewportSize({ width: 390, height: 844 })
    const app = appFrame(office.page)
    await pressFor(app.getByTestId(`direction-row-${direction.id}`), app.getByTestId('questions'))
    const edited = app.locator('[data-testid^="edit-q_"]')
    await pressFor(app.getByTestId('question-add'), edited.first())
    // Without words it is not saved, and the gap is named.
    await pressFor(app.getByTestId('direction-save'), edited.first().getByRole('alert'))
    await edited.nth(0).getByTestId('question-label').fill(say.label)
    await choose(edited.nth(0).getByTestId('question-type'), app.getByRole('option', { name: say.number, exact: true }))
    await edited.nth(0).getByRole('switch').click()
    await pressFor(app.getByTestId('question-add'), edited.nth(1))
    await edited.nth(1).getByTestId('question-label').fill(say.work)
    await choose(edited.nth(1).getByTestId('question-type'), app.getByRole('option', { name: say.choice, exact: true }))
    await edited.nth(1).getByTestId('question-options').fill(`${say.mount}\n${say.mend}`)
    const preview = app.getByTestId('phone-preview')
    await pressFor(app.getByTestId('question-preview'), preview)
    await preview.getByRole('button', { name: say.mend }).click()
    await expect.poll(() => preview.getByRole('button', { name: say.mend }).getAttribute('aria-pressed')).toBe('true')
    await preview.getByLabel(say.label).fill('4,5')
    await expect.poll(() => preview.getByLabel(say.label).inputValue()).toBe('4,5')
    await press(app.getByTestId('direction-save'), () => app.getByTestId('questions').waitFor({ state: 'detached', timeout: 3000 }))
    expect((await administrator.app('form.show', { directionId: direction.id })).version).toBe(1)
    const { questions } = await administrator.app('form.show', { directionId: direction.id })
    expect(questions).toMatchObject([{ label: say.label, type: 'number', required: true }, { label: say.work, type: 'choice', options: [say.mount, say.mend] }])

    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages[1]?.id ?? ''
    await administrator.site('stage.save', {
      stageId,
      robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
    })
    const { id: leadId } = await administrator.site('lead.add', { title: 'Автомойка', contactName: 'Анна', companyTitle: '', phone: '+79031110000', email: '', address: '' })
    await administrator.site('lead.move', { id: leadId, stageId })
    let link = ''
    await until('the task is there', async () => {
      link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec((await administrator.site('lead.show', { id: leadId })).tasks[0]?.description ?? '')?.[1] ?? ''
      return link !== ''
    })
    const phone = await openBrowser({ language, width: 390, height: 844, dark: language === 'en' })
    browsers.push(phone)
    await phone.page.goto(link)
    await phone.page.getByTestId(`direction-${direction.id}`).click()
    const [points, work] = questions.map(({ id }) => phone.page.getByTestId(`question-${id}`))
    if (!points || !work) throw new Error('no questions')
    await phone.page.getByTestId('visit-submit').click()
    await phone.page.getByRole('alert').waitFor()
    await expect.poll(() => phone.page.evaluate('document.activeElement.id')).toBe(await points.locator('input').getAttribute('id'))
    await work.getByRole('button', { name: say.mend }).click()
    // The questions change while the draft is there: it keeps its own.
    await administrator.app('form.save', { directionId: direction.id, version: 1, questions: questions.map((one) => ({ ...one, label: `${one.label} 2` })) })
    await phone.page.reload()
    await points.getByLabel(say.label, { exact: false }).fill('4')
    await expect.poll(() => work.getByRole('button', { name: say.mend }).getAttribute('aria-pressed')).toBe('true')
    expect(await points.innerText()).not.toContain(`${say.label} 2`)
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    await phone.page.getByTestId('visit-submit').click()
    await phone.page.getByTestId('visit-result').waitFor()
    await until('the deal has the answers', async () => {
      const { deals } = await administrator.site('lead.show', { id: leadId })
      return deals.length === 1 && JSON.stringify(await administrator.site('deal.show', { id: deals[0]?.id ?? 0 })).includes(`${say.label}: 4`)
    })

    // The tab in the card asks the same, in its newest version.
    const { id: other } = await administrator.site('lead.add', { title: 'Прачечная', contactName: 'Анна', companyTitle: '', phone: '+79031110009', email: '', address: '' })
    await openLead(office.page, other)
    await openTab(office.page, tabNames.visit[language])
    await app.getByTestId(`direction-${direction.id}`).click()
    const asked = app.getByTestId(`question-${questions[0]?.id ?? ''}`).locator('input')
    await pressFor(app.getByTestId('visit-submit'), app.getByRole('alert'))
    await asked.fill('7')
    await pressFor(app.getByTestId('visit-submit'), app.getByTestId('visit-result'))
    await until('the deal has the answer', async () => {
      const { deals } = await administrator.site('lead.show', { id: other })
      return deals.length === 1 && JSON.stringify(await administrator.site('deal.show', { id: deals[0]?.id ?? 0 })).includes(`${say.label} 2: 7`)
    })
    expect(phone.complaints).toEqual([])
    expect(office.complaints).toEqual([])
  })
})
