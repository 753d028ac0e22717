/** The whole main story in a real Chromium: from a new lead on the board, by a report on a phone without login, to the main manager's closed task. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openHouse, type House } from '../house.ts'
import { acceptSuggestedDirections, actAs, actAsNamed, chromiumPath, goTo, installInBrowser, openBrowser, openLead, sendReport, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 90_000 })

let house: House
const browsers: Driven[] = []
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await house?.close()
})

const words = {
  ru: {
    stage: 'Визит назначен',
    lead: 'Кафе «Маяк» на набережной',
    contact: 'Пётр Новиков',
    comment: 'Вытяжка над печью, монтаж ночью',
    waiting: 'Робот «Назначить визит» ждёт ответа',
    answered: 'Робот «Назначить визит» закончил',
    visit: 'Визит к клиенту: ',
    link: 'Открыть отчёт о визите',
    won: 'Успешна',
    control: 'Довести до закрытия сделки клиента: ',
    completed: 'завершена',
    ticked: '3 из 3',
  },
  en: {
    stage: 'Visit planned',
    lead: 'Lighthouse Café on the quay',
    contact: 'Peter Newman',
    comment: 'A hood above the oven, fit it at night',
    waiting: 'Automation rule “Assign a visit” waits for an answer',
    answered: 'Automation rule “Assign a visit” has finished',
    visit: 'Visit the client: ',
    link: 'Open the visit report',
    won: 'Won',
    control: "See the client's deals through to closing: ",
    completed: 'completed',
    ticked: '3 of 3',
  },
}

describe.skipIf(!chromiumPath)('people with a portal and a phone', () => {
  it.each(['ru', 'en'] as const)('go from a new lead to the closed task (%s)', async (language) => {
    const say = words[language]
    house = await openHouse({ portal: { language } })
    const portal = await openBrowser({ language })
    browsers.push(portal)
    const { page } = portal
    await page.goto(`${house.portal.url}/`)
    await installInBrowser(page)
    await acceptSuggestedDirections(page)

    // The robot as it is when just placed: it draws somebody at work from the department of whoever is responsible, and waits.
    await goTo(page, 'leads')
    await page.getByRole('region', { name: say.stage }).locator('[data-testid^="robots-"]').click()
    await page.getByTestId('add-robot').click()
    await page.getByTestId('kind-app:assign-visit').click()
    expect(await page.getByTestId('wait').inputValue()).toBe('7200')
    await page.getByTestId('save').click()
    await expect.poll(() => page.getByTestId('save').isDisabled()).toBe(true)

    await goTo(page, 'leads')
    await page.getByTestId('new-lead').click()
    const form = page.getByRole('dialog')
    await form.getByTestId('new-lead-title').fill(say.lead)
    await form.locator('input').nth(1).fill(say.contact)
    await form.locator('input[type="tel"]').fill('+7 900 555-01-77')
    await form.getByTestId('save').click()
    await page.waitForURL(/\/crm\/lead\/details\/\d+\//)
    const leadId = Number(/details\/(\d+)/.exec(page.url())?.[1])

    await goTo(page, 'leads')
    await page.getByTestId(`lead-menu-${leadId}`).click()
    await page.getByRole('button', { name: say.stage, exact: true }).click()
    await openLead(page, leadId)
    const automation = page.getByTestId('automation')
    await automation.getByText(say.waiting).waitFor()

    // The representative finds the task and takes its link to a phone that never logged in.
    const visit = page.getByRole('link', { name: say.visit + say.lead })
    const [representative = ''] = (await page.getByRole('listitem').filter({ has: visit }).getByRole('paragraph').innerText()).split(',')
    await actAsNamed(page, representative)
    await goTo(page, 'tasks')
    await visit.click()
    const link = (await page.getByRole('link', { name: say.link }).getAttribute('href')) ?? ''
    expect(link).toContain(`${house.appUrl}/visit/`)
    const phone = await openBrowser({ language, width: 390, height: 844 })
    browsers.push(phone)
    await phone.page.goto(link)
    await phone.page.getByText(say.lead, { exact: true }).waitFor()
    await sendReport(phone.page, 3, say.comment, phone.page)
    const team = phone.page.locator('[data-testid^="team-"]')
    await expect.poll(() => team.count(), { timeout: 15_000 }).toBe(3)
    expect(await team.locator('.who').count()).toBe(3)
    expect(await team.locator('.crown').count()).toBe(1)
    const mainManager = await team.filter({ has: phone.page.locator('.crown') }).locator('.who').innerText()

    // The workflow has its answer, and the deals are there.
    await actAs(page, 1)
    await openLead(page, leadId)
    await automation.getByText(say.answered).waitFor()
    await automation.getByTestId('returned').locator('summary').click()
    await automation.getByText(say.comment).waitFor()
    const deals = page.locator('#panel-general [data-testid^="deal-"]')
    await expect.poll(() => deals.count(), { timeout: 15_000 }).toBe(3)

    for (const index of [0, 1, 2]) {
      await openLead(page, leadId)
      await deals.nth(index).click()
      await page.waitForURL(/\/crm\/deal\/details\/\d+\//)
      await page.getByTestId('card-menu').click()
      await page.getByRole('button', { name: say.won, exact: true }).click()
      await page.locator('[aria-current="step"]').getByText(say.won, { exact: true }).waitFor()
    }

    await actAsNamed(page, mainManager)
    await goTo(page, 'tasks')
    await page.getByRole('link', { name: say.control + say.lead }).click()
    await expect.poll(() => page.locator('.page-head .chip').innerText(), { timeout: 15_000 }).toBe(say.completed)
    const checklist = page.getByTestId('checklist')
    expect(await checklist.innerText()).toContain(say.ticked)
    expect(await checklist.locator('input:checked').count()).toBe(3)

    expect(await phone.context.cookies()).toEqual([])
    expect(portal.complaints).toEqual([])
    expect(phone.complaints).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })
})
