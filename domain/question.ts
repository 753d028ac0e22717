/** The questions that a direction asks after a visit, in numbered versions that never change: a draft keeps the one it began with. */
import { z } from 'zod'
import { DirectionId } from './ids.ts'

export const questionTypes = ['text', 'number', 'choice', 'several', 'date', 'yes_no', 'photo'] as const
export type QuestionType = (typeof questionTypes)[number]

export const Question = z.object({
  id: z.string().regex(/^q_[a-z2-7]{10}$/),
  type: z.enum(questionTypes),
  label: z.string().trim().min(1).max(200),
  required: z.boolean(),
  /** Of `choice` and `several`; the answer is the option's own text. */
  options: z.array(z.string().trim().min(1).max(100)).max(20),
  /** Asked only when an earlier question of the same direction has this answer: an option, or `yes` or `no`. Null: always. */
  shownWhen: z.object({ question: z.string(), is: z.string().max(100) }).nullable(),
})
export type Question = z.infer<typeof Question>

export const Form = z.object({
  /** 0: nothing is asked. Grows with every change. */
  version: z.number().int().min(0),
  questions: z.array(Question).max(30),
})
export type Form = z.infer<typeof Form>

/** Text, number, option, options, `YYYY-MM-DD`, yes and no, or the ids of photos; a report keeps how many photos there were. */
export const AnswerValue = z.union([z.string().max(2000), z.number(), z.array(z.string().max(100)).max(20), z.boolean()])
export type AnswerValue = z.infer<typeof AnswerValue>

/** As it came with a report: readable without the form, which is named by its version. */
export const DirectionAnswers = z.object({
  directionId: DirectionId,
  version: z.number().int().min(0),
  given: z.array(z.object({ id: z.string(), label: z.string(), value: AnswerValue })),
})
export type DirectionAnswers = z.infer<typeof DirectionAnswers>
