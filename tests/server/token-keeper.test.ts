/** Pairs of tokens whose exchange is overtaken: a pair that the OAuth server gave is never lost for one that is spent. */
import { expect, it, vi } from 'vitest'
import type { MemberId, UserId } from '../../domain/ids.ts'
import type { OAuthAnswer } from '../../server/portal/oauth.ts'
import { createTokenKeeper, type TokenKeeper } from '../../server/portal/token.ts'
import { createSeal } from '../../server/seal.ts'
import { openDatabase } from '../../server/store/open.ts'
import { createStore } from '../../server/store/store.ts'

const memberId = 'memberidofportalone' as MemberId
const endpoint = 'https://one.example.test/rest/'
const userId = 1 as UserId

/** An installation with the pair `a1`, `r1`; `during` happens between the OAuth server's answer and its being written down. */
async function keeping(during: (keeper: TokenKeeper) => Promise<unknown>) {
  const store = createStore(await openDatabase({ dataDir: ':memory:', databaseUrl: null, leaseMs: 1000 }), createSeal(Buffer.alloc(32, 7)))
  const proof = { memberId, clientEndpoint: endpoint, oauthUrl: 'https://oauth.example.test/', scope: [], language: null, personLanguage: null, version: '1', installedBy: userId, applicationTokenHash: 'h' }
  await store.portals.install({ ...proof, tokens: { access: 'a1', refresh: 'r1', expires: 1, userId } }, 1)
  const refresh = vi.fn(async (_: string, spent: string): Promise<OAuthAnswer> => {
    await during(keeper)
    return { memberId, clientEndpoint: endpoint, scope: [], access: `after ${spent}`, refresh: 'r2', expires: 3_600_000, userId }
  })
  const keeper: TokenKeeper = createTokenKeeper({ store, oauth: { refresh }, allowLocalPortals: false, leaseMs: 1000, sleep: async () => undefined, now: () => 1000 })
  return { keeper, refresh, kept: async () => (await store.portals.get(memberId))?.tokens }
}

it('a call without a refresh token that is taken in between does not bring the spent one back', async () => {
  const { keeper, kept } = await keeping((other) => other.adopt(memberId, { access: 'of a call', refresh: null, expires: 2000, userId }))
  expect((await keeper.newerThan(memberId, 1)).tokens).toMatchObject({ access: 'after r1', refresh: 'r2' })
  expect(await kept()).toMatchObject({ access: 'after r1', refresh: 'r2' })
})

it('a whole pair that is taken in between stays: it is as good', async () => {
  const { keeper, kept } = await keeping((other) => other.adopt(memberId, { access: 'of a call', refresh: 'of a call too', expires: 2000, userId }))
  expect((await keeper.newerThan(memberId, 1)).tokens).toMatchObject({ access: 'of a call', refresh: 'of a call too' })
  expect(await kept()).toMatchObject({ refresh: 'of a call too' })
})

it('asked for by several at one time, it is exchanged once', async () => {
  const { keeper, refresh } = await keeping(async () => undefined)
  const all = await Promise.all([keeper.newerThan(memberId, 1), keeper.newerThan(memberId, 1), keeper.newerThan(memberId, 1)])
  expect(all.map(({ tokens }) => tokens.refresh)).toEqual(['r2', 'r2', 'r2'])
  expect(refresh).toHaveBeenCalledTimes(1)
})
