/** Draws as they were made, taken from the records of distributions: what fairness is judged by. */
import type { Distribution } from './distribution.ts'
import { isOneEach } from './draw.ts'
import type { DirectionId, UserId } from './ids.ts'
import { byId, type DrawPolicy, oneEach, plainTurn, type Room, roomy, type Turn } from './pick.ts'

/** One draw that was made: what each of its turns chose from, and who was picked. */
export interface MadeDraw {
  readonly policy: DrawPolicy
  readonly room: Room
  readonly turns: readonly { readonly turn: Turn; readonly picked: UserId | null }[]
  /** Looks at this direction's turns only, the others are in its way; absent: at all of them. */
  readonly only?: string
}

/**
 * Draws of a distribution's directions; whoever came without a draw (reserve, the client's own manager) is no part of them. Where somebody had no
 * room any more after the directions before, they were not to be picked and are no part of that turn either.
 */
export function picksOf({ draw }: Distribution, only: DirectionId | null = null): MadeDraw[] {
  const drawn = draw.directions.filter(({ by, eligible }) => by !== 'client_manager' && eligible.length > 0)
  const turns = drawn.map(({ directionId, eligible, lastPicked, deck, loads, weights, picked, fallback }) => ({
    turn: { for: directionId, eligible, lastPicked, hadTurn: new Set(deck?.hadTurn), loads: byId(loads), weights: byId(weights) },
    picked: fallback ? null : picked,
  }))
  const room: Room = isOneEach(draw) ? oneEach : { each: null, left: byId(Object.assign({}, ...drawn.map(({ left }) => left)) as Record<string, number>) }
  const wanted = ({ turn }: MadeDraw['turns'][number]): boolean => only === null || turn.for === only
  // Where an earlier pick may have given way to a later one, no turn can be looked at without the others.
  if (mayGiveWay(turns.map(({ turn }) => turn), room)) return turns.some(wanted) ? [{ policy: draw.policy, room, turns, ...(only === null ? {} : { only }) }] : []
  const roomOf = (id: UserId): number => Math.min(room.each ?? Infinity, room.left.get(id) ?? Infinity)
  const free = turns.map(({ turn, picked }, index) => {
    const before = turns.slice(0, index).map((one) => one.picked)
    return { turn: { ...turn, eligible: turn.eligible.filter((id) => before.filter((other) => other === id).length < roomOf(id)) }, picked }
  })
  return free.filter((one) => one.picked !== null && wanted(one)).map((one) => ({ policy: draw.policy, room: roomy, turns: [one] }))
}

/** Whether some turn may have found nobody with room: the picks of the turns before are no fewer than its people. */
const mayGiveWay = (turns: readonly Turn[], { each, left }: Room): boolean =>
  (each !== null || left.size > 0) &&
  turns.some(({ eligible }, index) => turns.slice(0, index).filter((before) => before.eligible.some((id) => eligible.includes(id))).length >= eligible.length)

export const isLookedAt = ({ only }: MadeDraw, { for: wanted }: Turn): boolean => only === undefined || wanted === only
export const lookedAt = (draw: MadeDraw): MadeDraw['turns'] => (draw.only === undefined ? draw.turns : draw.turns.filter(({ turn }) => isLookedAt(draw, turn)))

/** The draw of the main manager; none where there was nobody to choose among, or nothing was drawn. */
export function mainOf({ draw }: Distribution): MadeDraw[] {
  const { mainManager, mainBy } = draw
  if (mainManager === null || draw.picked.length < 2 || (mainBy && mainBy.by !== 'draw')) return []
  const turn = { ...plainTurn('main', mainBy?.eligible ?? draw.picked), loads: byId(mainBy?.times ?? {}) }
  return [{ policy: draw.main === 'least_often' ? 'least_loaded' : 'random', room: roomy, turns: [{ turn, picked: mainManager }] }]
}
