/** Which questions are asked, whether an answer fits, and what is missing: the same on the phone and on the server. */
import type { AnswerValue, Question } from './question.ts'

export type Values = Readonly<Record<string, AnswerValue>>

/** What an answer is compared with and listed as. */
const words = (value: AnswerValue): readonly string[] => (typeof value === 'boolean' ? [value ? 'yes' : 'no'] : Array.isArray(value) ? value : [String(value)])

/** @param value null: no answer */
export const withAnswer = (values: Values, id: string, value: AnswerValue | null): Record<string, AnswerValue> =>
  Object.fromEntries([...Object.entries(values).filter(([one]) => one !== id), ...(value === null ? [] : [[id, value] as const])])

/** What another question may be shown by. */
export const conditionsOf = ({ type, options }: Pick<Question, 'type' | 'options'>): readonly string[] =>
  type === 'yes_no' ? ['yes', 'no'] : type === 'choice' || type === 'several' ? options : []

/** Those that are asked now, in order; one that hangs on a hidden question is hidden. */
export function visible(questions: readonly Question[], values: Values): Question[] {
  const shown = new Set<string>()
  return questions.filter(({ id, shownWhen }) => {
    const value = shownWhen && shown.has(shownWhen.question) ? values[shownWhen.question] : undefined
    const asked = shownWhen === null || (value !== undefined && words(value).includes(shownWhen.is))
    if (asked) shown.add(id)
    return asked
  })
}

const isEmpty = (value: AnswerValue | undefined): boolean => value === undefined || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)

export const answered = (questions: readonly Question[], values: Values): Question[] => visible(questions, values).filter(({ id }) => !isEmpty(values[id]))
/** What keeps a report from being sent. */
export const missing = (questions: readonly Question[], values: Values): Question[] => visible(questions, values).filter(({ id, required }) => required && isEmpty(values[id]))

/** Whether a value that is not empty is an answer to this question. */
export function fits({ type, options }: Question, value: AnswerValue): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string'
    case 'number':
      return typeof value === 'number' && Number.isFinite(value)
    case 'choice':
      return typeof value === 'string' && options.includes(value)
    case 'several':
      return Array.isArray(value) && value.every((one) => options.includes(one)) && new Set(value).size === value.length
    case 'date':
      return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
    case 'yes_no':
      return typeof value === 'boolean'
    case 'photo':
      return Array.isArray(value) && new Set(value).size === value.length
  }
}

/** Why this form cannot be asked, by the first question that is wrong; null where it can. */
export function flawOf(questions: readonly Question[]): { readonly id: string; readonly flaw: 'twice' | 'options' | 'condition' } | null {
  const before = new Map<string, Question>()
  for (const question of questions) {
    const { id, type, options, shownWhen } = question
    const chosen = type === 'choice' || type === 'several'
    if (before.has(id)) return { id, flaw: 'twice' }
    if (chosen ? options.length < 2 || new Set(options).size < options.length : options.length > 0) return { id, flaw: 'options' }
    if (shownWhen !== null && !conditionsOf(before.get(shownWhen.question) ?? { type: 'text', options: [] }).includes(shownWhen.is)) return { id, flaw: 'condition' }
    before.set(id, question)
  }
  return null
}
