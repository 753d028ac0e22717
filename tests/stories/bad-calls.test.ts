/** Calls that are not what they seem: each has its answer, and none starts anything. */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, lead, newReportId, openHouse, Refused, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
beforeAll(async () => {
  house = await openHouse({ app: { ROLE_KEPT_MS: '1' } })
  administrator = house.as(1)
  await install(administrator)
})
afterAll(() => house.close())

const call = (change: Record<string, string> = {}) =>
  new URLSearchParams({
    workflow_id: 'w1',
    code: 'distribute-visit',
    'document_id[0]': 'crm',
    'document_id[1]': 'CCrmDocumentLead',
    'document_id[2]': 'LEAD_1',
    'document_type[0]': 'crm',
    'document_type[1]': 'CCrmDocumentLead',
    'document_type[2]': 'LEAD',
    event_token: 'w1|A1|forged.abc',
    use_subscription: 'Y',
    timeout_duration: '0',
    ts: '1790000000',
    'auth[member_id]': house.portal.memberId,
    'auth[application_token]': 'f'.repeat(32),
    'auth[domain]': 'localhost',
    ...change,
  })
const post = async (path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) =>
  (await fetch(`${house.appUrl}${path}`, { method: 'POST', body, headers })).status
const runs = async () => (await administrator.app('journal.list', {})).rows.filter(({ kind }) => kind === 'robot').length

