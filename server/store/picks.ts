/** Who was picked in which direction, for which client, and as the main manager: what turns, decks, loads and limits are counted from. */
import type { Distribution } from '../../domain/distribution.ts'
import type { DirectionId, MemberId, UserId } from '../../domain/ids.ts'
import { byId, type Deck } from '../../domain/pick.ts'
import type { Db } from './open.ts'

export function picksIn(db: Db) {
  const ofDirection = (memberId: MemberId, direction: DirectionId) => db.selectFrom('picks').where('member_id', '=', memberId).where('direction_id', '=', direction)

  async function last(memberId: MemberId, direction: DirectionId): Promise<UserId | null> {
    const row = await ofDirection(memberId, direction).where('drawn', '=', 1).select('user_id').orderBy('decided_at', 'desc').orderBy('run_id', 'desc').limit(1).executeTakeFirst()
    return row ? (row.user_id as UserId) : null
  }

  async function deck(memberId: MemberId, direction: DirectionId): Promise<Deck | null> {
    const { round } = await ofDirection(memberId, direction).select((s) => s.fn.max('round').as('round')).executeTakeFirstOrThrow()
    if (round === null) return null
    const rows = await ofDirection(memberId, direction).select('user_id').where('round', '=', round).orderBy('decided_at').orderBy('run_id').execute()
    return { round: Number(round), hadTurn: rows.map((row) => row.user_id as UserId) }
  }

  /** What each of the directions has; those that have nothing are left out. */
  async function each<T>(directions: readonly DirectionId[], find: (direction: DirectionId) => Promise<T | null>): Promise<Map<DirectionId, T>> {
    const found = new Map<DirectionId, T>()
    for (const direction of directions) {
      const one = await find(direction)
      if (one !== null) found.set(direction, one)
    }
    return found
  }

  return {
    /** Writes anew what this distribution has picked; heads and reserves who stepped in have no turn and no load from it. */
    async write(memberId: MemberId, { id, runId, decidedAt, draw, clients, undone }: Distribution): Promise<void> {
      for (const table of ['picks', 'client_managers', 'mains'] as const) await db.deleteFrom(table).where('member_id', '=', memberId).where('distribution_id', '=', id).execute()
      // Turns of what was undone are given back.
      if (undone) return
      const of = { member_id: memberId, distribution_id: id, decided_at: decidedAt }
      const served = draw.directions.flatMap((one) => (one.picked === null ? [] : [{ ...one, picked: one.picked }]))
      const rows = served
        .filter(({ fallback }) => !fallback)
        .map(({ directionId, picked, by, deck: from }) => ({ ...of, direction_id: directionId, run_id: runId, user_id: picked, ...(by === 'draw' ? { drawn: 1, round: from?.round ?? null } : { drawn: 0, round: null }) }))
      if (rows.length > 0) await db.insertInto('picks').values(rows).execute()
      // A deputy stands in once: the client stays with whoever they stood in for.
      const known = served.flatMap(({ directionId, picked, standsFor }) => clients.map((client) => ({ ...of, client, direction_id: directionId, user_id: standsFor ?? picked })))
      if (known.length > 0) await db.insertInto('client_managers').values(known).execute()
      for (const { directionId, added } of draw.policy === 'least_loaded' && draw.catchUp !== null ? draw.directions : []) {
        const record = JSON.stringify(added)
        await db
          .insertInto('missed')
          .values({ member_id: memberId, direction_id: directionId, decided_at: decidedAt, record })
          // Written anew by an older distribution, it stays as a later draw has left it.
          .onConflict((conflict) => conflict.columns(['member_id', 'direction_id']).doUpdateSet({ decided_at: decidedAt, record }).where('missed.decided_at', '<=', decidedAt))
          .execute()
      }
      if (draw.mainManager !== null) await db.insertInto('mains').values({ ...of, user_id: draw.mainManager }).execute()
    },

    last: (memberId: MemberId, directions: readonly DirectionId[]): Promise<Map<DirectionId, UserId>> => each(directions, (one) => last(memberId, one)),

    /** For how many directions everybody was drawn since that moment; nobody's nothing is left out. */
    async counts(memberId: MemberId, since: number): Promise<Map<UserId, number>> {
      const rows = await db
        .selectFrom('picks')
        .select(['user_id', (s) => s.fn.countAll<number>().as('count')])
        .where('member_id', '=', memberId)
        .where('decided_at', '>=', since)
        .groupBy('user_id')
        .execute()
      return new Map(rows.map(({ user_id, count }) => [Number(user_id) as UserId, Number(count)]))
    },

    /** When everybody was given a client since that moment, in any direction. */
    async moments(memberId: MemberId, since: number): Promise<Map<UserId, number[]>> {
      const rows = await db.selectFrom('picks').select(['user_id', 'decided_at']).where('member_id', '=', memberId).where('decided_at', '>=', since).execute()
      const found = new Map<UserId, number[]>()
      for (const { user_id, decided_at } of rows) found.set(Number(user_id) as UserId, [...(found.get(Number(user_id) as UserId) ?? []), Number(decided_at)])
      return found
    },

    /** Who serves a client since that moment: the latest in each direction, under whatever of its hashes. */
    async serving(memberId: MemberId, clients: readonly string[], since: number): Promise<Map<DirectionId, { readonly userId: UserId; readonly at: number }>> {
      const found = new Map<DirectionId, { readonly userId: UserId; readonly at: number }>()
      if (clients.length === 0) return found
      const rows = await db
        .selectFrom('client_managers')
        .select(['direction_id', 'user_id', 'decided_at'])
        .where('member_id', '=', memberId)
        .where('client', 'in', [...clients])
        .where('decided_at', '>=', since)
        .orderBy('decided_at')
        .orderBy('distribution_id')
        .execute()
      for (const { direction_id, user_id, decided_at } of rows) found.set(direction_id as DirectionId, { userId: Number(user_id) as UserId, at: Number(decided_at) })
      return found
    },

    /** How often everybody was the main manager since that moment, and who was the last time, whenever. */
    async mains(memberId: MemberId, since: number): Promise<{ readonly times: Map<UserId, number>; readonly last: UserId | null }> {
      const ofPortal = () => db.selectFrom('mains').where('member_id', '=', memberId)
      const rows = await ofPortal().select(['user_id', (s) => s.fn.countAll<number>().as('count')]).where('decided_at', '>=', since).groupBy('user_id').execute()
      const row = await ofPortal().select('user_id').orderBy('decided_at', 'desc').orderBy('distribution_id', 'desc').limit(1).executeTakeFirst()
      return { times: new Map(rows.map(({ user_id, count }) => [Number(user_id) as UserId, Number(count)])), last: row ? (Number(row.user_id) as UserId) : null }
    },

    /** Who was the main manager when since that moment, oldest first. */
    async mainMoments(memberId: MemberId, since: number): Promise<{ readonly userId: UserId; readonly at: number }[]> {
      const rows = await db.selectFrom('mains').select(['user_id', 'decided_at']).where('member_id', '=', memberId).where('decided_at', '>=', since).orderBy('decided_at').orderBy('distribution_id').execute()
      return rows.map(({ user_id, decided_at }) => ({ userId: Number(user_id) as UserId, at: Number(decided_at) }))
    },

    /** What is added to loads, as each direction's last draw has left it; none yet: left out. */
    missed: (memberId: MemberId, directions: readonly DirectionId[]): Promise<Map<DirectionId, ReadonlyMap<UserId, number>>> =>
      each(directions, async (one) => {
        const row = await db.selectFrom('missed').select('record').where('member_id', '=', memberId).where('direction_id', '=', one).executeTakeFirst()
        return row ? byId(JSON.parse(row.record) as Record<string, number>) : null
      }),

    decks: (memberId: MemberId, directions: readonly DirectionId[]): Promise<Map<DirectionId, Deck>> => each(directions, (one) => deck(memberId, one)),
  }
}
