/** The portal's door: addresses, errors, limits, chance and small pure parts. */
import { describe, expect, it } from 'vitest'
import { verify } from '../../server/ingest/verify.ts'
import { addressProblem, isInner } from '../../server/portal/address.ts'
import { errorOf } from '../../server/portal/errors.ts'
import { createLimiter } from '../../server/portal/limiter.ts'
import { base32, hashOf, newRunId, chanceOf, periodAt, sha256 } from '../../server/runs/chance.ts'
import { documentOf } from '../../server/runs/decide.ts'
import { pauseAfter } from '../../server/runs/retry.ts'
import { Direction } from '../../domain/direction.ts'
import { stem, suggestDirections } from '../../server/api/suggest.ts'
import { readConfig } from '../../server/config.ts'

describe('an address', () => {
  it.each([
    ['http://portal.example.com/rest/', 'not https'],
    ['https://portal.example.com:8443/rest/', 'not port 443'],
    ['https://127.0.0.1/rest/', 'a number instead of a name'],
    ['https://[::1]/rest/', 'a number instead of a name'],
    ['https://2130706433/rest/', 'a number instead of a name'],
    ['https://localhost/rest/', 'not a public name'],
    ['https://box.local/rest/', 'not a public name'],
    ['https://user@portal.example.com/', 'credentials in the address'],
    ['file:///etc/passwd', 'not https'],
    ['nonsense', 'not an address'],
    ['https://portal.example.com/rest/', null],
  ])('%s: %s', (url, problem) => {
    expect(addressProblem(url, false)).toBe(problem)
  })

  it('may be local in development only', () => {
    expect(addressProblem('http://localhost:4200/rest/', true)).toBeNull()
    expect(addressProblem('file:///x', true)).not.toBeNull()
  })

  it('that a name leads to is inner or not', () => {
    for (const inner of ['10.1.2.3', '127.0.0.1', '169.254.169.254', '192.168.1.1', '172.20.0.1', '0.0.0.0', '::1', '::ffff:10.0.0.1', 'fd00::1', 'fe80::1', 'fec0::1', '::ffff:7f00:1', '2002:7f00:1::', '2001:0:1::', '64:ff9b:1::1', '203.0.113.7', 'garbage']) expect(isInner(inner), inner).toBe(true)
    for (const outer of ['8.8.8.8', '172.32.0.1', '2a00:1450:4001::1']) expect(isInner(outer), outer).toBe(false)
  })
})

describe('an error of a portal', () => {
  it.each([
    [503, { error: 'QUERY_LIMIT_EXCEEDED' }, 'later', 'no'],
    [429, { error: 'OPERATION_TIME_LIMIT' }, 'later', 'no'],
    [503, { error: 'OVERLOAD_LIMIT' }, 'later', 'no'],
    [401, { error: 'expired_token' }, 'token', 'no'],
    [302, null, 'token', 'no'],
    [403, { error: 'PORTAL_DELETED' }, 'gone', 'no'],
    [403, { error: 'insufficient_scope' }, 'refused', 'no'],
    [400, { error: '', error_description: 'Access denied.' }, 'refused', 'no'],
    [500, { error: 'INTERNAL_SERVER_ERROR' }, 'later', 'perhaps'],
    [502, null, 'later', 'perhaps'],
    [200, { error: 'ERROR_PLACEMENT_MAX_COUNT' }, 'refused', 'no'],
    [404, { error: 'ERROR_METHOD_NOT_FOUND' }, 'broken', 'no'],
  ])('%d %j is %s', (status, body, kind, executed) => {
    expect(errorOf(status, body)).toMatchObject({ kind, executed })
  })

  it('is none where there is a result', () => {
    expect(errorOf(200, { result: [] })).toBeNull()
  })
})

