/** Which rule a case of the past would come to, from the fields that its own record has kept. */
import { same } from './change.ts'
import { type Condition, holds, isWhole, type Rule, type RuleMatch } from './rule.ts'

/**
 * A record keeps what was found where conditions looked then. Rules that look elsewhere cannot be judged by it, unless another of their conditions fails.
 * @param match as it was kept; null: there was no rule then, so nothing was looked at
 * @returns the rule's id; null: none holds, the settings decide; undefined: the record does not tell
 */
export function ruleThen(rules: readonly Rule[], match: RuleMatch | null): string | null | undefined {
  const looked = [...(match?.because ?? []).map((finding) => ({ ...finding, held: true })), ...(match?.passedBy ?? []).map(({ by }) => ({ ...by, held: false }))]
  const told = (wanted: Condition): boolean | undefined => {
    const alike = looked.find(({ condition: { field, test, values } }) => same({ field, test, values }, { field: wanted.field, test: wanted.test, values: wanted.values }))
    if (alike) return alike.held
    const found = looked.find(({ condition }) => condition.field === wanted.field)?.found
    return found && isWhole(found) ? holds(wanted, found) : undefined
  }
  for (const { id, on, conditions } of rules) {
    const verdicts = on ? conditions.map(told) : [false]
    if (verdicts.includes(false)) continue
    return verdicts.includes(undefined) ? undefined : id
  }
  return null
}
