/** Answers to a direction's questions, as lines for people. */
import type { Direction } from '../../domain/direction.ts'
import type { DirectionId } from '../../domain/ids.ts'
import type { DirectionAnswers } from '../../domain/question.ts'
import type { VisitReport } from '../../domain/visit-report.ts'
import { plain } from '../plain.ts'
import type { Texts } from './texts.ts'

/** Of one direction; empty where nothing was asked. */
export const answersOf = (answers: readonly DirectionAnswers[], id: DirectionId, words: Texts): string =>
  (answers.find(({ directionId }) => directionId === id)?.given ?? []).map(({ label, value }) => `${plain(label)}: ${plain(words.answer(value))}`).join('\n')

/** A block for each direction that was asked something, headed by its name. */
export const answersByDirection = ({ answers, directionIds }: VisitReport, directions: readonly Direction[], words: Texts): string[] =>
  directionIds.flatMap((id) => {
    const lines = answersOf(answers, id, words)
    return lines === '' ? [] : [`${plain(directions.find((one) => one.id === id)?.name ?? id)}\n${lines}`]
  })
