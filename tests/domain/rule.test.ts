/** Rules: the first that holds decides, what stands behind it changes nothing, and the settings decide where none holds. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DrawOptions } from '../../domain/draw.ts'
import { Condition, type ConditionTest, conditionTests, holds, matchRule, Rule, ruledBy, RuleSet, textsOf, type RecordFields } from '../../domain/rule.ts'
import { ruleThen } from '../../domain/rule-past.ts'

const fields = ['SOURCE_ID', 'OPPORTUNITY', 'TITLE', 'UF_CRM_1'] as const
const word = fc.constantFrom('CALL', 'web', '100', '250.00', 'Пекарня', 'печь')
const condition: fc.Arbitrary<Condition> = fc
  .record({ field: fc.constantFrom(...fields), test: fc.constantFrom(...conditionTests), words: fc.array(word, { minLength: 1, maxLength: 3 }), number: fc.integer({ min: 0, max: 300 }) })
  .map(({ field, test, words, number }) => ({ field, label: field, test, values: test.endsWith('empty') ? [] : test.startsWith('at_') ? [String(number)] : words, names: [] }))
const rule = (id: number): fc.Arbitrary<Rule> =>
  fc.record({
    id: fc.constant(`rul_${String(id).padStart(10, '0')}`),
    name: fc.constant(`Rule ${id}`),
    on: fc.boolean(),
    conditions: fc.array(condition, { minLength: 1, maxLength: 3 }),
    choice: fc.record({ policy: fc.constantFrom(null, 'in_turn' as const, 'weighted' as const), skipAbsent: fc.constantFrom(null, true, false), skipClockedOut: fc.constant(null), headsTakePart: fc.constantFrom(null, true), onePersonManyDirections: fc.constant(null) }),
  })
const rules = fc.integer({ min: 0, max: 5 }).chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => rule(index))))
const record: fc.Arbitrary<RecordFields> = fc.record({
  SOURCE_ID: fc.constantFrom('CALL', 'WEB', null, ''),
  OPPORTUNITY: fc.constantFrom('0.00', '100.00', 250, null),
  TITLE: fc.constantFrom('Пекарня «Колос»', 'Печь и труба', ''),
  UF_CRM_1: fc.constantFrom([], ['CALL', '100'], false, '250|RUB'),
})
const all = (one: Rule, said: RecordFields): boolean => one.conditions.every((each) => holds(each, textsOf(said[each.field])))

describe('of several rules', () => {
  it('the first that is on and holds decides, and says by what; each before it says what did not hold', () => {
    fc.assert(
      fc.property(rules, record, (list, said) => {
        const on = list.filter((one) => one.on)
        const found = matchRule(list, said)
        expect(found === null).toBe(on.length === 0)
        if (!found) return
        const first = on.find((one) => all(one, said)) ?? null
        expect(found.rule).toBe(first)
        expect(found.match.rule?.id ?? null).toBe(first?.id ?? null)
        expect(found.match.because.map((one) => one.condition)).toEqual(first?.conditions ?? [])
        const before = on.slice(0, first ? on.indexOf(first) : on.length)
        expect(found.match.passedBy.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
        for (const { by } of found.match.passedBy) expect(holds(by.condition, textsOf(said[by.condition.field]))).toBe(false)
      }),
    )
  })

  it('a record tells which it was, and of other rules only what it can', () => {
    fc.assert(
      fc.property(rules, rules, record, (list, others, said) => {
        const match = matchRule(list, said)?.match ?? null
        expect(ruleThen(list, match)).toBe(match?.rule?.id ?? null)
        const told = ruleThen(others, match)
        if (told !== undefined) expect(told).toBe(matchRule(others, said)?.rule?.id ?? null)
      }),
    )
    const looking = (field: Condition['field'], test: ConditionTest, ...values: string[]): Rule => ({
      id: 'rul_0000000001',
      name: 'Rule',
      on: true,
      conditions: [{ field, label: field, test, values, names: [] }],
      choice: { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null },
    })
    const match = matchRule([looking('OPPORTUNITY', 'at_least', '200')], { OPPORTUNITY: '250.00', SOURCE_ID: 'CALL' })?.match ?? null
    const told = [looking('OPPORTUNITY', 'at_least', '100'), looking('OPPORTUNITY', 'at_most', '100'), looking('SOURCE_ID', 'is', 'CALL')].map((one) => ruleThen([one], match))
    expect(told).toEqual(['rul_0000000001', null, undefined])
    expect(ruleThen([looking('TITLE', 'empty')], null)).toBeUndefined()
  })

  it('those behind it, those that are off and those that do not hold change nothing', () => {
    fc.assert(
      fc.property(rules, record, fc.nat(), (list, said, place) => {
        const { rule: decided } = matchRule(list, said) ?? { rule: null }
        const at = decided ? list.indexOf(decided) : list.length
        const idle = list.filter((one, index) => index > at || !one.on || !all(one, said))
        const without = idle[place % Math.max(1, idle.length)]
        expect(matchRule(list.filter((one) => one !== without), said)?.rule ?? null).toBe(decided)
      }),
    )
  })

  it('what a rule does not decide is as in the settings, and without a rule everything is', () => {
    fc.assert(
      fc.property(rule(1), (one) => {
        const settings = { ...DrawOptions.parse({}), skipAbsent: true, skipClockedOut: false, headsTakePart: false, starter: 'robot' }
        expect(ruledBy(settings, null)).toEqual(settings)
        const ruled: Record<string, unknown> = ruledBy(settings, one)
        for (const [key, value] of Object.entries(settings)) expect(ruled[key]).toEqual((one.choice as Record<string, unknown>)[key] ?? value)
      }),
    )
  })
})

describe('a condition', () => {
  const say = (test: ConditionTest, values: string[], value: unknown) => holds(Condition.parse({ field: 'TITLE', label: 'Title', test, values }), textsOf(value))

  it('compares texts without regard to case, numbers as numbers, and any of several values', () => {
    expect(say('is', ['call', 'web'], 'WEB')).toBe(true)
    expect(say('is', ['100'], '100.00')).toBe(true)
    expect(say('is', ['1'], ['3', '1'])).toBe(true)
    expect(say('is_not', ['call'], 'WEB')).toBe(true)
    expect(say('is_not', ['call'], null)).toBe(true)
    expect(say('contains', ['ПЁК', 'печь'], 'Наша Печь')).toBe(true)
    expect(say('contains', ['труба'], 'Наша печь')).toBe(false)
    expect(say('contains', ['905'], [{ VALUE: '+7905', VALUE_TYPE: 'WORK' }])).toBe(true)
  })

  it('takes an amount with its currency, and no amount for nothing', () => {
    expect(say('at_least', ['100000'], '250000.00')).toBe(true)
    expect(say('at_least', ['100000'], '250000|RUB')).toBe(true)
    expect(say('at_least', ['100000'], '99999.99')).toBe(false)
    expect(say('at_most', ['10'], '0.00')).toBe(true)
    expect(say('at_least', ['1'], 'a lot')).toBe(false)
    for (const nothing of [null, undefined, '', '0.00', 0, [], false]) expect([say('empty', [], nothing), say('not_empty', [], nothing)]).toEqual([true, false])
  })

  it('that could never be read is not stored, nor a rule without one, nor two of one id', () => {
    const wrong = (condition: object) => Condition.safeParse({ field: 'TITLE', label: 'Title', values: [], ...condition }).success
    expect([wrong({ test: 'is' }), wrong({ test: 'empty', values: ['a'] }), wrong({ test: 'at_least', values: ['much'] }), wrong({ test: 'empty', field: 'a b' })]).toEqual([false, false, false, false])
    const one = { id: 'rul_aaaaaaaaaa', name: 'One', on: true, conditions: [{ field: 'TITLE', label: 'Title', test: 'empty', values: [] }], choice: { policy: null, skipAbsent: null, skipClockedOut: null, headsTakePart: null, onePersonManyDirections: null } }
    expect(Rule.safeParse({ ...one, conditions: [] }).success).toBe(false)
    expect(RuleSet.safeParse({ version: 0, rules: [one] }).success).toBe(true)
    expect(RuleSet.safeParse({ version: 0, rules: [one, one] }).success).toBe(false)
  })
})
