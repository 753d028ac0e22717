/** Rules by what the record says, in a distribution: what any of them may need is asked at once, then one of them decides. */
import { DrawOptions } from '../../domain/draw.ts'
import type { PoolRules } from '../../domain/manager.ts'
import { matchRule, ruledBy, type Rule, type RuleMatch } from '../../domain/rule.ts'
import type { Settings } from '../../domain/settings.ts'
import type { Read } from './read.ts'

export type Deciding = PoolRules & DrawOptions & Pick<Settings, 'completeTask'>

export interface RuleStart {
  /** The portal's settings: what holds where no rule does. */
  readonly rules: Deciding
  /** What a robot's own fields say, whatever settings and rules say. */
  readonly fixed?: Partial<PoolRules>
}

/** Which rule holds is known only once the record is read, and that is one batch with the people: it asks for all that could be needed. */
export function needsOf({ rules, fixed }: RuleStart, conditional: readonly Rule[]): { readonly rules: PoolRules; readonly countDeals: boolean } {
  const possible = [null, ...conditional.filter(({ on }) => on)].map((rule) => ({ ...ruledBy(rules, rule), ...fixed }))
  return {
    rules: { headsTakePart: false, skipAbsent: possible.some(({ skipAbsent }) => skipAbsent), skipClockedOut: possible.some(({ skipClockedOut }) => skipClockedOut) },
    countDeals: possible.some(({ policy, load }) => policy === 'least_loaded' && load === 'open_deals'),
  }
}

export interface Ruled {
  readonly rules: Deciding
  readonly options: DrawOptions
  readonly match: RuleMatch | null
  /** As if only this rule had asked: what another one wanted to know excludes nobody. */
  readonly read: Read
}

export function ruled({ rules: settings, fixed }: RuleStart, conditional: readonly Rule[], read: Read): Ruled {
  const found = matchRule(conditional, read.source.fields)
  const rules: Deciding = { ...ruledBy(settings, found?.rule ?? null), ...fixed }
  const people = new Map(
    [...read.people].map(([id, { person, presence: { absence, workday } }]) => [
      id,
      { person, presence: { absence: rules.skipAbsent ? absence : null, workday: rules.skipClockedOut ? workday : ('unknown' as const) } },
    ]),
  )
  return { rules, options: DrawOptions.parse(rules), match: found?.match ?? null, read: { ...read, people } }
}