describe('a robot call', () => {
  it.each([
    ['with a forged application token', '/hook/robot/distribute-visit', {}, 403],
    ['from an unknown portal', '/hook/robot/distribute-visit', { 'auth[member_id]': 'nobodyknowsthisportal' }, 403],
    ['for a robot that we do not have, from nobody we know', '/hook/robot/no-such-robot', {}, 403],
  ] as const)('%s is refused', async (_, path, change, status) => {
    expect(await post(path, call(change))).toBe(status)
    expect(await runs()).toBe(0)
  })

  it('that cannot be read is refused', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' }
    expect(await post('/hook/robot/distribute-visit', 'document_id[=&%%%', form)).toBe(400)
    expect(await post('/hook/robot/distribute-visit', '', form)).toBe(400)
    expect(await post('/hook/robot/distribute-visit', `${'a[b]'.repeat(400)}=1`, form)).toBe(400)
    expect(await runs()).toBe(0)
  })

  it('that is too large is refused', async () => {
    expect(await post('/hook/robot/distribute-visit', call({ 'properties[x]': 'x'.repeat(3_000_000) }))).toBe(413)
  })

  it('with another method is refused', async () => {
    expect((await fetch(`${house.appUrl}/hook/robot/distribute-visit`)).status).toBe(405)
  })

  it('that names a prototype changes nothing', async () => {
    expect(await post('/hook/robot/distribute-visit', call({ '__proto__[polluted]': '1', 'constructor[prototype][polluted]': '1' }))).toBe(403)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('an installation that nobody can prove', () => {
  it('does not touch the installed portal', async () => {
    const forged = new URLSearchParams({
      AUTH_ID: 'a'.repeat(40),
      REFRESH_ID: 'b'.repeat(40),
      AUTH_EXPIRES: '3600',
      SERVER_ENDPOINT: 'https://evil.example.test/rest/',
      APPLICATION_TOKEN: 'c'.repeat(32),
      member_id: house.portal.memberId,
      status: 'F',
      PLACEMENT: 'DEFAULT',
      PLACEMENT_OPTIONS: '{}',
    })
    const page = await fetch(`${house.appUrl}/app/install?DOMAIN=evil.example.test&PROTOCOL=1&LANG=ru&APP_SID=1`, { method: 'POST', body: forged })
    expect(page.status).toBeLessThan(500)
    await new Promise((done) => setTimeout(done, 500))
    const state = await administrator.app('installation.show', {})
    expect(state.domain).toBe(new URL(house.portal.url).host)
    expect(state.token).toBe('valid')
    const stolen = await administrator.app('session.open', { memberId: house.portal.memberId, accessToken: 'a'.repeat(40) }).catch((error: unknown) => error)
    expect(stolen).toBeInstanceOf(Refused)
  })
})

describe('a question to the app', () => {
  const ask = async (name: string, body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${house.appUrl}/api/${name}`, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } })
    return [answer.status, ((await answer.json()) as { error: string }).error]
  }

  it('without a session, with a broken one, or unknown is refused with a stable code', async () => {
    expect(await ask('journal.list', '{}')).toEqual([401, 'session_required'])
    expect(await ask('journal.list', '{}', { Authorization: 'Bearer nonsense' })).toEqual([401, expect.stringMatching(/^session_/)])
    expect(await ask('no.such.question', '{}')).toEqual([404, 'not_found'])
    expect(await ask('session.open', '{')).toEqual([400, 'invalid_input'])
    expect(await ask('visit.photo/%ff/x', '{}')).toEqual([400, 'invalid_input'])
    expect(await ask('session.open', 'x', { 'Content-Encoding': 'gzip' })).toEqual([400, 'invalid_input'])
    expect(await ask('session.open', 'x', { 'Content-Encoding': 'zip' })).toEqual([400, 'invalid_input'])
    expect(await ask('session.open', '{"memberId":5}')).toEqual([400, 'invalid_input'])
    expect(await ask('session.open', JSON.stringify({ memberId: 'x'.repeat(200_000) }))).toEqual([413, 'too_large'])
  })

  it('with half a character in it is a question like any other', async () => {
    expect(await administrator.app('records.find', { search: 'cut in two \ud83d' })).toEqual({ records: [] })
  })

  it('of an administrator is not answered to a representative', async () => {
    const representative = house.as(2)
    for (const name of ['journal.list', 'settings.show', 'directions.suggest', 'installation.show'] as const) {
      await expect(representative.app(name, {})).rejects.toMatchObject({ status: 403, code: 'forbidden' })
    }
  })

  it('of an administrator is not answered to whoever is none any more, or does not work here, however fresh the session', async () => {
    const person = house.portal.state.people.find(({ id }) => id === 2) ?? expect.fail('nobody')
    person.administrator = true
    const second = house.as(2)
    await second.app('settings.show', {})
    person.administrator = false
    await new Promise((done) => setTimeout(done, 5))
    await expect(second.app('settings.show', {})).rejects.toMatchObject({ status: 403, code: 'forbidden' })
    person.administrator = true
    await second.app('settings.show', {})
    person.active = false
    await new Promise((done) => setTimeout(done, 5))
    await expect(second.app('journal.list', {})).rejects.toMatchObject({ status: 401, code: 'session_expired' })
    Object.assign(person, { active: true, administrator: false })
  })

  it('about a lead that this person may not read is refused', async () => {
    const { leads } = await administrator.site('leads.board', {})
    const stranger = house.as(16)
    const theirs = new Set((await stranger.site('leads.board', {})).leads.map(({ id }) => id))
    const hidden = leads.find(({ id }) => !theirs.has(id))
    await expect(stranger.app('visit.show', { document: lead(hidden?.id ?? 0) })).rejects.toMatchObject({ status: 403, code: 'forbidden' })
    await expect(stranger.app('why.show', { document: { kind: 'lead', id: hidden?.id ?? 0 } })).rejects.toMatchObject({ status: 403, code: 'forbidden' })
  })
})

// Everybody goes at the pace that the portal allows, which takes its time.
// Shows: flood or neighbour × read
it('a flood of questions by one person of the portal is refused as busy before the portal is asked; others and runs go on', { timeout: 60_000 }, async () => {
  await acceptSuggestions(administrator)
  const [member, colleague] = [house.as(16), house.as(2)]
  const first = async (person: Person) => lead((await person.site('lead.add', { title: 'A visit', contactName: '', companyTitle: '', phone: '', email: '', address: '' })).id)
  const [flooded, document] = [await first(member), await first(colleague)]
  const { directions } = await colleague.app('visit.show', { document })
  const answers: Record<string, number> = {}
  let flooding = true
  // Many times what the portal allows, and still room on this machine for everybody else.
  const flood = Array.from({ length: 8 }, async () => {
    for (; flooding; await new Promise((done) => setTimeout(done, 20))) {
      const code = await member.app('visit.show', { document: flooded }).then(() => 'shown', (error: Refused) => `${error.status} ${error.code}`)
      answers[code] = (answers[code] ?? 0) + 1
    }
  })
  await until('the flood is held back', () => Promise.resolve((answers['503 busy'] ?? 0) > 50))
  const reportId = newReportId() as never
  const report = { reportId, document, directionIds: directions.slice(0, 1).map(({ id }) => id), comment: 'beside a flood' }
  await until('the report is taken', () => colleague.app('visit.submit', report).then(() => true, (error: Refused) => (expect(error.code).toBe('busy'), false)))
  await until('the visit is distributed', async () => (await colleague.app('visit.result', { reportId })).state === 'done')
  flooding = false
  await Promise.all(flood)
  expect(Object.keys(answers).sort()).toEqual(['503 busy', 'shown'])
  // Held back by us: the portal itself had to refuse nothing.
  expect(house.portal.requests.filter(({ status }) => status === 503)).toEqual([])
})

// Shows: flood or neighbour × call
it('a body that never ends is cut off', async () => {
  const status = await new Promise<number>((done) => {
    const slow = request(`${house.appUrl}/hook/robot/distribute-visit`, { method: 'POST', headers: { 'Content-Length': '5000000' } }, (answer) => done(answer.statusCode ?? 0))
    slow.on('error', () => done(0))
    slow.write('a'.repeat(1000))
    slow.setTimeout(15_000, () => slow.destroy())
  })
  expect([0, 400, 408, 413]).toContain(status)
})
