/** Every input of every question and of a robot's call is given SQL, and bearers that are not what they say: nothing breaks, nothing is learnt, nothing is lost. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { contract, type QuestionName } from '../../domain/contract/contract.ts'
import { openSession, sealTicket } from '../../server/api/bearer.ts'
import { createSeal, deriveKey, type Seal } from '../../server/seal.ts'
import { createVisitLinks } from '../../server/visit-link.ts'
import { sqliteName } from '../../server/store/open.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'

const payloads = ["' or '1'='1", "'; drop table runs; --", "x' union select member_id, tokens_sealed from portals --", '"; delete from portals; --', "\\'; vacuum; --", '%']
const sealKey = randomBytes(32)

let folder: string
let house: House
let administrator: Person
let seal: Seal
let session: string
let known: string[]
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fairlead-hostile-'))
  house = await openHouse({ portal: { limits: false }, app: { DATA_DIR: folder, SEAL_KEY: sealKey.toString('base64') } })
  administrator = house.as(1)
  await install(administrator)
  const directionIds = (await acceptSuggestions(administrator)).map(({ id }) => id)
  const { id } = await administrator.site('lead.add', { title: 'Клиент', contactName: 'Пётр', companyTitle: '', phone: '+79000000099', email: '', address: '' })
  const reportId = newReportId()
  await administrator.app('visit.submit', { reportId: reportId as never, document: lead(id), directionIds: directionIds.slice(0, 1), comment: '' })
  await until('the visit is distributed', async () => (await administrator.app('visit.result', { reportId: reportId as never })).state === 'done')
  const { context, frame } = await administrator.open()
  session = (await administrator.app('session.open', { memberId: context.memberId, accessToken: String(frame.initData['AUTH_ID']) })).session
  seal = createSeal(deriveKey(sealKey, 'session'))
  known = [directionIds[0] ?? '', reportId, (await administrator.app('journal.list', {})).rows[0]?.runId ?? '', house.portal.memberId, 'a', '2026-11-25']
})
afterAll(async () => {
  await house.close()
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (name: string, body: unknown, bearer: string) => {
  const answer = await fetch(`${house.appUrl}/api/${name}`, { method: 'POST', headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${bearer}` }, body: JSON.stringify(body) })
  return { status: answer.status, text: await answer.text() }
}

/** Names of tables and indexes, and how many portals and directions there are. */
function standing(): unknown {
  const file = new Database(join(folder, sqliteName), { readonly: true })
  const schema = file.prepare('select type, name, sql from sqlite_master order by name').all()
  const counts = ['portals', 'directions', 'distributions'].map((table) => file.prepare(`select count(*) as count from ${table}`).get())
  file.close()
  return { schema, counts }
}

type Schema = { readonly type?: string; readonly enum?: unknown[]; readonly const?: unknown; readonly pattern?: string; readonly anyOf?: Schema[]; readonly oneOf?: Schema[]; readonly items?: Schema; readonly properties?: Record<string, Schema>; readonly prefixItems?: Schema[]; readonly minimum?: number }

/** An input as the schema wants it; the text number `hostile` of it, in order, is the payload. */
function inputOf(schema: Schema, hostile: number, payload: string): { input: unknown; texts: number } {
  let texts = 0
  const fill = (part: Schema): unknown => {
    if (part.const !== undefined) return part.const
    const choice = (part.anyOf ?? part.oneOf)?.find(({ type }) => type !== 'null')
    if (choice) return fill(choice)
    if (part.type === 'object') return Object.fromEntries(Object.entries(part.properties ?? {}).map(([key, value]) => [key, fill(value)]))
    if (part.type === 'array') return part.items ? [fill(part.items)] : []
    if (part.type === 'boolean') return false
    if (part.type === 'number' || part.type === 'integer') return Math.max(1, part.minimum ?? 1)
    if (part.type !== 'string' && part.enum === undefined) return {}
    if (texts++ === hostile) return payload
    return part.enum?.[0] ?? known.find((text) => part.pattern === undefined || new RegExp(part.pattern).test(text)) ?? 'a'
  }
  return { input: fill(schema), texts }
}

