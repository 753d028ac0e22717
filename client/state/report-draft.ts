/** A visit report while it is being written, in the card's tab and on the phone alike: what is ticked and answered, what is missing, what would be sent. */
import { computed, ref, watch } from 'vue'
import { answered, missing, visible, withAnswer } from '../../domain/answers.ts'
import type { Answer, Input } from '../../domain/contract/contract.ts'
import type { DirectionId, DocumentRef, PhotoId } from '../../domain/ids.ts'
import type { AnswerValue, Form, Question } from '../../domain/question.ts'
import { type Draft, emptyDraft } from './draft.ts'

/** What both pages send. */
export interface Report extends Pick<Draft, 'reportId' | 'directionIds' | 'comment'>, Pick<Input<'visit.submit'>, 'onSite' | 'place' | 'nextVisit' | 'failure'> {
  readonly document: DocumentRef
  readonly answers: NonNullable<Input<'visit.submit'>['answers']>
  readonly photos: NonNullable<Input<'visit.submit'>['photos']>
}
type Directions = Answer<'visit.show'>['directions']

/** What is asked in a direction and how much of it is answered. */
export interface Asked {
  readonly questions: readonly Question[]
  readonly values: Readonly<Record<string, AnswerValue>>
  readonly done: number
  readonly missing: ReadonlySet<string>
}

/** @param keep called with every change; resolves to whether it outlives the page */
export function useReportDraft({ document, directions }: Answer<'visit.show'>, found: Draft | null, keep: (draft: Draft) => boolean | Promise<boolean>) {
  const known = new Set<string>(directions.map(({ id }) => id))
  /** A draft may be older than the directions: what was archived since cannot be ticked. */
  const dropped = found?.directionIds.some((id) => !known.has(id)) ?? false
  const draft = ref<Draft>(found ? { ...emptyDraft(), ...found, directionIds: found.directionIds.filter((id) => known.has(id)) } : emptyDraft())
  const kept = ref(found !== null)
  let turn = 0
  watch(
    draft,
    async (value) => {
      const mine = ++turn
      const lasting = await keep(value)
      if (mine === turn) kept.value = lasting
    },
    { deep: true },
  )

  const formOf = (direction: Directions[number]): Form => draft.value.forms[direction.id] ?? direction.form
  const asked = computed<ReadonlyMap<DirectionId, Asked>>(
    () =>
      new Map(
        directions.map((direction) => {
          const { questions } = formOf(direction)
          const values = draft.value.answers[direction.id] ?? {}
          const gaps = new Set(missing(questions, values).map(({ id }) => id))
          return [direction.id, { questions: visible(questions, values), values, done: answered(questions, values).length, missing: gaps }]
        }),
      ),
  )

  function toggle(id: DirectionId): void {
    const ticked = draft.value.directionIds
    draft.value.directionIds = ticked.includes(id) ? ticked.filter((one) => one !== id) : [...ticked, id]
  }

  /** @param value null: no answer */
  function answer(id: DirectionId, question: string, value: AnswerValue | null): void {
    const direction = directions.find((one) => one.id === id)
    if (!direction) return
    draft.value.forms[id] ??= direction.form
    draft.value.answers[id] = withAnswer(draft.value.answers[id] ?? {}, question, value)
  }

  /** Gaps are shown only after sending was tried. */
  const tried = ref(false)
  const chosen = computed(() => new Set(draft.value.directionIds))
  const gap = computed(() => tried.value && chosen.value.size === 0)
  /** How many answers are still to be given. */
  const left = computed(() => draft.value.directionIds.reduce((sum, id) => sum + (asked.value.get(id)?.missing.size ?? 0), 0))

  /** @returns null while something is missing, which is shown from then on */
  function input(): Report | null {
    tried.value = true
    if (chosen.value.size === 0 || left.value > 0) return null
    const { reportId, directionIds, comment } = draft.value
    const answers = directions.flatMap((direction) => {
      const { questions = [], values = {} } = asked.value.get(direction.id) ?? {}
      const given = questions.flatMap(({ id }) => (values[id] === undefined ? [] : [[id, values[id]] as const]))
      const { version } = formOf(direction)
      return version === 0 || !chosen.value.has(direction.id) ? [] : [{ directionId: direction.id, version, values: Object.fromEntries(given) }]
    })
    return { reportId, document: { kind: document.kind, id: document.id }, directionIds, comment: comment.trim(), answers, photos: photosOf(answers), ...facts() }
  }

  /** @param again milliseconds since 1970; null: nobody comes again; @returns null while the reason is missing */
  function failed(again: number | null): Report | null {
    const { reportId, comment, failure } = draft.value
    tried.value = true
    if (!failure?.reason) return null
    return { reportId, document: { kind: document.kind, id: document.id }, directionIds: [], comment: comment.trim(), answers: [], photos: [], ...facts(), failure: { reason: failure.reason, again } }
  }

  /** What is half written is not told. */
  function facts(): Pick<Report, 'onSite' | 'place' | 'nextVisit' | 'failure'> {
    const { onSite, place, nextVisit } = draft.value
    const next = Date.parse(nextVisit)
    return {
      onSite: onSite.from !== null && onSite.until !== null && onSite.from <= onSite.until ? { from: onSite.from, until: onSite.until } : null,
      place: place?.by === 'hand' && (place.text.trim() === '' || place.reason.trim() === '') ? null : place,
      nextVisit: Number.isNaN(next) ? null : next,
      failure: null,
    }
  }

  /** By the question that each photo answers; those of the report itself are in none. */
  const questionOf = computed<ReadonlyMap<PhotoId, { readonly directionId: DirectionId; readonly label: string }>>(
    () =>
      new Map(
        directions.flatMap((direction) =>
          formOf(direction)
            .questions.filter(({ type }) => type === 'photo')
            .flatMap(({ id, label }) => {
              const ids = draft.value.answers[direction.id]?.[id]
              return (Array.isArray(ids) ? ids : []).map((photo) => [photo as PhotoId, { directionId: direction.id, label }] as const)
            }),
        ),
      ),
  )

  /** What answers a question that is not asked any more stays on the phone. */
  function photosOf(answers: Report['answers']): Report['photos'] {
    const given = new Set(answers.flatMap(({ values }) => Object.values(values).flatMap((value) => (Array.isArray(value) ? value : []))))
    const photos = draft.value.photos.flatMap(({ id, caption }) => {
      const question = questionOf.value.get(id)
      if (question && !given.has(id)) return []
      return [{ id, kind: 'photo' as const, caption: caption.trim() || (question?.label ?? '') }]
    })
    const { signature } = draft.value
    return signature === null ? photos : [...photos, { id: signature, kind: 'signature', caption: '' }]
  }

  function addPhoto(id: PhotoId, question: { readonly directionId: DirectionId; readonly id: string } | null): void {
    draft.value.photos.push({ id, caption: '' })
    if (!question) return
    const before = draft.value.answers[question.directionId]?.[question.id]
    answer(question.directionId, question.id, [...(Array.isArray(before) ? before : []), id])
  }

  function removePhoto(id: PhotoId): void {
    draft.value.photos = draft.value.photos.filter((one) => one.id !== id)
    for (const [directionId, values] of Object.entries(draft.value.answers)) {
      for (const [question, value] of Object.entries(values)) {
        if (!Array.isArray(value) || !value.includes(id)) continue
        const rest = value.filter((one) => one !== id)
        answer(directionId as DirectionId, question, rest.length === 0 ? null : rest)
      }
    }
  }
  return { draft, kept, dropped, chosen, asked, tried, left, gap, questionOf, toggle, answer, addPhoto, removePhoto, input, failed }
}
