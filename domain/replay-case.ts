/** What a replay goes through, and the draft that decides it. */
import type { DrawOptions } from './draw.ts'
import type { DirectionId, UserId } from './ids.ts'
import type { Demand, PassingReason, Person, PoolRules } from './manager.ts'
import type { PersonRules } from './person-rules.ts'
import type { RuleChoice } from './rule.ts'
import type { Beginning, RecordedPool } from './shadow.ts'

export interface ReplayCase {
  readonly id: string
  /** Milliseconds since 1970; cases come oldest first. */
  readonly at: number
  readonly directionIds: readonly DirectionId[]
  /** Whatever tells the client from others, as in `Distribution.clients`; several for one client. */
  readonly clients: readonly string[]
  /** Responsible for the client at the portal. */
  readonly owner: UserId | null
  /** Who could not take part then, as far as it was recorded; `absent` and `workday_closed` count only where the draft skips them. */
  readonly away: ReadonlyMap<UserId, PassingReason>
  /** The rule with conditions that it comes to; null: none, undefined: not known, and the settings decide in both cases. */
  readonly rule?: string | null
  /** What the robot's own fields said, whatever settings and rules say. */
  readonly fixed?: { readonly [K in keyof PoolRules]?: boolean | undefined }
  /** Who could be picked and who could not, as the draw itself saw it; a direction that is missing has everybody who is in it now. */
  readonly pools?: ReadonlyMap<DirectionId, RecordedPool>
  /** Who really got it; a direction that is missing was not distributed by us. */
  readonly actual: ReadonlyMap<DirectionId, UserId | null>
  readonly actualMain: UserId | null
}

export interface ReplayDirection {
  readonly id: DirectionId
  readonly members: readonly { readonly person: Person; readonly isHead: boolean }[]
  readonly demand: Demand
  readonly heads: readonly UserId[]
  readonly reserve: Person | null
}

/** What the draft would decide by. Open deals of the past are not known: limits of them do not count. */
export interface ReplayDraft {
  /** In the administrator's order. */
  readonly directions: readonly ReplayDirection[]
  readonly rules: PoolRules
  readonly options: DrawOptions
  readonly personRules: ReadonlyMap<UserId, PersonRules>
  /** Whoever may be named although they are in no direction: deputies, heads. */
  readonly others: readonly Person[]
  /** What the rules with conditions decide, by their ids. */
  readonly choices?: ReadonlyMap<string, RuleChoice>
  /** Turns, loads and limits to go on from; absent: nobody had anything yet. */
  readonly beginning?: Beginning
}
