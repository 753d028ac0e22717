/** The key is replaced while visits and workflows wait: what runs goes on, links open, promised draws hold, and at the end the old key opens nothing. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { verifyDraws } from '../../scripts/verify-draws.mjs'
import { sealFor } from '../../server/seal.ts'
import { sqliteName } from '../../server/store/open.ts'
import { acceptSuggestions, install, lead, newReportId, openHouse, until, type House, type Person } from '../house.ts'
import { distributeOnStage, leadOnStage, tally } from './lead-on-stage.ts'

const [old, fresh] = [randomBytes(32), randomBytes(32)]
const written = (key: Buffer) => key.toString('base64')
const during = { SEAL_KEY: written(fresh), SEAL_KEYS_OLD: written(old) }

let house: House
let administrator: Person
let directionIds: string[]
beforeAll(async () => {
  house = await openHouse({ entry: 'supervise', portal: { limits: false }, app: { SEAL_KEY: written(old) } })
  administrator = house.as(1)
  await install(administrator)
  directionIds = (await acceptSuggestions(administrator)).slice(0, 2).map(({ id }) => id)
  await distributeOnStage(administrator, directionIds)
})
afterAll(() => house.close())

const distributes = async (title: string) => {
  const leadId = await leadOnStage(administrator, title)
  await until(`${title} is distributed`, async () => (await tally(administrator, leadId)).answered === 1)
  expect(await tally(administrator, leadId)).toMatchObject({ deals: 2, tasks: 1 })
}

/** A visit whose rule waits for the report. @returns the link as it stands in the task */
async function assign(): Promise<{ leadId: number; link: string }> {
  const { stages } = await administrator.site('leads.board', {})
  const stageId = stages.find(({ name }) => name === 'Визит назначен')?.id ?? ''
  await administrator.site('stage.save', { stageId, robots: [{ id: 'r1', kind: 'app:assign-visit', values: { representative: 'user_2' }, afterPrevious: false, timeoutSeconds: 0, wait: true, actAs: null }] })
  const { id: leadId } = await administrator.site('lead.add', { title: 'Ждёт визита', contactName: 'Пётр Новый', companyTitle: '', phone: '+79030000001', email: '', address: 'Садовая, 1' })
  await administrator.site('lead.move', { id: leadId, stageId })
  let link = ''
  await until('the task is there', async () => {
    link = /\[URL=([^\]]+\/visit\/[^\]]+)\]/.exec((await administrator.site('lead.show', { id: leadId })).tasks[0]?.description ?? '')?.[1] ?? ''
    return link !== ''
  })
  return { leadId, link }
}

const sealedTexts = (): string[] => {
  const file = new Database(join(house.dataDir, sqliteName), { readonly: true })
  const columns = file.prepare("select m.name as place, c.name as name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name like '%\\_sealed' escape '\\'").all() as { place: string; name: string }[]
  const texts = columns.flatMap(({ place, name }) => file.prepare(`select ${name} from ${place} where ${name} is not null`).pluck().all() as string[])
  file.close()
  return texts
}
const reseal = (env: Record<string, string>) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'scripts/copies/reseal.ts'], { cwd: resolve(import.meta.dirname, '../..'), env: { ...process.env, DATA_DIR: house.dataDir, CLIENT_ID: 'app', CLIENT_SECRET: 'secret', ...env } })

it('is replaced under an app that goes on working, and is not needed afterwards', async () => {
  await distributes('До замены')
  const { leadId, link } = await assign()
  const { draws, ...before } = await administrator.app('draws.export', {})
  const page = async (path: string, session: string | null, body: object) => {
    const answer = await fetch(`${house.appUrl}/api/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...(session === null ? {} : { Authorization: `Bearer ${session}` }) }, body: JSON.stringify(body) })
    return { status: answer.status, body: (await answer.json()) as { visit?: { session: string } | null } }
  }
  const open = () => page('visit.open', null, { token: link.split('/').at(-1) ?? '', language: 'ru' })
  const kept = (await open()).body.visit?.session ?? ''

  await house.stopApp()
  await house.startApp(during)
  await distributes('При обоих ключах')
  await administrator.app('draws.show', {})
  expect(sealedTexts().some((text) => text.startsWith(sealFor([old], 'store').prefix))).toBe(true)
  // Without the old one it says what is missing, and changes nothing.
  await expect(reseal({ SEAL_KEY: written(fresh) })).rejects.toMatchObject({ stderr: expect.stringContaining('SEAL_KEYS_OLD') as string })
  expect((await reseal(during)).stdout).toContain('nothing is left under another key')
  expect(sealedTexts().filter((text) => !text.startsWith(sealFor([fresh], 'store').prefix))).toEqual([])
  await distributes('После перепечатывания')

  await house.stopApp()
  await house.startApp({ SEAL_KEY: written(fresh) })
  await distributes('Без старого ключа')
  expect((await open()).status).toBe(200)
  // A phone that has been away sends with what it kept, and the rule that has waited since before the change hears of it.
  expect((await page('visit.submit', kept, { reportId: newReportId(), document: lead(leadId), directionIds, comment: '' })).status).toBe(200)
  await until('the rule is answered', async () => (await tally(administrator, leadId)).answered === 1)

  // A session of the old key ends with it: the panel's page opens another by itself.
  await expect(administrator.app('draws.export', {})).rejects.toMatchObject({ code: 'session_required' })
  const journal = await house.as(1).app('draws.export', {})
  expect(verifyDraws(journal, { ...before, draws }).problems).toEqual([])
  expect(journal.draws.length).toBeGreaterThan(draws.length)
  for (const promised of before.periods) expect(journal.periods).toContainEqual(promised)
  expect(house.portal.unknownFields).toEqual([])
})
