/** Two portals in one app: nothing of one is read, changed or started from the other, whatever ids are named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract, type Input, type QuestionName } from '../../domain/contract/contract.ts'
import type { Portal } from '../../scripts/portal/portal.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, Refused, until, type House, type Person } from '../house.ts'

/** Stands in every text of the first portal; it must never be read by the second. */
const secret = 'Тайна первого портала'

let house: House
let other: Portal
let administrator: Person
let stranger: Person
let theirs: { runId: string; distributionId: string; reportId: string; leadId: number; directionId: string; version: number; visitId: string }
beforeAll(async () => {
  house = await openHouse()
  other = await house.anotherPortal()
  await house.stopApp()
  await house.startApp({ OAUTH_TOKEN_URLS: `${house.portal.oauthTokenUrl},${other.oauthTokenUrl}` })
  administrator = house.as(1)
  stranger = house.as(1, other)
  await install(administrator)
  await install(stranger)
  const [first] = await acceptSuggestions(administrator)
  if (!first) throw new Error('no direction')
  const { direction } = await administrator.app('directions.save', { ...first, name: secret })
  // A number that the other portal has no lead under.
  let leadId = 0
  for (let made = 0; made < 3; made += 1) {
    leadId = (await administrator.site('lead.add', { title: secret, contactName: secret, companyTitle: secret, phone: '', email: '', address: secret })).id
  }
  const reportId = newReportId()
  await administrator.app('visit.submit', { reportId: reportId as never, document: lead(leadId), directionIds: [direction.id], comment: secret })
  await until('the visit is distributed', async () => (await administrator.app('visit.result', { reportId: reportId as never })).state === 'done')
  const { rows } = await administrator.app('journal.list', { search: String(leadId) })
  const { distribution } = await administrator.app('journal.show', { runId: rows[0]?.runId as never })
  const stageId = (await administrator.site('leads.board', {})).stages[1]?.id ?? ''
  await administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2', wait_report: 'N' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
  await administrator.site('lead.move', { id: leadId, stageId })
  let visitId = ''
  await until('a visit is assigned', async () => {
    const row = (await administrator.app('journal.list', { search: String(leadId) })).rows.find(({ robot }) => robot === 'assign-visit')
    visitId = (row && (await administrator.app('journal.show', { runId: row.runId })).visit?.visitId) ?? ''
    return visitId !== '' && row?.state === 'done'
  })
  theirs = { visitId, runId: rows[0]?.runId ?? '', distributionId: distribution?.id ?? '', reportId, leadId, directionId: direction.id, version: direction.version }
})
afterAll(async () => {
  await house.close()
})

type Tries = { [Q in QuestionName]: (() => Input<Q>) | 'nobody is asked who' }
const nothing = () => ({})
const direction = () => ({ id: theirs.directionId as never, version: theirs.version })

