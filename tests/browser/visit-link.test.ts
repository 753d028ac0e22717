/** The link in a visit's task, opened on a phone without login: the report is written, sent, and says who goes on. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House } from '../house.ts'
import { actAs, chromiumPath, openBrowser, type Driven } from './drive.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
const browsers: Driven[] = []
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await house?.close()
})

const linkName = { ru: 'Открыть отчёт о визите', en: 'Open the visit report' }

/** What has the focus and lies under the bar, as its tag and number of hidden pixels; empty: nothing. */
const hiddenByBar = `(() => {
  const one = document.activeElement
  const bar = document.querySelector('.bar')
  if (one === document.body || bar.contains(one)) return ''
  const over = one.getBoundingClientRect().bottom - bar.getBoundingClientRect().top
  return over > 0 ? one.tagName + ' ' + over : ''
})()`

describe.skipIf(!chromiumPath)('a representative with a phone', () => {
  it.each(['ru', 'en'] as const)('opens the report from the task, sends it, and sees who goes on (%s)', async (language) => {
    house = await openHouse({ portal: { language } })
    const administrator = house.as(1)
    await install(administrator)
    await acceptSuggestions(administrator)
    const { stages } = await administrator.site('leads.board', {})
    const stageId = stages[1]?.id ?? ''
    await administrator.site('stage.save', {
      stageId,
      robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
    })
    const title = language === 'ru' ? 'Пекарня «Колос» на Садовой' : 'Kolos Bakery, Garden Street'
    const client = { contactName: 'Pavel Orlov', companyTitle: 'Kolos', phone: '+7 900 555-01-77', email: '', address: language === 'ru' ? 'Садовая, 1' : '1 Garden Street' }
    const { id: leadId } = await administrator.site('lead.add', { title, ...client })
    await administrator.site('lead.move', { id: leadId, stageId })
    let taskId = 0
    await until('the task is there', async () => {
      const { tasks } = await administrator.site('lead.show', { id: leadId })
      taskId = tasks.find(({ description }) => description.includes('/visit/'))?.id ?? 0
      return taskId > 0
    })

    const portal = await openBrowser({ language, width: 390, height: 844 })
    browsers.push(portal)
    await portal.page.goto(`${house.portal.url}/`)
    await actAs(portal.page, 2)
    // As the notification leads there.
    await portal.page.goto(`${house.portal.url}/company/personal/user/2/tasks/task/view/${taskId}/`)
    const link = (await portal.page.getByRole('link', { name: linkName[language] }).first().getAttribute('href')) ?? ''
    expect(link).toContain(`${house.appUrl}/visit/`)

    const phone = await openBrowser({ language, width: 390, height: 844, dark: language === 'en' })
    browsers.push(phone)
    const asked = new Set<string>()
    phone.page.on('request', (request) => asked.add(new URL(request.url()).origin))
    await phone.page.goto(link)
    const boxes = phone.page.locator('[data-testid^="direction-dir_"]')
    await boxes.first().waitFor()
    expect(await phone.page.getByTestId('call').getAttribute('href')).toMatch(/^tel:\+\d+$/)
    // Sent with nothing ticked, it takes the eye to the gap.
    await phone.page.getByTestId('visit-submit').click()
    await phone.page.getByRole('alert').waitFor()
    for (const index of [0, 1]) await boxes.nth(index).click()
    const comment = language === 'ru' ? 'Вытяжка над печью' : 'A hood above the oven'
    // What was entered is still there when the phone opens the page anew, also where the page is gone in the very moment of the last letter.
    for (const entered of [...Array.from({ length: 8 }, (_, index) => `${comment} ${index}`), comment]) {
      const opened = phone.page.waitForEvent('load')
      // Found and filled in one step: the page may take the first view's place at any moment, and nobody types into a field that is gone.
      await phone.page.evaluate((text) => {
        interface Field { value: string; dispatchEvent(event: unknown): void }
        const area = (globalThis as unknown as { document: { querySelector(found: string): Field } }).document.querySelector('[data-testid="visit-comment"]')
        area.value = text
        area.dispatchEvent(new Event('input', { bubbles: true }))
        ;(globalThis as unknown as { location: { reload(): void } }).location.reload()
      }, entered)
      await opened
      await expect.poll(() => phone.page.getByTestId('visit-comment').inputValue()).toBe(entered)
    }
    // The button that stays at the lower edge never lies over what has the focus, in either direction of going through the form.
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let step = 0; step < 12; step++) {
        await phone.page.keyboard.press(key)
        expect(await phone.page.evaluate(hiddenByBar)).toBe('')
      }
    }
    const wide = await phone.page.evaluate('document.documentElement.scrollWidth')
    expect(wide).toBeLessThanOrEqual(390)
    await phone.page.getByTestId('visit-submit').click()
    await until('somebody was picked', async () => (await phone.page.locator('[data-testid^="team-"]').count()) === 2)
    expect([...asked]).toEqual([house.appUrl])
    expect(await phone.context.cookies()).toEqual([])

    await until('the workflow goes on', async () => (await administrator.site('lead.show', { id: leadId })).automation[0]?.returned['comment'] === comment)
    await phone.page.goto(link.slice(0, -3))
    await phone.page.getByTestId('link-incomplete').waitFor()
    expect(portal.complaints).toEqual([])
    expect(phone.complaints.filter((one) => !one.startsWith('404 ')).join('; ')).toBe('')
  })
})
