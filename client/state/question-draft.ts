/** A direction's questions while they are being edited; saved as a new version, and only where something changed. */
import { computed, ref } from 'vue'
import { conditionsOf, flawOf } from '../../domain/answers.ts'
import type { DirectionId } from '../../domain/ids.ts'
import type { Form, Question, QuestionType } from '../../domain/question.ts'
import { ask } from '../api.ts'
import { type Trouble, troubleOf } from '../refused.ts'

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const newQuestionId = (): string => `q_${[...crypto.getRandomValues(new Uint8Array(10))].map((byte) => alphabet[byte % 32]).join('')}`

/** @param directionId null: the direction itself is new, so nothing is asked yet */
export function useQuestionDraft(directionId: DirectionId | null) {
  const stored = ref<Form>({ version: 0, questions: [] })
  const questions = ref<Question[]>([])
  const trouble = ref<Trouble | null>(null)
  const known = ref(directionId === null)

  async function load(): Promise<void> {
    if (directionId === null) return
    try {
      stored.value = await ask('form.show', { directionId })
      questions.value = JSON.parse(JSON.stringify(stored.value.questions)) as Question[]
      known.value = true
      trouble.value = null
    } catch (error) {
      trouble.value = troubleOf(error)
    }
  }

  /** A condition that no longer holds is dropped: the question is then always asked. */
  function settle(list: Question[]): void {
    questions.value = list.map((question, index) => {
      const { shownWhen } = question
      const on = shownWhen && list.slice(0, index).find(({ id }) => id === shownWhen.question)
      return shownWhen && !(on && conditionsOf(on).includes(shownWhen.is)) ? { ...question, shownWhen: null } : question
    })
  }
  const add = (): void => settle([...questions.value, { id: newQuestionId(), type: 'text', label: '', required: false, options: [], shownWhen: null }])
  const remove = (index: number): void => settle(questions.value.filter((_one, at) => at !== index))
  const change = (index: number, part: Partial<Question>): void => settle(questions.value.map((one, at) => (at === index ? { ...one, ...part } : one)))
  const retype = (index: number, type: QuestionType): void => {
    const options = type === 'choice' || type === 'several' ? (questions.value[index]?.options ?? []) : []
    change(index, { type, options })
  }
  function move(index: number, step: -1 | 1): void {
    const list = [...questions.value]
    const [moved] = list.splice(index, 1)
    if (moved) list.splice(index + step, 0, moved)
    settle(list)
  }

  const tidy = computed(() =>
    questions.value.map((one) => ({ ...one, label: one.label.trim(), options: one.options.map((option) => option.trim()).filter((option) => option !== '') })),
  )
  /** The question that cannot be saved as it is, and why. */
  const gap = computed<{ readonly id: string; readonly flaw: 'label' | 'options' } | null>(() => {
    const nameless = tidy.value.find(({ label }) => label === '')
    if (nameless) return { id: nameless.id, flaw: 'label' }
    const flaw = flawOf(tidy.value)
    return flaw ? { id: flaw.id, flaw: 'options' } : null
  })

  /** Throws `Refused`. */
  async function save(id: DirectionId): Promise<void> {
    if (!known.value || JSON.stringify(tidy.value) === JSON.stringify(stored.value.questions)) return
    stored.value = await ask('form.save', { directionId: id, version: stored.value.version, questions: tidy.value })
  }
  return { questions, tidy, known, trouble, gap, load, add, remove, change, retype, move, save }
}
export type QuestionDraft = ReturnType<typeof useQuestionDraft>
