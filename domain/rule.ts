/** Rules by what a record says: looked at in the administrator's order, the first that holds decides how managers are picked, else the portal's settings do. */
import { z } from 'zod'
import type { DrawOptions } from './draw.ts'
import type { PoolRules } from './manager.ts'
import { drawPolicies } from './pick.ts'

/** `is` and `is_not` name one or several values; texts are compared without regard to case. */
export const conditionTests = ['is', 'is_not', 'contains', 'empty', 'not_empty', 'at_least', 'at_most'] as const
export type ConditionTest = (typeof conditionTests)[number]

const numeric = (text: string): number | null => {
  // Money of a user field is written with its currency: `100|RUB`.
  const number = /^-?\d+([.,]\d+)?(?=\||$)/.exec(text.trim())?.[0]
  return number === undefined ? null : Number(number.replace(',', '.'))
}

export const Condition = z
  .object({
    /** The portal's own name in capitals, for example `SOURCE_ID` or `UF_CRM_1747309879`. */
    field: z.string().regex(/^[A-Z][A-Z0-9_]{0,99}$/),
    /** What the field was called when the condition was written. */
    label: z.string().trim().min(1).max(200),
    test: z.enum(conditionTests),
    values: z.array(z.string().trim().min(1).max(200)).max(50),
    /** What these values were called then; the values themselves where they have no names. */
    names: z.array(z.string().max(200)).max(50).default([]),
  })
  .refine(({ test, values }) => {
    if (test === 'empty' || test === 'not_empty') return values.length === 0
    return test === 'at_least' || test === 'at_most' ? values.length === 1 && numeric(values[0] ?? '') !== null : values.length > 0
  })
export type Condition = z.infer<typeof Condition>

/** What a rule decides; null: as the portal's settings say. */
export const RuleChoice = z.object({
  policy: z.enum(drawPolicies).nullable(),
  skipAbsent: z.boolean().nullable(),
  skipClockedOut: z.boolean().nullable(),
  headsTakePart: z.boolean().nullable(),
  onePersonManyDirections: z.boolean().nullable(),
})
export type RuleChoice = z.infer<typeof RuleChoice>

export const Rule = z.object({
  id: z.string().regex(/^rul_[a-z0-9]{8,32}$/),
  name: z.string().trim().min(1).max(100),
  on: z.boolean(),
  /** All of them must hold; a rule without one would be a second end of the list. */
  conditions: z.array(Condition).min(1).max(10),
  choice: RuleChoice,
})
export type Rule = z.infer<typeof Rule>

export const RuleSet = z.object({
  /** Grows with every change; a change made from an older one is refused. 0: there never was a rule. */
  version: z.number().int().min(0),
  rules: z.array(Rule).max(50).refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length),
})
export type RuleSet = z.infer<typeof RuleSet>

/** What was found where a condition looked. */
export const Finding = z.object({ condition: Condition, found: z.array(z.string()) })
export type Finding = z.infer<typeof Finding>

/** Which rule a record came to, and why, as it was then. */
export const RuleMatch = z.object({
  /** Null: none held, so the portal's settings decided. */
  rule: z.object({ id: z.string(), name: z.string() }).nullable(),
  because: z.array(Finding),
  /** Rules before it, each with the first of its conditions that did not hold. */
  passedBy: z.array(z.object({ name: z.string(), by: Finding })),
})
export type RuleMatch = z.infer<typeof RuleMatch>

/** A record's fields as the portal answers them. */
export type RecordFields = Readonly<Record<string, unknown>>

/** What a field says as plain texts; nothing, an empty list and zero (an amount or a link that is not there) say nothing. */
export function textsOf(value: unknown): string[] {
  if (value === null || value === undefined || value === false) return []
  if (value === true) return ['Y']
  if (Array.isArray(value)) return value.flatMap(textsOf)
  if (typeof value === 'object') return 'VALUE' in value ? textsOf(value.VALUE) : []
  const text = String(value).trim()
  return text === '' || numeric(text) === 0 ? [] : [text]
}

const plain = (text: string): string => text.trim().toLocaleLowerCase('en').replaceAll('ё', 'е')
function equal(one: string, other: string): boolean {
  const [left, right] = [numeric(one), numeric(other)]
  return plain(one) === plain(other) || (left !== null && left === right)
}

export function holds({ test, values }: Condition, found: readonly string[]): boolean {
  const named = (): boolean => found.some((text) => values.some((value) => equal(text, value)))
  const numbers = (): number[] => (found.length === 0 ? [0] : found.flatMap((text) => numeric(text) ?? []))
  const limit = numeric(values[0] ?? '') ?? 0
  switch (test) {
    case 'is':
      return named()
    case 'is_not':
      return !named()
    case 'contains':
      return found.some((text) => values.some((value) => plain(text).includes(plain(value))))
    case 'empty':
      return found.length === 0
    case 'not_empty':
      return found.length > 0
    case 'at_least':
      return numbers().some((number) => number >= limit)
    case 'at_most':
      return numbers().some((number) => number <= limit)
  }
}

/** A record may say more than a draw's record should keep. */
const mostFound = 5
const longestFound = 200
/** Whether the record kept all that the field said. */
export const isWhole = (found: readonly string[]): boolean => found.length < mostFound && found.every(({ length }) => length < longestFound)
const findingOf = (condition: Condition, found: readonly string[]): Finding => ({ condition, found: found.slice(0, mostFound).map((text) => text.slice(0, longestFound)) })

/** The first rule that is switched on and whose conditions all hold. @returns null where there is no rule at all */
export function matchRule(rules: readonly Rule[], fields: RecordFields): { readonly rule: Rule | null; readonly match: RuleMatch } | null {
  const on = rules.filter((rule) => rule.on)
  if (on.length === 0) return null
  const passedBy: RuleMatch['passedBy'] = []
  for (const rule of on) {
    const looked = rule.conditions.map((condition) => ({ condition, found: textsOf(fields[condition.field]) }))
    const failed = looked.find(({ condition, found }) => !holds(condition, found))
    if (!failed) return { rule, match: { rule: { id: rule.id, name: rule.name }, because: looked.map(({ condition, found }) => findingOf(condition, found)), passedBy } }
    passedBy.push({ name: rule.name, by: findingOf(failed.condition, failed.found) })
  }
  return { rule: null, match: { rule: null, because: [], passedBy } }
}

const ofPool = ['skipAbsent', 'skipClockedOut', 'headsTakePart'] as const satisfies readonly (keyof PoolRules)[]
/** Whether some rule lets others take part than the settings do. */
export const changesPool = (rules: readonly Rule[], settings: PoolRules): boolean =>
  rules.some(({ on, choice }) => on && ofPool.some((key) => choice[key] !== null && choice[key] !== settings[key]))

/** The settings with what the rule decides instead. */
export function ruledBy<S extends PoolRules & DrawOptions>(settings: S, rule: Pick<Rule, 'choice'> | null): S {
  const decided = Object.entries(rule?.choice ?? {}).filter(([, value]) => value !== null)
  return { ...settings, ...(Object.fromEntries(decided) as Partial<S>) }
}
