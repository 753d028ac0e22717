/** Installing, taking over, updating and leaving: only what is proved counts, and a token lives as long as it can be refreshed. */
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptSuggestions, install, openHouse, until, type House, type Person } from '../house.ts'

let house: House
let administrator: Person
let representative: Person
beforeAll(async () => {
  house = await openHouse({ portal: { limits: false } })
  administrator = house.as(1)
  representative = house.as(2)
})
afterAll(() => house.close())

const post = (path: string, form: Record<string, string>) => fetch(`${house.appUrl}${path}`, { method: 'POST', body: new URLSearchParams(form) })
const ticketOf = async (answer: Response): Promise<string> => {
  const json = /<script type="application\/json" id="context">([\s\S]*?)<\/script>/.exec(await answer.text())?.[1] ?? '{}'
  return (JSON.parse(json) as { ticket?: string }).ticket ?? ''
}
const ended = async (ticket: string) => {
  let last = await administrator.app('install.progress', { ticket })
  await until('the installation has ended', async () => {
    last = await administrator.app('install.progress', { ticket })
    return last.state === 'done' || last.state === 'failed'
  })
  return last
}

describe('an installation', () => {
  // Shows: process killed × install
  it.each(['after_proof', 'before_commit', 'after_intent', 'after_send', 'before_finish'])('that is killed at %s goes on after a restart', async (point) => {
    if (house.portal.state.installation) await administrator.site('market.uninstall', { clean: true })
    await house.stopApp()
    await house.startApp({ CRASH_AT: point })
    await administrator.site('market.install', {})
    await house.appGone()
    await house.startApp()
    const { context, frame } = await administrator.open()
    expect(await ended(context.ticket ?? '')).toMatchObject({ state: 'done', problem: null })
    await administrator.site('frame.installFinish', { appSid: frame.appSid, finished: true })
    const shown = await administrator.app('installation.show', {})
    expect([...shown.robots, ...shown.placements, ...shown.events].every(({ registered }) => registered)).toBe(true)
    expect(shown.installedBy).toMatchObject({ id: 1 })
    expect(shown.directory?.people).toBeGreaterThan(10)
  })

  it('by somebody who is no administrator is refused and changes nothing', async () => {
    const { frame } = await representative.open()
    const ticket = await ticketOf(await post('/app/install', frame.form))
    expect(await ended(ticket)).toMatchObject({ state: 'failed', problem: 'not_administrator' })
    expect((await administrator.app('installation.show', {})).installedBy).toMatchObject({ id: 1 })
  })

  it('claimed for another portal is refused', async () => {
    const { frame } = await administrator.open()
    const ticket = await ticketOf(await post('/app/install', { ...frame.form, member_id: 'anotherportalaltogether' }))
    expect(await ended(ticket)).toMatchObject({ state: 'failed', problem: 'other_portal' })
  })

  // Shows: delivered twice × install
  it('posted again is the same one', async () => {
    const { frame } = await administrator.open()
    const first = await ticketOf(await post('/app/install', frame.form))
    expect(await ended(first)).toMatchObject({ state: 'done' })
    expect(await ended(await ticketOf(await post('/app/install', frame.form)))).toMatchObject({ state: 'done' })
  })

  it('cannot be begun without end by a stranger', async () => {
    const attempts = await Promise.all(
      Array.from({ length: 30 }, (_, index) => post('/app/install', { member_id: house.portal.memberId, REFRESH_ID: `forged-${index}`, APPLICATION_TOKEN: 'x' }).then(({ status }) => status)),
    )
    expect(attempts.every((status) => status === 200 || status === 429)).toBe(true)
    expect((await administrator.app('installation.show', {})).token).toBe('valid')
  })
})

