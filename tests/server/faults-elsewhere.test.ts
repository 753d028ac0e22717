/** The same faults where nothing is distributed: while installing, looking up, answering alone, exchanging tokens and showing a page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Interception, RequestAbout } from '../../scripts/portal/weather/faults.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { distributeOnStage, leadOnStage, tally } from '../stories/lead-on-stage.ts'

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
})
afterAll(() => house.close())

/** The first requests that these are meant for meet them, in order; all must have been met in the end. */
async function under(meetings: readonly (readonly [(about: RequestAbout) => boolean, Interception])[], work: () => Promise<void>): Promise<void> {
  const left = [...meetings]
  const stop = house.portal.intercept((about) => (left[0]?.[0](about) ? left.shift()?.[1] : undefined))
  await work().finally(stop)
  expect(left).toEqual([])
}
const writes = ({ method, writes: is }: RequestAbout): boolean => method === 'batch' && is
const looksUp = ({ method, writes: is, commands }: RequestAbout): boolean => method === 'batch' && !is && commands.includes('crm.item.list')
const answers = ({ commands, writes: is }: RequestAbout): boolean => is && commands.includes('bizproc.event.send')
const asks = ({ writes: is }: RequestAbout): boolean => !is
const limit: Interception = { kind: 'refuse', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }

describe('an installation', () => {
  it.each<[string, Interception]>([
    // Shows: request lost × install
    ['whose registration is lost', { kind: 'drop' }],
    // Shows: answer lost × install
    ['whose registration is carried out and its answer lost', { kind: 'lose_answer' }],
    // Shows: answer unreadable × install
    ['whose registration is answered with half an answer', { kind: 'cut_answer' }],
    // Shows: limit of requests × install
    ['whose registration meets the limit of requests', limit],
    // Shows: token expired × install
    ['whose registration finds its token expired', { kind: 'expire_token' }],
  ])('%s is registered once', async (_, fault) => {
    await administrator.site('market.uninstall', { clean: false })
    administrator = house.as(1)
    await under([[writes, fault]], () => install(administrator))
    const { robots, placements, events, token } = await administrator.app('installation.show', {})
    expect(token).toBe('valid')
    expect([...robots, ...placements, ...events].every(({ registered }) => registered)).toBe(true)
    expect(house.portal.state.installation?.bindings).toHaveLength(new Set(house.portal.state.installation?.bindings.map((one) => JSON.stringify(one))).size)
    expect(house.portal.state.installation?.handlers).toHaveLength(new Set(house.portal.state.installation?.handlers.map((one) => JSON.stringify(one))).size)
  })
})

describe('a look-up after a lost answer', () => {
  it.each<[string, Interception]>([
    // Shows: request lost × look-up
    ['that is lost', { kind: 'drop' }],
    // Shows: answer lost × look-up
    ['whose answer is lost', { kind: 'lose_answer' }],
    // Shows: answer unreadable × look-up
    ['whose answer is cut', { kind: 'cut_answer' }],
    // Shows: limit of requests × look-up
    ['that meets the limit of requests', limit],
    // Shows: token expired × look-up
    ['that finds its token expired', { kind: 'expire_token' }],
  ])('%s is made again, and nothing is doubled', async (title, fault) => {
    const { id } = await administrator.site('lead.add', { title, contactName: 'Пётр Новый', companyTitle: '', phone: '', email: '', address: '' })
    const reportId = newReportId() as never
    await under([[writes, { kind: 'lose_answer' }], [looksUp, fault]], async () => {
      await administrator.app('visit.submit', { reportId, document: lead(id), directionIds: directionIds as never, comment: '' })
      await until('the distribution is done', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    })
    const { deals, tasks } = await administrator.site('lead.show', { id })
    expect([deals.length, tasks.length]).toEqual([directionIds.length, 1])
  })
})

describe('an answer to a workflow', () => {
  it.each<[string, Interception]>([
    // Shows: request lost × reply
    ['that is lost', { kind: 'drop' }],
    // Shows: answer lost × reply
    ['that arrives and is not confirmed', { kind: 'lose_answer' }],
    // Shows: answer unreadable × reply
    ['that is confirmed with half an answer', { kind: 'cut_answer' }],
    // Shows: limit of requests × reply
    ['that meets the limit of requests', limit],
    // Shows: token expired × reply
    ['that finds its token expired', { kind: 'expire_token' }],
  ])('%s is sent again', async (title, fault) => {
    // Without a direction there is nothing to distribute, only to say so.
    await distributeOnStage(administrator, [])
    await under([[answers, fault]], async () => {
      const leadId = await leadOnStage(administrator, title)
      await until('the workflow is answered', async () => (await tally(administrator, leadId)).answered === 1)
    })
  })
})

describe('an exchange of tokens', () => {
  // Shows: answer unreadable × refresh
  it('that the OAuth server cannot make just now is made when it can', async () => {
    house.portal.advance(2 * 3_600_000)
    administrator = house.as(1)
    house.portal.weather([{ kind: 'server_error', of: 'oauth/token', chance: 1, milliseconds: 0 }], 1)
    await distributeOnStage(administrator, directionIds)
    const said = house.appLog().length
    const { id } = await administrator.site('lead.add', { title: 'Обмен', contactName: 'Пётр Новый', companyTitle: '', phone: '', email: '', address: '' })
    const reportId = newReportId() as never
    await administrator.app('visit.submit', { reportId, document: lead(id), directionIds: directionIds as never, comment: '' })
    await until('the exchange has failed', () => house.appLog().slice(said).includes('run interrupted'))
    house.portal.weather([], 0)
    await until('the distribution is done', async () => (await administrator.app('visit.result', { reportId })).state === 'done')
    expect((await administrator.site('lead.show', { id })).deals).toHaveLength(directionIds.length)
  })
})

describe('a page', () => {
  it.each<[string, Interception]>([
    // Shows: answer lost × page, request lost × page
    ['is lost', { kind: 'drop' }],
    // Shows: answer unreadable × page
    ['is answered with half an answer', { kind: 'cut_answer' }],
  ])('whose question %s is told so or shown, and works the next time', async (title, fault) => {
    const { id } = await administrator.site('lead.add', { title, contactName: 'Пётр Новый', companyTitle: '', phone: '', email: '', address: '' })
    const show = () => administrator.app('visit.show', { document: lead(id) })
    await under([[asks, fault]], async () => void (await show().catch((error: unknown) => expect(error).toMatchObject({ code: 'portal_unreachable' }))))
    expect((await show()).made).toBe(false)
  })
})
