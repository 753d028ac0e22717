/** Questions of a direction: which are asked, what fits, what is missing, and which forms cannot be asked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { answered, fits, flawOf, missing, visible } from '../../domain/answers.ts'
import { questionTypes, type AnswerValue, type Question, type QuestionType } from '../../domain/question.ts'

const ask = (id: string, type: QuestionType, more: Partial<Question> = {}): Question => ({ id, type, label: id, required: false, options: [], shownWhen: null, ...more })
const work = ask('q_work', 'choice', { options: ['Монтаж', 'Ремонт'], required: true })
const old = ask('q_old', 'yes_no', { shownWhen: { question: 'q_work', is: 'Ремонт' }, required: true })
const age = ask('q_age', 'number', { shownWhen: { question: 'q_old', is: 'yes' }, required: true })
const form = [work, old, age]
const ids = (questions: readonly Question[]) => questions.map(({ id }) => id)

describe('questions of a direction', () => {
  it('ask what hangs on an answer only after that answer, and nothing behind a hidden question', () => {
    expect(ids(visible(form, {}))).toEqual(['q_work'])
    expect(ids(visible(form, { q_work: 'Монтаж', q_old: true }))).toEqual(['q_work'])
    expect(ids(visible(form, { q_work: 'Ремонт', q_old: true }))).toEqual(['q_work', 'q_old', 'q_age'])
    expect(ids(visible([ask('q_s', 'several', { options: ['a', 'b'] }), ask('q_b', 'text', { shownWhen: { question: 'q_s', is: 'b' } })], { q_s: ['a', 'b'] }))).toEqual(['q_s', 'q_b'])
  })

  it('miss what is required and visible; no and zero are answers, blanks are none', () => {
    expect(ids(missing(form, {}))).toEqual(['q_work'])
    expect(ids(missing(form, { q_work: 'Ремонт', q_old: true, q_age: 0 }))).toEqual([])
    expect(ids(missing(form, { q_work: 'Ремонт', q_old: false }))).toEqual([])
    expect(ids(missing([ask('q_t', 'text', { required: true })], { q_t: '  ' }))).toEqual(['q_t'])
    expect(ids(answered(form, { q_work: 'Монтаж', q_age: 5 }))).toEqual(['q_work'])
  })

  it.each<[QuestionType, AnswerValue[], AnswerValue[]]>([
    ['text', ['да'], [1, true, []]],
    ['number', [0, -1.5], ['4', Number.NaN, Number.POSITIVE_INFINITY, true]],
    ['choice', ['a'], ['c', ['a'], 1]],
    ['several', [['a'], ['b', 'a']], [['c'], ['a', 'a'], 'a']],
    ['date', ['2026-11-25'], ['25.11.2026', '2026-13-40', 1]],
    ['yes_no', [true, false], ['yes', 1]],
  ])('a %s takes its own kind of answer only', (type, good, bad) => {
    const question = ask('q_x', type, { options: type === 'choice' || type === 'several' ? ['a', 'b'] : [] })
    for (const value of good) expect(fits(question, value), String(value)).toBe(true)
    for (const value of bad) expect(fits(question, value), String(value)).toBe(false)
  })

  it('cannot be asked twice, without options, or by what comes later', () => {
    expect(flawOf(form)).toBeNull()
    expect(flawOf([work, work])).toMatchObject({ flaw: 'twice' })
    expect(flawOf([{ ...work, options: ['a'] }])).toMatchObject({ flaw: 'options' })
    expect(flawOf([{ ...age, shownWhen: null, options: ['a', 'b'] }])).toMatchObject({ flaw: 'options' })
    expect(flawOf([old, work])).toMatchObject({ id: 'q_old', flaw: 'condition' })
    expect(flawOf([work, { ...old, shownWhen: { question: 'q_work', is: 'Замена' } }])).toMatchObject({ flaw: 'condition' })
  })

  it('never miss what is hidden, whatever the form', () => {
    const anyQuestion = fc.record({ type: fc.constantFrom(...questionTypes), required: fc.boolean(), on: fc.nat(5), is: fc.constantFrom('a', 'yes') })
    const anyValue = fc.oneof(fc.constantFrom('a', 'b'), fc.boolean(), fc.constant(['a']).map((list) => [...list]))
    fc.assert(
      fc.property(fc.array(anyQuestion, { maxLength: 6 }), fc.array(anyValue, { maxLength: 6 }), (made, given) => {
        const questions = made.map(({ type, required, on, is }, index) => ask(`q_${index}`, type, { required, shownWhen: on < index ? { question: `q_${on}`, is } : null }))
        const values = Object.fromEntries(given.map((value, index) => [`q_${index}`, value]))
        const shown = new Set(ids(visible(questions, values)))
        for (const id of [...ids(missing(questions, values)), ...ids(answered(questions, values))]) expect(shown.has(id)).toBe(true)
        expect(ids(missing(questions, values)).filter((id) => ids(answered(questions, values)).includes(id))).toEqual([])
      }),
    )
  })
})
