/** Rules in plain words, and a rule while it is being written. */
import type { Answer } from '../../domain/contract/contract.ts'
import { Condition, type ConditionTest, type Finding, Rule, type RuleChoice } from '../../domain/rule.ts'
import { anyOf, list, say } from './language.ts'

export type Choice = Answer<'rules.choices'>['fields'][number]

const inQuotes = ({ test, values, names }: Condition): string[] => {
  const shown = values.map((value, index) => names[index] || value)
  return test === 'contains' ? shown.map((text) => say('ruleset.quoted', { text })) : shown
}
export const conditionWords = (condition: Condition): string => say(`ruleset.said_${condition.test}`, { field: condition.label, values: anyOf(inQuotes(condition)) })

export const whenWords = ({ conditions }: Pick<Rule, 'conditions'>): string => list(conditions.map(conditionWords))

/** Who takes part, in settings, a rule and a draft alike. */
export const switches = ['skipAbsent', 'skipClockedOut', 'headsTakePart', 'onePersonManyDirections'] as const
export function choiceWords(choice: RuleChoice): string {
  const said = [
    ...(choice.policy === null ? [] : [say(`policy.${choice.policy}`)]),
    ...switches.flatMap((name) => (choice[name] === null ? [] : [`${say(`settings.${name}`)}: ${say(choice[name] ? 'ruleset.yes' : 'ruleset.no')}`])),
  ]
  return said.length === 0 ? say('ruleset.asSettings') : said.join('; ')
}

/** A rule in one line, with all that could differ. */
export const wholeRule = (rule: Rule): string =>
  say('ruleset.saidWhole', { name: rule.on ? rule.name : `${rule.name} (${say('ruleset.offChip')})`, when: whenWords(rule), then: choiceWords(rule.choice) })

/** What the record said where a condition looked, by its name where it has one. */
export function foundWords({ condition, found }: Finding): string {
  const named = found.map((value) => condition.names[condition.values.indexOf(value)] || value)
  return named.length === 0 ? say('ruleset.nothing') : named.join(', ')
}

/** Comparisons that make sense for a field. */
export const testsOf = (kind: Choice['kind']): readonly ConditionTest[] =>
  ({
    text: ['contains', 'is', 'is_not', 'empty', 'not_empty'] as const,
    number: ['at_least', 'at_most', 'is', 'empty', 'not_empty'] as const,
    choice: ['is', 'is_not', 'empty', 'not_empty'] as const,
    flag: ['not_empty', 'empty'] as const,
    other: ['not_empty', 'empty'] as const,
  })[kind]

export interface ConditionDraft {
  field: string
  test: ConditionTest
  /** Of a choice the values chosen; of anything else what was typed, undivided. */
  values: string[]
}
export interface RuleDraft {
  id: string
  name: string
  on: boolean
  conditions: ConditionDraft[]
  choice: RuleChoice
}

export const nothingChosen: RuleChoice = { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null }

/** @param rule null: a new one */
export const draftOf = (rule: Rule | null, fields: readonly Choice[]): RuleDraft => ({
  id: rule?.id ?? `rul_${Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`,
  name: rule?.name ?? '',
  on: rule?.on ?? true,
  conditions: rule?.conditions.map(({ field, test, values }) => ({ field, test, values: fields.find((one) => one.field === field)?.kind === 'choice' ? [...values] : [values.join(', ')] })) ?? [
    { field: '', test: 'is', values: [] },
  ],
  choice: { ...(rule?.choice ?? nothingChosen) },
})

/** @returns null where the draft says nothing that could be looked at */
function conditionOf({ field, test, values }: ConditionDraft, fields: readonly Choice[], before: Rule | null): Condition | null {
  const known = fields.find((one) => one.field === field)
  // A field that the portal no longer has keeps what it was called.
  const label = known?.name ?? before?.conditions.find((one) => one.field === field)?.label ?? field
  const typed = known?.kind === 'choice' ? values : test === 'at_least' || test === 'at_most' ? values.map((one) => one.trim()) : values.flatMap((one) => one.split(/[,;]+/)).map((one) => one.trim())
  const kept = test === 'empty' || test === 'not_empty' ? [] : typed.filter((one) => one !== '')
  const read = Condition.safeParse({ field, label, test, values: kept, names: known?.kind === 'choice' ? kept.map((value) => known.values.find((one) => one.value === value)?.name ?? value) : [] })
  return read.success ? read.data : null
}

/** @returns the rule, or the place of the first condition that is not one yet */
export function ruleOf(draft: RuleDraft, fields: readonly Choice[], before: Rule | null): { rule: Rule } | { wrong: number } {
  const conditions = draft.conditions.map((one) => conditionOf(one, fields, before))
  const wrong = conditions.indexOf(null)
  if (wrong >= 0) return { wrong }
  const whole = conditions.filter((one) => one !== null)
  const read = Rule.safeParse({ ...draft, conditions: whole, name: draft.name.trim() || whenWords({ conditions: whole }).slice(0, 100) })
  return read.success ? { rule: read.data } : { wrong: 0 }
}

/** The list with one of its members at another place. */
export function movedTo<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from)
  return [...rest.slice(0, to), ...all.slice(from, from + 1), ...rest.slice(to)]
}