describe('the limiter', () => {
  const make = () => {
    const clock = { now: 1_000_000, slept: 0 }
    const limiter = createLimiter(() => clock.now, async (ms) => void ((clock.now += ms), (clock.slept += ms)))
    return { clock, limiter }
  }

  it('lets a burst through and then two a second', async () => {
    const { clock, limiter } = make()
    for (let index = 0; index < 48; index++) await limiter.enter('p', [])
    expect(clock.slept).toBe(0)
    for (let index = 0; index < 20; index++) await limiter.enter('p', [])
    expect(clock.slept).toBeGreaterThanOrEqual(9900)
    expect(clock.slept).toBeLessThanOrEqual(10_100)
    const before = clock.slept
    await limiter.enter('another', [])
    expect(clock.slept).toBe(before)
  })

  it('stays away longer each time the portal says so, and asks at once after a good answer', async () => {
    const { clock, limiter } = make()
    expect(limiter.refused('p', 'QUERY_LIMIT_EXCEEDED', null) - clock.now).toBe(1000)
    await expect(limiter.enter('p', [])).rejects.toMatchObject({ kind: 'later', executed: 'no', again: clock.now + 1000 })
    expect(limiter.refused('p', 'QUERY_LIMIT_EXCEEDED', null) - clock.now).toBe(2000)
    clock.now += 2000
    await limiter.enter('p', [])
    limiter.answered('p', [])
    expect(limiter.refused('p', 'QUERY_LIMIT_EXCEEDED', null) - clock.now).toBe(1000)
  })

  // Shows: flood or neighbour × read
  it('gives pages a share, and one person a part of it: runs and others go on beside a flood', async () => {
    let now = 1_000_000
    const limiter = createLimiter(() => now, () => Promise.resolve())
    const asked = async (person: string | null, times: number): Promise<number> =>
      (await Promise.allSettled(Array.from({ length: times }, () => limiter.enter('p', [], person)))).filter(({ status }) => status === 'fulfilled').length
    const first = await asked('one', 1000)
    expect(first).toBeLessThan(40)
    expect(await asked('two', 1000)).toBeGreaterThanOrEqual(6)
    expect(await asked(null, 5)).toBe(5)
    await expect(limiter.enter('p', [], 'one')).rejects.toMatchObject({ kind: 'later', code: 'PAGE_SHARE', executed: 'no' })
    // Ten minutes of it, on a portal whose runs take whatever they get.
    let [pages, others, runs, free, waits] = [0, 0, 0, 0, 0]
    const portal = createLimiter(() => now, (ms) => Promise.resolve(void (waits = ms)))
    const flood = (person: string) => portal.enter('p', [], person).then(() => 1, () => 0)
    for (const end = now + 600_000; now < end; now += 100) {
      for (let times = 0; times < 20; times++) pages += await flood('one')
      if (now % 5000 === 0) others += await flood('two')
      if (now < free) continue
      waits = 0
      await portal.enter('p', [])
      free = now + waits
      runs++
    }
    expect(runs).toBeGreaterThan(0.7 * 1200)
    expect(pages + others).toBeGreaterThan(0.15 * 1200)
    expect(others).toBe(120)
  })

  it('leaves a quiet portal to its pages', async () => {
    const { clock, limiter } = make()
    let asked = 0
    for (const end = clock.now + 600_000; clock.now < end; clock.now += 100) {
      for (const person of ['one', 'two', 'three']) asked += await limiter.enter('p', [], person).then(() => 1, () => 0)
    }
    expect(asked).toBeGreaterThan(0.95 * 1200)
  })

  // Shows: limit of operating time × read
  it('shuts one method until its budget is reset, and no other', async () => {
    const { clock, limiter } = make()
    limiter.answered('p', [{ method: 'crm.item.add', seconds: 1, at: clock.now, resetAt: clock.now + 5000 }])
    expect(limiter.refused('p', 'OPERATION_TIME_LIMIT', 'crm.item.add')).toBe(clock.now + 5000)
    await expect(limiter.enter('p', ['profile', 'crm.item.add'])).rejects.toMatchObject({ code: 'OPERATION_TIME_LIMIT', again: clock.now + 5000 })
    await limiter.enter('p', ['profile'])
    clock.now += 5000
    await limiter.enter('p', ['crm.item.add'])
  })
})

describe('chance', () => {
  const key = () => Buffer.alloc(32, 3)
  const member = 'memberidofportalone' as never

  it('is the same for the same draw from the same pool in the same period, and independent for another', () => {
    const words = (draw: string, pool: string, moment = 0) => {
      const { random } = chanceOf(periodAt(key, member, 1000, moment), moment)(draw, pool)
      return Array.from({ length: 40 }, () => random.below(1_000_000))
    }
    expect(words('a', 'pool')).toEqual(words('a', 'pool', 999))
    expect(words('a', 'pool')).not.toEqual(words('b', 'pool'))
    expect(words('a', 'pool')).not.toEqual(words('a', 'other'))
    expect(words('a', 'pool')).not.toEqual(words('a', 'pool', 1000))
  })

  it('has a secret a week from Monday on, and publishes its hash', () => {
    const week = 7 * 86_400_000
    const { from, until, secret, commitment } = periodAt(key, member, week, Date.UTC(2026, 10, 25, 13))
    expect([from, until]).toEqual([Date.UTC(2026, 10, 23), Date.UTC(2026, 10, 30)])
    expect(commitment).toBe(sha256(Buffer.from(secret, 'hex')))
    expect(periodAt(key, 'memberidofportaltwo' as never, week, from).secret).not.toBe(secret)
  })

  it('hashes in base32 as RFC 4648 writes it', () => {
    expect(base32(Buffer.from('foobar'))).toBe('mzxw6ytboi')
    expect(base32(Buffer.from('fooba'))).toBe('mzxw6ytb')
    expect(hashOf(member, 'x')).toMatch(/^[a-z2-7]{26}$/)
    expect(hashOf(member, 'x')).not.toBe(hashOf('memberidofportaltwo' as never, 'x'))
  })

  it('numbers runs in order of arrival, also when the clock is set back', () => {
    const ids = [5000, 5000, 5001, 4000, 6000].map((now) => newRunId(1_790_000_000_000 + now))
    expect([...ids].sort()).toEqual(ids)
    for (const id of ids) expect(id).toMatch(/^run_[a-z0-9]{8,40}$/)
  })
})