describe('our pages', () => {
  it('may be framed by the installed portal only, whatever domain is posted', async () => {
    const { frame } = await administrator.open()
    const policy = async (path: string, form: Record<string, string>) => {
      const answer = await post(`${path}?DOMAIN=evil.example.test&PROTOCOL=1`, form)
      expect(answer.headers.get('x-frame-options')).toBeNull()
      const text = answer.headers.get('content-security-policy') ?? ''
      expect(text).toContain("script-src 'self';")
      return /frame-ancestors ([^;]+)/.exec(text)?.[1]
    }
    expect(await policy('/app/panel', frame.form)).toBe(house.portal.url)
    expect(await policy('/app/panel', { ...frame.form, member_id: 'anotherportalaltogether' })).toBe('https://evil.example.test')
    expect((await fetch(`${house.appUrl}/app/panel`, { method: 'HEAD' })).status).toBe(200)
    // The bare address, as somebody types it: a page in the browser's language, framed by nobody.
    const bare = await fetch(`${house.appUrl}/`, { headers: { 'Accept-Language': 'ru-RU,ru;q=0.9' } })
    expect(bare.status).toBe(200)
    expect(bare.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await bare.text()).toContain('"language":"ru"')
    expect((await fetch(`${house.appUrl}/app/install`, { method: 'HEAD' })).status).toBe(200)
  })

  it('and every other answer are taken for nothing but what they say they are, tell nobody where they were read, and are kept by nobody', async () => {
    for (const [path, method] of [['/app/panel', 'GET'], ['/api/journal.list', 'POST'], ['/api/nothing', 'GET'], ['/healthz', 'GET'], ['/nothing', 'GET'], ['/visit/x', 'GET'], ['/visit/worker.js', 'GET'], ['/hook/event', 'GET'], ['/hook/event', 'POST'], ['/hook/nothing', 'POST'], ['/metrics', 'GET'], ['/readyz', 'GET']] as const) {
      const { headers } = await fetch(house.appUrl + path, { method })
      expect([headers.get('x-content-type-options'), headers.get('referrer-policy'), headers.get('permissions-policy')], path).toEqual(['nosniff', 'no-referrer', expect.stringContaining('geolocation=(self)')])
      if (method === 'POST' || path.startsWith('/app') || path === '/visit/x') expect(headers.get('cache-control'), path).toBe('no-store')
    }
  })

  // Shows: flood or neighbour × page
  it('are refused in a flood of large and slow bodies, calls are taken beside it, and pages are there when it is gone', async () => {
    const [large, small] = [2 * 1024 * 1024, 256 * 1024]
    const page = async (path: string, text = '') => (await post(path, { member_id: house.portal.memberId, text })).status
    const robotPage = () => page('/app/robot-settings', 'x'.repeat(2 * small))
    const { hostname, port } = new URL(house.appUrl)
    const begin = (bytes: number) => {
      const one = request({ hostname, port, method: 'POST', path: '/app/robot-settings', headers: { 'Content-Length': bytes } }, (answer) => answer.resume())
      one.on('error', () => undefined)
      one.write(Buffer.alloc(bytes - 1, 'x'))
      return one
    }
    const slow = Array.from({ length: 31 }, () => begin(large))
    // Smaller ones for what they have left.
    await until('there is no room', async () => {
      slow.push(...Array.from({ length: 8 }, () => begin(small)))
      return (await robotPage()) === 503
    })
    const asked = await fetch(`${house.appUrl}/api/visit.open`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ token: 'x', language: 'en', device: null }) })
    expect([await page('/hook/event'), asked.status]).toEqual([400, 200])
    for (const one of slow) one.destroy()
    await until('there is room again', async () => (await robotPage()) === 200)
  })

  it('cannot be broken out of by what is posted', async () => {
    const answer = await post('/app/visit', { member_id: house.portal.memberId, PLACEMENT: 'CRM_LEAD_DETAIL_TAB', PLACEMENT_OPTIONS: '{"ID":"12</script><script>"}' })
    expect(await answer.text()).not.toContain('</script><script>"')
  })
})

describe('a token', () => {
  // Shows: two at once × refresh, token expired × read
  it('that has expired is refreshed once, however many ask at the same time', async () => {
    const session = await administrator.app('directory.refresh', {})
    house.portal.advance(2 * 3_600_000)
    const fresh = house.as(1)
    await fresh.app('settings.show', {})
    const before = house.portal.state.tokens.map(({ access }) => access)
    const answers = await Promise.all(Array.from({ length: 8 }, () => fresh.app('directory.refresh', {})))
    for (const answer of answers) expect(answer).toMatchObject({ people: session.people })
    expect(house.portal.state.tokens.filter(({ access }) => !before.includes(access))).toHaveLength(1)
  })
})

describe('an update of the app', () => {
  it('registers everything again, since the portal drops it', async () => {
    await administrator.site('market.update', {})
    const { context, frame } = await administrator.open()
    expect(await ended(context.ticket ?? '')).toMatchObject({ state: 'done' })
    await administrator.site('frame.installFinish', { appSid: frame.appSid, finished: true })
    const shown = await house.as(1).app('installation.show', {})
    expect([...shown.robots, ...shown.placements, ...shown.events].every(({ registered }) => registered)).toBe(true)
    expect(await house.as(1).app('installation.mend', {})).toEqual({ registered: 0 })
  })
})

describe('leaving', () => {
  const gone = (person: Person) => until('the portal is gone', () => person.app('directions.list', {}).then(() => false, (error: Error) => error.message.includes('not_installed')))

  // Shows: portal leaves × call, portal leaves × page
  it('wipes tokens and answers nobody, and a new installation finds what was set up', async () => {
    const names = (await acceptSuggestions(house.as(1))).map(({ name }) => name)
    const person = house.as(1)
    await person.app('directions.list', {})
    await administrator.site('market.uninstall', { clean: false })
    await gone(person)
    await install(administrator)
    expect((await house.as(1).app('directions.list', {})).directions.map(({ name }) => name)).toEqual(names)
  })

  // Shows: portal leaves × install
  it('that is told late, after a new installation, is not believed', async () => {
    const { frame } = await administrator.open()
    const told = (ts: number) =>
      post('/hook/event', {
        event: 'ONAPPUNINSTALL',
        ts: String(ts),
        'data[CLEAN]': '1',
        'auth[member_id]': house.portal.memberId,
        'auth[application_token]': frame.form['APPLICATION_TOKEN'] ?? '',
      })
    expect((await told(Math.floor(Date.now() / 1000) - 600)).status).toBe(200)
    await until('it was looked into', () => house.appLog().includes('told late'))
    expect((await house.as(1).app('directions.list', {})).directions.length).toBeGreaterThan(0)
    expect((await house.as(1).app('installation.show', {})).token).toBe('valid')
  })

  it('for a portal that starts over leaves nothing either: its leads begin with the same numbers', async () => {
    const person = house.as(1)
    await person.app('directions.list', {})
    await administrator.site('reset', {})
    await gone(person)
    await install(administrator)
    expect((await house.as(1).app('directions.list', {})).directions).toEqual([])
    await acceptSuggestions(house.as(1))
  })

  it('with the wish to erase leaves nothing', async () => {
    const person = house.as(1)
    await person.app('directions.list', {})
    await administrator.site('market.uninstall', { clean: true })
    await gone(person)
    await install(administrator)
    expect((await house.as(1).app('directions.list', {})).directions).toEqual([])
    expect((await house.as(1).app('journal.list', {})).rows.every(({ kind }) => kind === 'install')).toBe(true)
  })
})