describe('SQL', () => {
  // They change the installation or the directions themselves, whatever is asked.
  const changing = new Set<string>(['installation.mend', 'directory.refresh', 'directions.save'])
  it.each((Object.keys(contract) as QuestionName[]).filter((name) => !changing.has(name)))('in every text of %s is a text or refused', async (name) => {
    const before = standing()
    const schema = z.toJSONSchema(contract[name].input, { io: 'input', unrepresentable: 'any' }) as Schema
    const { texts } = inputOf(schema, -1, '')
    for (let hostile = 0; hostile < texts; hostile++) {
      for (const payload of payloads) {
        const { status, text } = await ask(name, inputOf(schema, hostile, payload).input, session)
        expect(status, `${payload}: ${text}`).toBeLessThan(503)
        // What was asked for may be named again: a department that there is none of.
        expect(text.replaceAll(JSON.stringify(payload).slice(1, -1), '')).not.toMatch(/"error":"internal"|SQLITE|syntax error|_sealed/)
      }
    }
    expect(standing()).toEqual(before)
  })

  it('finds nothing in a search, and a percent sign is one', async () => {
    for (const search of payloads) expect((await administrator.app('journal.list', { search })).rows, search).toEqual([])
  })

  it('in every field of a robot’s call is a text or refused', async () => {
    const { frame } = await administrator.open()
    const call = {
      workflow_id: 'w1', code: 'distribute-visit', 'document_id[0]': 'crm', 'document_id[1]': 'CCrmDocumentLead', 'document_id[2]': 'LEAD_1', event_token: 'w1|A1|t', ts: '1790000000', timeout_duration: '0',
      'properties[directions][0]': 'dir_nobody', 'auth[member_id]': house.portal.memberId, 'auth[application_token]': frame.form['APPLICATION_TOKEN'] ?? '', 'auth[domain]': 'localhost',
    }
    const before = standing()
    for (const field of Object.keys(call)) {
      for (const payload of payloads) {
        const answer = await fetch(`${house.appUrl}/hook/robot/distribute-visit`, { method: 'POST', body: new URLSearchParams({ ...call, [field]: payload }) })
        expect([200, 400, 403], `${field} ${payload}`).toContain(answer.status)
      }
    }
    expect(standing()).toEqual(before)
    expect((await administrator.app('installation.show', {})).token).toBe('valid')
  })
})

describe('a bearer', () => {
  const refused = async (bearer: string) => {
    const { status, text } = await ask('journal.list', {}, bearer)
    return [status, (JSON.parse(text) as { error: string }).error]
  }
  const opened = () => openSession(seal, session) ?? expect.fail('the session does not open')

  it('that has expired is refused', async () => {
    expect(await refused(seal.close(JSON.stringify({ ...opened(), expiresAt: Date.now() - 1 }), 'session'))).toEqual([401, 'session_expired'])
    expect(await refused(seal.close(JSON.stringify(opened()), 'session'))).toEqual([200, undefined])
  })

  it('that was sealed for something else, with another key, or changed in one letter is refused', async () => {
    const other = createSeal(deriveKey(randomBytes(32), 'session'))
    const links = createVisitLinks(() => [deriveKey(sealKey, 'visit-link')], house.appUrl)
    const visitor = { memberId: house.portal.memberId as never, userId: 1 as never, document: lead(1), visitId: 'vis_1', number: 1, expiresAt: Date.now() + 60_000 }
    expect(await refused(sealTicket(seal, { memberId: house.portal.memberId as never, runId: 'run_1' as never }))).toEqual([401, 'session_required'])
    expect(await refused(links.write(visitor).split('/').at(-1) ?? '')).toEqual([403, 'forbidden'])
    expect(await refused(other.close(JSON.stringify(opened()), 'session'))).toEqual([401, 'session_required'])
    expect(await refused(`${session.slice(0, -2)}${session.at(-2) === 'A' ? 'B' : 'A'}${session.at(-1) ?? ''}`)).toEqual([401, 'session_required'])
  })

  it('of a portal that is not there is refused', async () => {
    expect(await refused(seal.close(JSON.stringify({ ...opened(), memberId: 'nobodyknowsthisportal' }), 'session'))).toEqual([409, 'not_installed'])
  })

  it('of an administrator shows nothing of a portal that it names in the question', async () => {
    const { status, text } = await ask('journal.list', { memberId: 'another', __proto__: { memberId: 'another' } }, session)
    expect([200, 400]).toContain(status)
    expect(text).not.toContain('another')
  })
})