describe('small parts', () => {
  it('verify an application token', () => {
    expect(verify(sha256('token'), 'token')).toBe('ok')
    expect(verify(sha256('token'), 'other')).toBe('forged')
    expect(verify(null, 'token')).toBe('forged')
    expect(verify(undefined, 'token')).toBe('unknown_portal')
    expect(verify(undefined, 'nobody')).toBe('unknown_portal')
    expect(verify(null, 'nobody')).toBe('forged')
  })

  it('read documents as a portal writes them', () => {
    expect(documentOf('LEAD_12')).toEqual({ kind: 'lead', id: 12 })
    expect(documentOf('DEAL_1')).toEqual({ kind: 'deal', id: 1 })
    for (const other of ['CONTACT_1', 'LEAD_', 'LEAD_0', 'lead_1', 'LEAD_1x', 'constructor_1']) expect(documentOf(other)).toBeNull()
  })

  it('pause longer and longer, never more than a minute', () => {
    expect([0, 1, 2, 5, 6, 100].map(pauseAfter)).toEqual([1000, 2000, 4000, 32_000, 60_000, 60_000])
  })

  it('suggest a name that a direction can have, however long the portal’s own is', () => {
    const long = 'Сантехника '.repeat(20)
    const person = { id: 1, name: '', position: '', timeZone: null, departments: [2], active: true, everActive: true } as never
    const directory = { departments: [{ id: 2, name: long, parentId: null, headId: null }], people: [person], readAt: 0 } as never
    const [suggested] = suggestDirections(directory, [{ id: 1, name: long, stages: [{ id: 'C1:NEW', name: 'New', color: null, semantics: null }] }] as never, [])
    expect(Direction.shape.name.safeParse(suggested?.name).success).toBe(true)
  })

  it('see one name in «Отдел сантехники» and «Сантехника»', () => {
    expect(stem('Отдел сантехники')).toBe(stem('Сантехника'))
    expect(stem('Roofing department')).toBe(stem('Roofing'))
    expect(stem('Отдел')).toBe('')
  })
})

describe('the configuration', () => {
  const fine = { CLIENT_ID: 'a', CLIENT_SECRET: 'b', SEAL_KEY: Buffer.alloc(32).toString('base64') }

  it('has sensible defaults', () => {
    expect(readConfig(fine)).toMatchObject({ port: 4300, host: '127.0.0.1', appUrl: null, dataDir: './data', requestCapMs: 60_000, graceMs: 75_000, allowLocalPortals: false })
    expect(readConfig({ ...fine, APP_URL: 'https://app.example.test/' }).appUrl).toBe('https://app.example.test')
  })

  it.each([
    [{ CLIENT_ID: undefined }, 'CLIENT_ID'],
    [{ SEAL_KEY: 'short' }, 'SEAL_KEY must be 32 random bytes'],
    [{ PORT: 'x' }, 'PORT must be a whole number'],
    [{ APP_URL: 'ftp://x' }, 'APP_URL must be an http(s) address'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of'],
    [{ OAUTH_TOKEN_URLS: 'x' }, 'OAUTH_TOKEN_URLS'],
    [{ ALLOW_LOCAL_PORTALS: 'yes' }, 'ALLOW_LOCAL_PORTALS must be 1 or 0'],
    [{ GRACE_MS: '1000' }, 'GRACE_MS must be longer'],
  ])('says what is wrong: %j', (wrong, sentence) => {
    expect(() => readConfig({ ...fine, ...wrong })).toThrow(sentence)
  })
})
