/** Draws that leave nothing to chance, in turn and least loaded: no test, but the gap that there is and whether the order was kept. */
import type { UserId } from './ids.ts'
import { lookedAt, type MadeDraw } from './made-draws.ts'
import { pickOne, type DrawPolicy } from './pick.ts'

export interface ByOrder {
  readonly draws: number
  /** `share`: what an even division of the same draws among those who took part would have given. */
  readonly people: readonly { readonly userId: UserId; readonly tookPart: number; readonly picked: number; readonly share: number }[]
  /** From whoever is furthest below their share to whoever is furthest above it. */
  readonly gap: number
  /** Least loaded only: what lay between the most and the least loaded in the first and in the last draw; null: there was none. */
  readonly loads: { readonly first: number; readonly last: number } | null
  /** Draws in which somebody else had the turn, or had less: 0 as long as the order was kept. */
  readonly astray: number
}

export function byOrderOf(draws: readonly MadeDraw[]): ByOrder | null {
  if (draws.length === 0) return null
  const found = new Map<UserId, { tookPart: number; picked: number; share: number }>()
  let astray = 0
  let count = 0
  let first: number | null = null
  let last: number | null = null
  for (const draw of draws) {
    const { policy, room } = draw
    for (const { turn, picked } of lookedAt(draw)) {
      count++
      for (const userId of turn.eligible) {
        const one = found.get(userId) ?? { tookPart: 0, picked: 0, share: 0 }
        found.set(userId, { tookPart: one.tookPart + 1, picked: one.picked + (picked === userId ? 1 : 0), share: one.share + 1 / turn.eligible.length })
      }
      // Where earlier picks may have given way, whoever had the turn may have been taken already.
      if (room.each === null && room.left.size === 0 && picked !== null && !isInOrder(policy, turn, picked)) astray++
      if (policy === 'least_loaded') {
        const loads = turn.eligible.map((id) => turn.loads.get(id) ?? 0)
        last = loads.length === 0 ? last : Math.max(...loads) - Math.min(...loads)
        first ??= last
      }
    }
  }
  const people = [...found].map(([userId, one]) => ({ userId, ...one })).sort((a, b) => b.picked - b.share - (a.picked - a.share) || a.userId - b.userId)
  const over = people.map(({ picked, share }) => picked - share)
  return { draws: count, people, gap: over.length === 0 ? 0 : Math.max(...over) - Math.min(...over), loads: first === null || last === null ? null : { first, last }, astray }
}

const noChance = { below: () => 0 }
function isInOrder(policy: DrawPolicy, turn: MadeDraw['turns'][number]['turn'], picked: UserId): boolean {
  if (policy === 'in_turn') return pickOne(policy, turn, turn.eligible, noChance) === picked
  const mine = turn.loads.get(picked) ?? 0
  return turn.eligible.every((id) => (turn.loads.get(id) ?? 0) >= mine)
}
