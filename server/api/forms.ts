/** Questions of a direction: shown to an administrator, saved as a new version, and a report's answers held against the version they name. */
import { answered, fits, flawOf, missing } from '../../domain/answers.ts'
import type { Parsed } from '../../domain/contract/contract.ts'
import type { DirectionId, MemberId } from '../../domain/ids.ts'
import type { DirectionAnswers } from '../../domain/question.ts'
import type { ReportPhoto } from '../../domain/visit-report.ts'
import type { House } from '../house.ts'
import type { Store } from '../store/store.ts'
import { changing } from './changing.ts'
import type { Handlers } from './handlers.ts'
import { refuse } from './refusal.ts'

export function formsHandlers(house: House): Pick<Handlers, 'form.show' | 'form.save'> {
  const { store } = house
  const mustBeKnown = async (memberId: MemberId, id: DirectionId): Promise<void> => {
    if (!(await store.directions.get(memberId, id))) throw refuse('not_found')
  }
  return {
    async 'form.show'({ directionId }, { memberId }) {
      await mustBeKnown(memberId, directionId)
      return store.forms.newest(memberId, directionId)
    },

    async 'form.save'({ directionId, version, questions }, asker) {
      const { memberId } = asker
      await mustBeKnown(memberId, directionId)
      const flaw = flawOf(questions)
      if (flaw) throw refuse('invalid_input', `questions ${flaw.id} ${flaw.flaw}`)
      const form = { version: version + 1, questions }
      await changing(house, asker, { kind: 'questions', subject: directionId }, async (s) => {
        if ((await s.forms.newest(memberId, directionId)).version !== version) throw refuse('conflict')
        if (!(await s.forms.add(memberId, directionId, form))) throw refuse('conflict')
      })
      return form
    },
  }
}

type Given = Parsed<'visit.submit'>['answers']

/**
 * What a report keeps: the visible questions that were answered, with their labels.
 * @throws Refused `invalid_input` where a version is unknown, an answer does not fit, or a required one is missing
 */
export async function readAnswers({ forms }: Pick<Store, 'forms'>, memberId: MemberId, directionIds: readonly DirectionId[], given: Given, photos: readonly ReportPhoto[]): Promise<DirectionAnswers[]> {
  const read: DirectionAnswers[] = []
  for (const { directionId, version, values } of given) {
    // What was answered before it was unticked stays on the phone.
    if (!directionIds.includes(directionId)) continue
    const form = await forms.get(memberId, directionId, version)
    const wrong = (what: string) => refuse('invalid_input', `answers.${directionId}.${what}`)
    if (!form || read.some((one) => one.directionId === directionId)) throw wrong('version')
    for (const id of Object.keys(values)) if (!form.questions.some((question) => question.id === id)) throw wrong(id)
    const [gap] = missing(form.questions, values)
    if (gap) throw wrong(gap.id)
    const asked = answered(form.questions, values).flatMap((question) => {
      const value = values[question.id]
      if (value === undefined) return []
      if (!fits(question, value)) throw wrong(question.id)
      if (question.type === 'photo' && Array.isArray(value)) {
        if (!value.every((id) => photos.some((photo) => photo.id === id))) throw wrong(question.id)
        return [{ id: question.id, label: question.label, value: value.length }]
      }
      return [{ id: question.id, label: question.label, value: typeof value === 'string' ? value.trim() : value }]
    })
    read.push({ directionId, version, given: asked })
  }
  return read
}