/** Each question as somebody of the second portal would ask it about the first; a question that is missing here does not compile. */
const tries: Tries = {
  'session.open': 'nobody is asked who',
  'install.progress': 'nobody is asked who',
  'installation.show': nothing,
  'installation.mend': nothing,
  'selftest.start': nothing,
  'selftest.show': nothing,
  'directory.refresh': nothing,
  'portal.choices': nothing,
  'directions.list': nothing,
  'directions.save': () => ({ ...direction(), name: 'Чужое', departmentIds: [2] as never, categoryId: 1, stageId: 'C1:NEW', fieldDefaults: {}, reserveId: null }),
  'directions.archive': () => ({ ...direction(), archived: true }),
  'directions.order': () => ({ ids: [theirs.directionId] as never }),
  'directions.suggest': nothing,
  'directions.candidates': () => ({ departmentIds: [2] as never, tags: [secret.toLowerCase()] as never }),
  'form.show': () => ({ directionId: theirs.directionId as never }),
  'form.save': () => ({ directionId: theirs.directionId as never, version: 0, questions: [] }),
  'robot.choices': () => ({ document: 'lead' }),
  'robot.preview': () => ({ skipAbsent: true, skipClockedOut: true }),
  'robot.visitors': () => ({ departments: ['2'] }),
  'people.list': nothing,
  'people.save': () => ({ userId: 9 as never, weight: 50, version: 0 }),
  'draws.show': nothing,
  'draws.export': nothing,
  'me.show': nothing,
  'me.numbers': () => ({ days: 28 }),
  'me.pause': () => ({ until: null }),
  'settings.show': nothing,
  'settings.save': () => ({ starter: 'robot', skipAbsent: false, skipClockedOut: false, headsTakePart: true }),
  'rules.show': nothing,
  'rules.save': () => ({ version: 0, rules: [] }),
  'rules.choices': nothing,
  'changes.list': nothing,
  'changes.undo': () => ({ number: 1 }),
  'journal.list': () => ({ search: String(theirs.leadId) }),
  'journal.show': () => ({ runId: theirs.runId as never }),
  'run.judge': () => ({ runId: theirs.runId as never, choice: 'give_up' }),
  'visit.open': 'nobody is asked who',
  'visit.askCode': 'nobody is asked who',
  'visit.giveCode': 'nobody is asked who',
  'visit.show': () => ({ document: lead(theirs.leadId) }),
  'visit.submit': () => ({ reportId: theirs.reportId as never, document: lead(theirs.leadId), directionIds: [theirs.directionId] as never, comment: '' }),
  'visit.photos': () => ({ reportId: theirs.reportId as never }),
  'visit.result': () => ({ reportId: theirs.reportId as never }),
  'visit.printed': () => ({ reportId: theirs.reportId as never }),
  'workflows.list': nothing,
  'workflows.end': () => ({ workflowId: 'w1' }),
  'records.find': () => ({ search: secret }),
  'test.run': () => ({ document: lead(theirs.leadId), directionIds: [] }),
  'fairness.show': () => ({ days: 365 }),
  'replay.data': () => ({ months: 24 }),
  'shadow.show': nothing,
  'shadow.start': () => ({ weeks: 1, draft: { policy: 'in_turn', skipAbsent: true, skipClockedOut: true, headsTakePart: false, onePersonManyDirections: true } }),
  'shadow.stop': nothing,
  'shadow.activate': nothing,
  'undo.look': () => ({ distributionId: theirs.distributionId }),
  'undo.start': () => ({ distributionId: theirs.distributionId, reason: 'Чужое', again: true }),
  'why.show': () => ({ document: lead(theirs.leadId) }),
  'visit.link': () => ({ visitId: theirs.visitId, choice: 'revoke' }),
}
/** What is refused, and how; anything else is answered with the second portal's own. */
const refusals: Partial<Record<QuestionName, string>> = {
  'directions.save': 'not_found',
  'directions.archive': 'not_found',
  'form.show': 'not_found',
  'form.save': 'not_found',
  'journal.show': 'not_found',
  'run.judge': 'conflict',
  'visit.show': 'forbidden',
  'visit.submit': 'forbidden',
  'visit.photos': 'forbidden',
  'visit.result': 'not_found',
  'visit.printed': 'not_found',
  'why.show': 'forbidden',
  'visit.link': 'not_found',
  'workflows.end': 'conflict',
  'undo.look': 'not_found',
  'undo.start': 'not_found',
  'me.pause': 'not_found',
}

describe('a session of one portal', () => {
  const asked = (Object.keys(contract) as QuestionName[]).filter((name) => tries[name] !== 'nobody is asked who')

  it.each(asked)('asking %s learns and changes nothing of the other', async (name) => {
    const before = await everything()
    const input = (tries[name] as () => Input<typeof name>)()
    const answer: unknown = await stranger.app(name, input as never).catch((error: unknown) => error)
    if (refusals[name]) expect(answer).toMatchObject({ code: refusals[name] })
    else expect(answer).not.toBeInstanceOf(Refused)
    const said = answer instanceof Error ? answer.message : JSON.stringify(answer)
    expect(said).not.toContain(secret)
    expect(said).not.toContain(house.portal.memberId)
    expect(await everything()).toEqual(before)
  })

  /** What an administrator of the first portal sees of it. */
  async function everything() {
    return [
      await administrator.app('directions.list', {}),
      await administrator.app('form.show', { directionId: theirs.directionId as never }),
      await administrator.app('settings.show', {}),
      await administrator.app('journal.list', {}),
      await administrator.app('journal.show', { runId: theirs.runId as never }),
    ]
  }
})

it('a call with one portal’s secret in the name of the other is refused', async () => {
  const { frame } = await stranger.open()
  const call = new URLSearchParams({
    'document_id[2]': 'LEAD_1',
    event_token: 'w|A|x',
    'auth[member_id]': house.portal.memberId,
    'auth[application_token]': frame.form['APPLICATION_TOKEN'] ?? '',
  })
  expect((await fetch(`${house.appUrl}/hook/robot/distribute-visit`, { method: 'POST', body: call })).status).toBe(403)
  const event = new URLSearchParams({ event: 'ONAPPUNINSTALL', 'data[CLEAN]': '1', 'auth[member_id]': house.portal.memberId, 'auth[application_token]': frame.form['APPLICATION_TOKEN'] ?? '' })
  expect((await fetch(`${house.appUrl}/hook/event`, { method: 'POST', body: event })).status).toBe(403)
  expect((await administrator.app('installation.show', {})).token).toBe('valid')
})

it('a token of one portal opens no session at the other', async () => {
  const { context, frame } = await stranger.open()
  const open = (memberId: string) => administrator.app('session.open', { memberId, accessToken: String(frame.initData['AUTH_ID']) })
  expect((await open(context.memberId)).administrator).toBe(true)
  await expect(open(house.portal.memberId)).rejects.toBeInstanceOf(Refused)
})
