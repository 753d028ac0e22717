/** Every sentence of the personal link's page; the portal's language decides. */
import type { AnswerValue } from '../../domain/question.ts'
import type { Trouble } from '../refused.ts'
import type { Draft } from '../state/draft.ts'
import type { Language } from './moments.ts'
import { en } from './words-en.ts'
import { pl } from './words-pl.ts'
import { ru, type Words } from './words-ru.ts'

export type { Words }

/** A draft as plain text, for handing it over. */
export function draftText(directions: readonly { readonly id: string; readonly name: string }[], { directionIds, forms, answers, comment }: Draft, say: Words): string {
  const shown = (value: AnswerValue): string => (typeof value === 'boolean' ? (value ? say.answer.yes : say.answer.no) : Array.isArray(value) ? value.join(', ') : String(value))
  const blocks = directions
    .filter(({ id }) => directionIds.some((one) => one === id))
    .map(({ id, name }) => {
      const given = (forms[id]?.questions ?? []).flatMap((question) => (answers[id]?.[question.id] === undefined ? [] : [`${question.label}: ${shown(answers[id][question.id] ?? '')}`]))
      return [name, ...given].join('\n')
    })
  return [...blocks, comment].filter((block) => block !== '').join('\n\n')
}

export const words: Readonly<Record<Language, Words>> = { ru, en, pl }

export function sentenceFor(trouble: Trouble, { trouble: sentences }: Words): string {
  if (trouble === 'no_answer') return sentences.offline
  if (trouble === 'conflict') return sentences.conflict
  if (trouble === 'invalid_input') return sentences.changed
  if (trouble === 'portal_unreachable' || trouble === 'portal_refused') return sentences.portal
  return sentences.failed
}

/** What is told of a report that waits. */
export const sentenceOfWaiting = ({ lasting, online }: { lasting: boolean; online: boolean }, say: Words): string =>
  !lasting ? say.waitingMemory : online ? say.waitingOnline : say.waitingText
