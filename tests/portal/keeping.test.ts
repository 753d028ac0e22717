/** What stays: the state through a kill and a restart, the seed after a reset; and what faults do to single requests. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { seed } from '../../scripts/portal/seed/seed.ts'
import { completeState } from '../../scripts/portal/state/upgrade.ts'
import type { EarlierState } from '../../scripts/portal/state/upgrade.ts'
import type { State } from '../../scripts/portal/state/state.ts'
import { openStore } from '../../scripts/portal/state/store.ts'
import { openPortal, until, type Json } from './house.ts'

const folder = mkdtempSync(join(tmpdir(), 'local-portal-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const root = resolve(import.meta.dirname, '../..')

/** The portal as people start it. */
async function startAlone(data: string) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/portal/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORTAL_PORT: '0', PORTAL_DATA: data, APP_URL: 'http://127.0.0.1:9', CLIENT_ID: 'app.x', CLIENT_SECRET: 'y' },
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const ready = JSON.parse(line.toString()) as { url: string; oauth: string; webhook: string }
  const site = async (name: string, ask: Json) => {
    const answer = await fetch(`${ready.url}/site/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-acting-user': '1' },
      body: JSON.stringify(ask),
    })
    return (await answer.json()) as Json
  }
  return { ...ready, site, child }
}

describe('a file of an earlier version', () => {
  it('that knew records only gets the rest of a CRM, with the numbers that go on from there', () => {
    const whole = seed('ru', 'leads', { memberId: 'm', secret: 's', webhookSecret: 'w' }, 0)
    const parts = ['userFields', 'dictionaries', 'activities', 'requisites', 'requisitePresets', 'productRows', 'stageMoves', 'currencies', 'duplicateFields']
    const without = (row: object, names: readonly string[]) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)))
    const records = whole.records.map((one) => without(one.type === 4 ? { ...one, contactIds: [] } : one, ['companyIds', 'linkSorts']))
    const pipelines = whole.pipelines.map((one) => without(one, ['originId', 'originatorId']))
    const earlier = { ...without(whole, parts), records, pipelines, lastId: { ...whole.lastId, userField: 0, requisite: 0 } }
    expect(completeState(earlier as unknown as EarlierState)).toEqual(whole)
  })

  it('is completed with what that version did not know', () => {
    const { crmMode, triggers, ...earlier } = seed('ru', 'leads', { memberId: 'm', secret: 's', webhookSecret: 'w' }, 0)
    const path = join(folder, 'earlier.sqlite')
    const old = openStore(path)
    old.save(earlier as State)
    old.close()
    const store = openStore(path)
    expect(store.load()).toEqual({ ...earlier, crmMode, triggers })
    store.close()
  })
})

describe('the portal alone', () => {
  it('comes back after a kill as it was, waiting robots and tokens included, and stops when asked', async () => {
    const data = join(folder, 'portal.sqlite')
    const first = await startAlone(data)
    expect(first.oauth).toBe(`${first.url}/oauth/token/`)
    await first.site('market.install', {})
    const frame = (await first.site('frame.open', { bindingId: null, options: {} })) as { form: Record<string, string>; appSid: string }
    await first.site('frame.installFinish', { appSid: frame.appSid, finished: true })
    const { id } = await first.site('lead.add', {
      title: 'Kept',
      contactName: 'A B',
      companyTitle: '',
      phone: '+7 485 200-00-01',
      email: '',
      address: '',
    })
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')

    const second = await startAlone(data)
    expect(await second.site('lead.show', { id })).toMatchObject({ title: 'Kept', client: { contactName: 'A B', phones: ['+7 485 200-00-01'] } })
    expect(await second.site('market.show', {})).toMatchObject({ installedVersion: 1, finished: true })
    const asked = await fetch(`${second.url}/rest/app.info?auth=${frame.form['AUTH_ID'] ?? ''}`)
    expect(((await asked.json()) as { result: Json }).result).toMatchObject({ INSTALLED: true })
    expect((await fetch(`${second.webhook}profile`)).status).toBe(200)
    second.child.kill('SIGTERM')
    expect(await once(second.child, 'exit')).toEqual([0, null])
  })

  it('arms time-outs again after a restart', async () => {
    const data = join(folder, 'waiting.sqlite')
    const first = await openPortal({ data })
    const frame = await first.install()
    const target = new URL(frame.action).origin
    await first.result('bizproc.robot.add', { CODE: 'wait', HANDLER: `${target}/hook/robot/wait`, NAME: 'Wait', USE_SUBSCRIPTION: 'Y' })
    const placed = { kind: 'app:wait', values: {}, afterPrevious: false, timeoutSeconds: 60, wait: true, actAs: null }
    const moves = { id: 'r2', kind: 'portal:move-stage', values: { stage: 'HOLD' }, afterPrevious: true, timeoutSeconds: 0, wait: false, actAs: null }
    await first.site('stage.save', { stageId: 'REPORT', robots: [{ id: 'r1', ...placed }, moves] })
    await first.site('lead.move', { id: 1024, stageId: 'REPORT' })
    const { now } = Date
    await first.close()
    const second = await openPortal({ data, now: () => now() + 61_000 })
    await until('the next robot', () => second.portal.state.records.find((record) => record.type === 1 && record.id === 1024)?.stageId === 'HOLD')
    await second.close()
  })

  it('begins anew on a reset, as the same portal', async () => {
    const house = await openPortal()
    await house.install()
    await house.site('lead.move', { id: 1024, stageId: 'JUNK' })
    const { memberId } = house.portal.state
    await house.site('reset', {})
    expect(house.portal.state.installation).toBeNull()
    expect(house.portal.state.memberId).toBe(memberId)
    expect(await house.site('lead.show', { id: 1024 })).toMatchObject({ stageId: 'VISIT', tabs: [] })
    expect((await house.call('profile')).status).toBe(401)
    await house.close()
  })

  it('takes nothing from pages of other origins, and survives nonsense', async () => {
    const house = await openPortal({ limits: false })
    const state = `${house.portal.url}/site/api/state.show`
    expect((await fetch(state, { method: 'POST', headers: { origin: 'http://127.0.0.1:9' }, body: '{}' })).status).toBe(403)
    expect((await fetch(state, { method: 'POST', headers: { origin: house.portal.url }, body: '{}' })).status).toBe(200)
    await expect(house.site('no.such' as 'reset', {})).rejects.toThrow('404')
    for (const path of ['/%', '/rest/', '/rest/%E0%A4%A', '/oauth/', '/..%2f..%2fpackage.json', '//'])
      expect((await fetch(house.portal.url + path)).status).toBeLessThan(504)
    expect(
      (await fetch(`${house.portal.url}/rest/batch`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"cmd":' })).status,
    ).toBe(401)
    await house.close()
  })
})

describe('faults', () => {
  it('lose answers of what was done, refuse before it is done, break off in the middle, cut and delay', async () => {
    const house = await openPortal({ limits: false, requestCapMs: 50 })
    await house.install()
    const made = () => house.portal.state.records.filter((record) => record.title === 'x').length
    const one = 'crm.item.add?entityTypeId=4&fields[title]=x'
    let what: Parameters<typeof house.portal.intercept>[0] = () => undefined
    const stop = house.portal.intercept((about) => what(about))

    what = () => ({ kind: 'lose_answer' })
    await expect(house.batch({ a: one })).rejects.toThrow()
    expect(made()).toBe(1)
    what = () => ({ kind: 'drop' })
    await expect(house.batch({ a: one })).rejects.toThrow()
    expect(made()).toBe(1)
    what = ({ writes }) => (writes ? { kind: 'abort_after', commands: 2 } : undefined)
    await expect(house.batch({ a: one, b: one, c: one }, 1)).rejects.toThrow()
    expect(made()).toBe(3)
    what = () => ({ kind: 'cut_answer' })
    await expect(house.batch({ a: one })).rejects.toThrow(SyntaxError)
    expect(made()).toBe(4)
    what = () => ({ kind: 'delay', milliseconds: 60 })
    await expect(house.batch({ a: one })).rejects.toThrow(SyntaxError)
    expect(house.portal.requests.at(-1)).toMatchObject({ status: 504, commands: ['crm.item.add'] })
    expect(made()).toBe(5)
    stop()

    house.portal.fault('answer_503', true)
    const answers = [await house.call('scope'), await house.call('scope'), await house.call('scope').catch(() => 'html')]
    expect(answers.at(-1)).toBe('html')
    house.portal.fault('answer_503', false)
    house.portal.fault('limit_exhausted', true)
    expect(await house.call('scope')).toMatchObject({ status: 503, body: { error: 'QUERY_LIMIT_EXCEEDED' } })
    expect((await house.site('state.show', {})).faults).toEqual(['limit_exhausted'])
    await house.close()
  })

  it('and everything else is seen in the inspector, without a token', async () => {
    const house = await openPortal()
    await house.install()
    await house.batch({ me: 'profile', task: 'tasks.task.add?fields[TITLE]=t&fields[RESPONSIBLE_ID]=4' })
    const { calls, bucket, operating } = await house.site('inspector.show', { search: '' })
    expect(calls[0]).toMatchObject({
      method: 'batch',
      summary: 'запись: 2 команды',
      status: 200,
      commands: [
        { key: 'me', method: 'profile' },
        { key: 'task', method: 'tasks.task.add' },
      ],
    })
    expect(bucket).toEqual({ level: 1, limit: 50, drainPerSecond: 2 })
    expect(operating[0]).toMatchObject({ method: 'tasks.task.add', limit: 480 })
    expect(JSON.stringify(calls)).not.toContain(house.token)
    expect((await house.site('inspector.show', { search: 'nothing like it' })).calls).toEqual([])
    await house.close()
  })
})
