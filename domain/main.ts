/** The main manager among those who were picked: by chance, by how seldom they are, by the direction's place, or whoever owns the client. */
import { z } from 'zod'
import { type DirectionId, UserId } from './ids.ts'
import { type Picker, plainTurn, roomy } from './pick.ts'

export const mainModes = ['random', 'least_often', 'priority', 'owner'] as const

export const MainBy = z.object({
  /** `only`: there was nobody else. `owner`: responsible for the client at the portal. `priority`: serves the first direction of the list. */
  by: z.enum(['draw', 'only', 'owner', 'priority']),
  /** The draw's pool; ascending, empty where nothing was drawn. */
  eligible: z.array(UserId),
  /** Least often: by user id, how often everybody was the main manager lately. */
  times: z.record(z.string(), z.number().int()),
  /** Left out because they were the main manager the last time. */
  resting: UserId.nullable(),
})
export type MainBy = z.infer<typeof MainBy>

/** How far back "least often" looks. */
export const mainDays = 90

/** What the modes look at. */
export interface MainFacts {
  readonly mode: (typeof mainModes)[number]
  readonly notTwice: boolean
  /** How often everybody was the main manager lately. */
  readonly times: ReadonlyMap<UserId, number>
  readonly last: UserId | null
  /** Responsible at the portal for the client's contact or company. */
  readonly owner: UserId | null
  /** Directions in the order of the administrator's list. */
  readonly order: readonly DirectionId[]
}
export const byChanceAlone: MainFacts = { mode: 'random', notTwice: false, times: new Map(), last: null, owner: null, order: [] }

type Served = readonly { readonly directionId: DirectionId; readonly picked: UserId | null }[]

/** @param picked distinct and ascending */
export function chooseMain(picked: readonly UserId[], directions: Served, facts: MainFacts, pick: Picker): { readonly mainManager: UserId | null; readonly mainBy: MainBy | null } {
  const without = (mainManager: UserId, by: MainBy['by'], resting: UserId | null = null) => ({ mainManager, mainBy: { by, eligible: [], times: {}, resting } })
  const [first] = picked
  if (first === undefined) return { mainManager: null, mainBy: null }
  if (picked.length === 1) return without(first, 'only')
  const { mode, owner, notTwice, last, times } = facts
  // The owner stays the client's main person however often: nothing is drawn.
  if (mode === 'owner' && owner !== null && picked.includes(owner)) return without(owner, 'owner')
  const resting = notTwice && last !== null && picked.includes(last) ? last : null
  const eligible = picked.filter((id) => id !== resting)
  if (mode === 'priority') {
    const serving = facts.order.flatMap((id) => directions.find(({ directionId }) => directionId === id)?.picked ?? [])
    const highest = serving.find((id) => eligible.includes(id))
    if (highest !== undefined) return without(highest, 'priority', resting)
  }
  const counted = mode === 'least_often'
  const turn = counted ? { ...plainTurn('main', eligible), loads: times } : plainTurn('main', eligible)
  const mainManager = pick('main', counted ? 'least_loaded' : 'random', roomy, [turn])[0] ?? null
  const seen = counted ? Object.fromEntries(eligible.map((id) => [String(id), times.get(id) ?? 0])) : {}
  return { mainManager, mainBy: { by: 'draw', eligible, times: seen, resting } }
}
