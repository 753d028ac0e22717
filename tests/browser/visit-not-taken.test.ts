/** What a phone tells of the visit itself: put off, given up, or when and where it was; in the task, the timeline and the waiting rule. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openHouse, until, type House } from '../house.ts'
import { chromiumPath, openBrowser, type Driven } from './drive.ts'
import { boxes, prepareVisits, type Visits } from './phone.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let house: House
let visits: Visits
let phone: Driven
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  visits = await prepareVisits(house)
})
afterEach(() => phone.close())
afterAll(() => house.close())
const leadOf = (leadId: number) => visits.administrator.site('lead.show', { id: leadId })
const comments = async (leadId: number) => (await leadOf(leadId)).timeline.filter(({ kind }) => kind === 'comment').map(({ text }) => text).join('\n')

describe.skipIf(!chromiumPath)('a visit', () => {
  it('is put off with a reason and a date, stays open, and is given up the second time', async () => {
    const { leadId, link } = await visits.assign('Кафе закрыто')
    phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
    const { page } = phone
    await page.goto(link)
    await page.getByTestId('visit-not-taken').click()
    await page.getByTestId('no-date').click()
    await page.getByText('Выберите причину').waitFor()
    await page.getByTestId('reason-no_entry').check()
    await page.getByTestId('day-0').click()
    await page.getByTestId('time-14:00').click()
    const before = (await leadOf(leadId)).tasks[0]?.deadline
    await page.getByTestId('put-off-send').click()
    await page.getByTestId('put-off').waitFor()
    await until('the task has the new deadline', async () => (await leadOf(leadId)).tasks[0]?.deadline !== before)
    await until('the timeline says so', async () => /Визит не состоялся: закрыто, не пустили[^]*Визит перенесён/.test(await comments(leadId)))
    expect((await leadOf(leadId)).tasks[0]?.status).not.toBe('done')
    expect((await leadOf(leadId)).automation.some(({ state }) => state === 'done')).toBe(false)

    await page.reload()
    await page.getByTestId('report-anew').click()
    await page.getByTestId('visit-not-taken').click()
    await page.getByTestId('reason-changed_mind').check()
    await page.getByTestId('no-date').click()
    await page.getByText('Коллеги знают').waitFor()
    await until('the waiting rule was answered', async () => (await leadOf(leadId)).automation[0]?.state === 'done')
    expect((await leadOf(leadId)).automation[0]?.returned).toMatchObject({ outcome: 'failed', comment: expect.stringContaining('клиент передумал') as string })
    await until('the task is done', async () => (await leadOf(leadId)).tasks[0]?.status === 'done')
    expect((await leadOf(leadId)).deals).toEqual([])
    expect(house.portal.unknownFields).toEqual([])
  })

  it('tells when and where it was: by the phone where it may, by hand with a reason where it may not', async () => {
    const { leadId, link } = await visits.assign('Пекарня на месте')
    phone = await openBrowser({ language: 'ru', width: 390, height: 844, phone: true })
    const { page, context } = phone
    await page.goto(link)
    await boxes(page).first().click()
    await page.getByTestId('now-from').click()
    await page.getByTestId('now-until').click()
    // Nobody has allowed it yet: the browser refuses.
    await page.getByTestId('mark-place').click()
    await page.getByTestId('place-text').fill('Двор, вход с Садовой')
    await page.getByTestId('place-reason').fill('Нет спутников')
    await page.reload()
    await until('it is kept', async () => (await page.getByTestId('place-text').inputValue()) === 'Двор, вход с Садовой')
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-result').waitFor()
    await until('the timeline says so', async () => /На месте: [^]*Место указано вручную: Двор, вход с Садовой. Причина: Нет спутников/.test(await comments(leadId)))

    const second = await visits.assign('Пекарня на карте')
    await context.grantPermissions(['geolocation'])
    await context.setGeolocation({ latitude: 55.7558, longitude: 37.6173, accuracy: 12 })
    await page.goto(second.link)
    await boxes(page).first().click()
    await page.getByTestId('mark-place').click()
    await page.getByText('Точность 12 м').waitFor()
    await page.locator('#next-visit').fill('2030-05-06T10:30')
    await page.getByTestId('visit-submit').click()
    await page.getByTestId('visit-result').waitFor()
    await until('the timeline says so', async () => /mlat=55.7558&mlon=37.6173[^]*точность 12 м[^]*Следующий визит: 6 мая/.test(await comments(second.leadId)))
  })
})
