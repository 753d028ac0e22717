/** Who was drawn in which direction: what turns, decks and loads are counted from. */
import type { Distribution } from '../../domain/distribution.ts'
import type { DirectionId, MemberId, UserId } from '../../domain/ids.ts'
import type { Deck } from '../../domain/pick.ts'
import type { Db } from './open.ts'

export function picksIn(db: Db) {
  const ofDirection = (memberId: MemberId, direction: DirectionId) => db.selectFrom('picks').where('member_id', '=', memberId).where('direction_id', '=', direction)

  async function last(memberId: MemberId, direction: DirectionId): Promise<UserId | null> {
    const row = await ofDirection(memberId, direction).select('user_id').orderBy('decided_at', 'desc').orderBy('run_id', 'desc').limit(1).executeTakeFirst()
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
    /** Writes anew what this distribution has drawn; reserves who stepped in are left out. */
    async write(memberId: MemberId, { id, runId, decidedAt, draw, undone }: Distribution): Promise<void> {
      await db.deleteFrom('picks').where('member_id', '=', memberId).where('distribution_id', '=', id).execute()
      // Turns of what was undone are given back.
      const rows = (undone ? [] : draw.directions).flatMap(({ directionId, picked, fallback, deck: from }) =>
        picked === null || fallback
          ? []
          : [{ member_id: memberId, direction_id: directionId, distribution_id: id, run_id: runId, user_id: picked, decided_at: decidedAt, round: from?.round ?? null }],
      )
      if (rows.length > 0) await db.insertInto('picks').values(rows).execute()
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

    decks: (memberId: MemberId, directions: readonly DirectionId[]): Promise<Map<DirectionId, Deck>> => each(directions, (one) => deck(memberId, one)),
  }
}
