/** Picks again where somebody who was picked has been dismissed before the client was theirs; everything else of the draw stays. */
import { distinctPicked, type DirectionDraw, type Draw, isOneEach } from './draw.ts'
import type { DirectionId, UserId } from './ids.ts'
import { byChanceAlone, chooseMain, type MainFacts } from './main.ts'
import { byId, deckOf, type Picker, roomy } from './pick.ts'

export interface Mended {
  readonly draw: Draw
  /** Directions with somebody else now, or with nobody. */
  readonly changed: readonly DirectionId[]
}

/** @returns null when nobody who was picked is gone */
export function mend(draw: Draw, gone: ReadonlySet<UserId>, pick: Picker): Mended | null {
  const isGone = (id: UserId | null): boolean => id !== null && gone.has(id)
  if (!draw.directions.some(({ picked }) => isGone(picked)) && !isGone(draw.mainManager)) return null
  const changed: DirectionId[] = []
  const directions: DirectionDraw[] = []
  for (const [index, one] of draw.directions.entries()) {
    if (!isGone(one.picked)) {
      directions.push(one)
      continue
    }
    changed.push(one.directionId)
    const others = [...directions, ...draw.directions.slice(index + 1)].map(({ picked }) => picked)
    const roomOf = (id: UserId) => (isOneEach(draw) ? 1 : (one.left[id] ?? Infinity))
    const left = one.eligible.filter((id) => !gone.has(id))
    const free = left.filter((id) => others.filter((other) => other === id).length < roomOf(id))
    const excluded = [...one.excluded, ...one.eligible.filter((id) => gone.has(id)).map((userId) => ({ userId, reason: 'dismissed' as const, until: null }))]
    const lastPicked = one.fallback ? one.lastPicked : one.picked
    const turn = { for: one.directionId, eligible: free, lastPicked, hadTurn: new Set(one.deck?.hadTurn), loads: byId(one.loads), weights: byId(one.weights) }
    const picked = pick(one.directionId, draw.policy, roomy, [turn])[0] ?? null
    const deck = one.deck && deckOf(one.deck, picked)
    const reserve = isGone(one.reserve) ? null : one.reserve
    const record = { ...one, eligible: left, excluded, deck, reserve, standsFor: null }
    if (picked !== null) directions.push({ ...record, picked, by: 'draw', fallback: false, outcome: 'ok' })
    else if (reserve !== null) directions.push({ ...record, picked: reserve, by: 'reserve', fallback: true, outcome: 'fallback_used' })
    else directions.push({ ...record, picked: null, by: 'draw', fallback: false, outcome: 'no_eligible' })
  }
  const picked = distinctPicked(directions)
  const stays = draw.mainManager === null || picked.includes(draw.mainManager)
  if (stays) return { draw: { ...draw, directions, picked }, changed }
  return { draw: { ...draw, directions, picked, ...chooseMain(picked, directions, asBefore(draw), pick) }, changed }
}

/** What the record still tells of the first choice: how often everybody was it, and who was to rest; places of directions and the owner are not kept. */
function asBefore({ main, mainBy }: Draw): MainFacts {
  const resting = mainBy?.resting ?? null
  return { ...byChanceAlone, mode: main === 'least_often' ? main : 'random', times: byId(mainBy?.times ?? {}), notTwice: resting !== null, last: resting }
}
