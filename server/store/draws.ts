/** The portal's chain of draws: each entry's link hangs on the one before, so that none can be changed, moved or left out unseen. */
import { createHash } from 'node:crypto'
import type { MemberId, UserId } from '../../domain/ids.ts'
import { beforeAll, type DrawEntry, type Drawn } from '../../domain/proof.ts'
import type { Db } from './open.ts'
import type { DrawsTable } from './schema.ts'

const sha256 = (...lines: readonly (string | number)[]): string => createHash('sha256').update(lines.join('\n')).digest('hex')

/** A hash over everything that was known before the pick, then one over that and what came of it. */
function linked(before: string, number: number, { draw, for: wanted, at, from, until, commitment, pool, seed, result }: Drawn): Pick<DrawEntry, 'announced' | 'link'> {
  const announced = sha256(before, number, draw, wanted.join(','), at, from, until, commitment, sha256(pool))
  return { announced, link: sha256(announced, seed, JSON.stringify(result)) }
}

export function drawsIn(db: Db) {
  const ofPortal = (memberId: MemberId) => db.selectFrom('draws').where('member_id', '=', memberId)

  async function last(memberId: MemberId): Promise<{ readonly number: number; readonly link: string } | null> {
    const row = await ofPortal(memberId).select(['number', 'link']).orderBy('number', 'desc').limit(1).executeTakeFirst()
    return row ? { number: Number(row.number), link: row.link } : null
  }

  return {
    last,

    /** Goes on from the last entry: only whoever holds the portal's line may call it. */
    async add(memberId: MemberId, drawn: readonly Drawn[]): Promise<void> {
      if (drawn.length === 0) return
      let { number, link } = (await last(memberId)) ?? { number: 0, link: beforeAll }
      const rows = drawn.map((one): DrawsTable => {
        const { announced, link: next } = linked(link, ++number, one)
        link = next
        const { draw, for: wanted, at, from, until, commitment, pool, seed, result } = one
        const drawnFor = { drawn_for: wanted.join(','), drawn_at: at, period_from: from, period_until: until }
        return { member_id: memberId, number, draw, ...drawnFor, commitment, pool, seed, result: JSON.stringify(result), announced, link }
      })
      await db.insertInto('draws').values(rows).execute()
    },

    /** In order. @param after the number of the last one that is known already */
    async page(memberId: MemberId, after: number, limit: number): Promise<DrawEntry[]> {
      const rows = await ofPortal(memberId).selectAll().where('number', '>', after).orderBy('number').limit(limit).execute()
      return rows.map(({ number, draw, drawn_for, drawn_at, period_from, period_until, commitment, pool, seed, result, announced, link }) => ({
        number: Number(number),
        draw,
        for: drawn_for.split(','),
        at: Number(drawn_at),
        from: Number(period_from),
        until: Number(period_until),
        commitment,
        pool,
        seed,
        result: JSON.parse(result) as (UserId | null)[],
        announced,
        link,
      }))
    },
  }
}
