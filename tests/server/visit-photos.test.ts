/** Photos of a report: sent one by one and again, kept, stripped, and in the record's timeline exactly once, whatever is lost on the way. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Input } from '../../domain/contract/contract.ts'
import { VisitLinkContext } from '../../domain/contract/visit.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { jpegOf } from '../jpeg.ts'

let house: House
let administrator: Person
let directionId: string
let stop: (() => void) | null = null
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  await install(administrator)
  directionId = (await acceptSuggestions(administrator))[0]?.id ?? ''
  const stageId = (await administrator.site('leads.board', {})).stages[1]?.id ?? ''
  await administrator.site('stage.save', {
    stageId,
    robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }],
  })
  assign = async (title) => {
    const { id: leadId } = await administrator.site('lead.add', { title, contactName: '', companyTitle: '', phone: '', email: '', address: '' })
    await administrator.site('lead.move', { id: leadId, stageId })
    let link = ''
    await until('the task is there', async () => {
      const { tasks } = await administrator.site('lead.show', { id: leadId })
      link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec(tasks[0]?.description ?? '')?.[1] ?? ''
      return link !== ''
    })
    const written = /id="context">([\s\S]*?)<\/script>/.exec(await (await fetch(link)).text())?.[1] ?? 'null'
    return { leadId, session: VisitLinkContext.parse(JSON.parse(written)).visit?.session ?? '' }
  }
})
afterEach(() => stop?.())
afterAll(() => house.close())
let assign: (title: string) => Promise<{ leadId: number; session: string }>

const post = async (path: string, session: string, body: string | Buffer, type = 'application/json') => {
  const answer = await fetch(`${house.appUrl}/api/${path}`, { method: 'POST', headers: { 'Content-Type': type, Authorization: `Bearer ${session}` }, body: typeof body === 'string' ? body : new Uint8Array(body) })
  return { status: answer.status, body: (await answer.json()) as { error?: string; here?: string[] } }
}
const photoId = (number: number) => `pho_${'a'.repeat(19)}${'abcdefghijklmnopqrstuvwxyz'[number] ?? ''}` as never
const photos = (count: number) => Array.from({ length: count }, (_, index) => ({ id: photoId(index), kind: 'photo' as const, caption: `Снимок ${index}` }))

async function report(leadId: number, session: string, count: number, more: Partial<Input<'visit.submit'>> = {}) {
  const reportId = newReportId() as never
  const input: Input<'visit.submit'> = { reportId, document: lead(leadId), directionIds: [directionId] as never, comment: '', photos: photos(count), ...more }
  expect(await post('visit.submit', session, JSON.stringify(input))).toMatchObject({ status: 200 })
  return { reportId, send: (number: number, picture = jpegOf(number)) => post(`visit.photo/${String(reportId)}/${String(photoId(number))}`, session, picture, 'image/jpeg') }
}
const filesOf = async (leadId: number) => (await administrator.site('lead.show', { id: leadId })).timeline.flatMap(({ files }) => files)
const contentOf = async (url: string) => Buffer.from(await (await fetch(url)).arrayBuffer())

describe('photos of a visit', () => {
  it('come in any order and more than once, and are in the timeline once, in the order of the report, without the place where they were taken', async () => {
    const { leadId, session } = await assign('Фото подряд')
    const { send, reportId } = await report(leadId, session, 8)
    for (const number of [3, 0, 3, 1, 7, 2, 6, 5]) expect((await send(number)).status).toBe(200)
    expect((await post('visit.photos', session, JSON.stringify({ reportId }))).body.here).toHaveLength(7)
    expect(await filesOf(leadId)).toEqual([])
    // Another picture under an id that is here already changes nothing.
    await send(5, jpegOf(99))
    await Promise.all([send(4), send(4), send(4)])
    await until('they are attached', async () => (await filesOf(leadId)).length === 8)
    const comments = (await administrator.site('lead.show', { id: leadId })).timeline.filter(({ files }) => files.length > 0)
    expect(comments.map(({ files }) => files.length).sort()).toEqual([2, 6])
    expect(comments.map(({ text }) => text).join()).toContain('6. Снимок 5')
    const contents = await Promise.all(comments.reverse().flatMap(({ files }) => files).map(({ url }) => contentOf(url)))
    expect(contents.map((bytes) => bytes.at(-3))).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    for (const bytes of contents) expect(bytes.toString('latin1')).not.toContain('GPS')
    await send(2)
    expect(await filesOf(leadId)).toHaveLength(8)
    expect(house.portal.unknownFields).toEqual([])
  })

  it('are there once when the portal loses its answer', async () => {
    const { leadId, session } = await assign('Ответ потерян')
    let lost = 0
    stop = house.portal.intercept(({ method }) => (method === 'crm.timeline.comment.add' && lost++ === 0 ? { kind: 'lose_answer' } : undefined))
    const { send } = await report(leadId, session, 2)
    await send(0)
    await send(1)
    await until('they are attached', async () => (await filesOf(leadId)).length === 2)
    await until('the run is over', async () => (await administrator.app('journal.list', { search: String(leadId) })).rows.every(({ state }) => state === 'done' || state === 'waiting'))
    expect(await filesOf(leadId)).toHaveLength(2)
    expect(lost).toBe(1)
  })

  it('are there once when the app is killed with them on their way', async () => {
    const { leadId, session } = await assign('Убит в пути')
    const { send } = await report(leadId, session, 1)
    await until('the report is worked', async () => (await administrator.site('lead.show', { id: leadId })).deals.length === 1)
    await until('nothing else is under way', async () => (await administrator.app('journal.list', { search: String(leadId) })).rows.filter(({ state }) => state === 'working').length === 0)
    await house.stopApp()
    await house.startApp({ CRASH_AT: 'after_send' })
    await send(0)
    await house.appGone()
    await house.startApp()
    await until('it is attached', async () => (await filesOf(leadId)).length === 1)
    await until('the run is over', async () => (await administrator.app('journal.list', { search: String(leadId) })).rows.every(({ state }) => state === 'done'))
    expect(await filesOf(leadId)).toHaveLength(1)
  })

  it('are refused when they are no photo, too large, not announced, or of another visit', async () => {
    const { leadId, session } = await assign('Не фото')
    const { send, reportId } = await report(leadId, session, 1)
    const stranger = await assign('Чужой визит')
    const path = `visit.photo/${String(reportId)}/${String(photoId(0))}`
    expect((await send(0, Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).body.error).toBe('invalid_input')
    expect((await send(0, jpegOf(0, 2000, 5000, 100))).body.error).toBe('invalid_input')
    expect((await post(path, session, jpegOf(0), 'text/html')).body.error).toBe('invalid_input')
    expect(await send(0, jpegOf(0, 700_000))).toMatchObject({ status: 413, body: { error: 'too_large' } })
    expect((await send(1)).body.error).toBe('not_found')
    expect((await post(path, stranger.session, jpegOf(0), 'image/jpeg')).body.error).toBe('forbidden')
    expect((await post(path, '', jpegOf(0), 'image/jpeg')).body.error).toBe('session_required')
    expect(await filesOf(leadId)).toEqual([])
    const twice = [...photos(1), ...photos(1)]
    const input = { reportId: newReportId(), document: lead(stranger.leadId), directionIds: [directionId], comment: '', photos: twice }
    expect((await post('visit.submit', stranger.session, JSON.stringify(input))).body.error).toBe('invalid_input')
    expect((await post('visit.submit', stranger.session, JSON.stringify({ ...input, photos: photos(14) }))).body.error).toBe('invalid_input')
  })

  it('follow a report from the tab in the card as well, from whoever wrote it', async () => {
    const { leadId } = await assign('Фото из карточки')
    const sessionOf = async (person: Person): Promise<string> => {
      const { context, frame } = await person.open()
      return (await person.app('session.open', { memberId: context.memberId, accessToken: String(frame.initData['AUTH_ID']) })).session
    }
    const [olga, other] = [await sessionOf(house.as(2)), await sessionOf(administrator)]
    const { send, reportId } = await report(leadId, olga, 2)
    expect((await post(`visit.photo/${String(reportId)}/${String(photoId(0))}`, other, jpegOf(0), 'image/jpeg')).body.error).toBe('forbidden')
    expect((await post('visit.photos', other, JSON.stringify({ reportId }))).body.error).toBe('forbidden')
    for (const number of [0, 1]) expect((await send(number)).status).toBe(200)
    expect((await post('visit.photos', olga, JSON.stringify({ reportId }))).body.here).toHaveLength(2)
    await until('the photos are attached', async () => (await filesOf(leadId)).length === 2)
  })
})
