/** A link that was forwarded: the second phone shows nothing until it gives the code that its representative was sent; the first one opens on, offline too. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { boxes, keptHere, prepareVisits } from './phone.ts'

vi.setConfig({ testTimeout: 60_000 })

let house: House
const browsers: Driven[] = []
afterEach(async () => {
  for (const browser of browsers.splice(0)) await browser.close()
  await house?.close()
})
const open = async (language: 'ru' | 'pl'): Promise<Driven> => {
  const browser = await openBrowser({ language, width: 390, height: 844, phone: true })
  browsers.push(browser)
  return browser
}

describe.skipIf(!chromiumPath)('a forwarded link', () => {
  it('asks the second phone for a code, which its representative reads at the portal; the first one is asked for nothing', async () => {
    house = await openHouse({ portal: { limits: false } })
    const { administrator, assign } = await prepareVisits(house)
    await administrator.app('settings.save', { ...(await administrator.app('settings.show', {})), linkCode: true })
    const { link } = await assign('Пекарня с секретом', 'Пётр Тайный')

    const first = await open('ru')
    await first.page.goto(link)
    await boxes(first.page).first().waitFor()
    await keptHere(first.page)
    await first.context.setOffline(true)
    await first.page.reload()
    await boxes(first.page).first().waitFor()
    await first.context.setOffline(false)

    const { page } = await open('ru')
    await page.goto(link)
    await page.getByTestId('link-code').waitFor()
    for (const secret of ['Пекарня с секретом', 'Пётр Тайный', 'Садовая, 1']) expect(await page.content()).not.toContain(secret)
    await page.getByTestId('code-send').click()
    let code = ''
    await until('the representative has the code', async () => {
      const { notifications } = await house.as(2).site('notifications.list', {})
      code = notifications.map(({ text }) => /: (\d{6})\. /.exec(text)?.[1] ?? '').find((one) => one !== '') ?? ''
      return code !== ''
    })
    const field = page.getByLabel('Код из шести цифр')
    await field.fill(String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
    await page.getByRole('button', { name: 'Открыть' }).click()
    await page.getByText('Осталось попыток: 4').waitFor()
    await page.getByTestId('code-send').click()
    await page.getByText('Код уже отправляли').waitFor()
    await field.fill(code)
    await field.press('Enter')
    await boxes(page).first().waitFor()
    await page.reload()
    await boxes(page).first().waitFor()
    // The report of the second phone is that of the visit; the first one learns of it.
    await boxes(page).first().click()
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-result').waitFor()
    await first.page.reload()
    await first.page.getByTestId('visit-result').waitFor()
    expect(house.portal.unknownFields).toEqual([])
  })
})
