/** Asks two portals the same questions and tells where the forms of their answers differ. */
import { idIn } from '../conformance/things.ts'
import { findMethod } from '../portal/rest/handlers.ts'
import type { Answer, Asker } from './ask.ts'
import { questionsFor } from './questions.ts'
import type { Question } from './questions.ts'
import { shapeDifferences, shapeOf } from './shapes.ts'

export interface Compared {
  readonly method: string
  /** Numbers of object types and the like, never of things. */
  readonly about: string
  readonly state: 'same' | 'different' | 'not compared'
  readonly lines: readonly string[]
}

export const isReadable = (method: string): boolean => findMethod(method)?.handler.writes === false

async function answerTo({ method, params = {}, of }: Question, asker: Asker): Promise<Answer> {
  if (!of) return asker.ask(method, params)
  const list = await asker.ask(of.list, of.params ?? {})
  const id = list.error === null ? idIn(list.result) : undefined
  return id === undefined ? { result: null, error: 'nothing in the list' } : asker.ask(method, { ...params, [of.into]: id })
}

export async function compare(there: Asker, here: Asker): Promise<Compared[]> {
  const compared: Compared[] = []
  for (const question of questionsFor(isReadable)) {
    const theirs = await answerTo(question, there)
    const ours = await answerTo(question, here)
    const type = question.params?.['entityTypeId']
    const about = { method: question.method, about: typeof type === 'number' ? `entityTypeId ${type}` : '' }
    if (theirs.error !== null && ours.error === null && /insufficient_scope|ERROR_METHOD_NOT_FOUND|ACCESS_DENIED|^nothing/i.test(theirs.error))
      compared.push({ ...about, state: 'not compared', lines: [`there: ${theirs.error}`] })
    else if (theirs.error !== null || ours.error !== null) {
      const same = theirs.error === ours.error
      const line = `there: ${theirs.error ?? 'an answer'}, here: ${ours.error ?? 'an answer'}`
      const state = !same ? 'different' : question.refused ? 'same' : 'not compared'
      compared.push({ ...about, state, lines: [line] })
    } else {
      const beside = question.method === 'profile' ? shapeDifferences(shapeOf(theirs.about, 'answer'), shapeOf(ours.about, 'answer')) : []
      const lines = [...shapeDifferences(shapeOf(theirs.result), shapeOf(ours.result)), ...beside]
      compared.push({ ...about, state: lines.length === 0 ? 'same' : 'different', lines })
    }
  }
  return compared
}

/** As it is printed: no value of either portal. */
export function comparedText(compared: readonly Compared[]): string {
  const count = (state: Compared['state']) => compared.filter((one) => one.state === state).length
  const shown = compared.filter((one) => one.state !== 'same')
  return [
    ...shown.flatMap(({ method, about, state, lines }) => [
      `${method}${about === '' ? '' : ` (${about})`}${state === 'not compared' ? ': not compared' : ''}`,
      ...lines.map((line) => `  ${line}`),
    ]),
    `${compared.length} questions: ${count('same')} with the same shape, ${count('different')} different, ${count('not compared')} not compared`,
  ].join('\n')
}
