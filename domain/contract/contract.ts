/** The contract between client and server: every question with the schema of what is asked and what is answered. */
import type { z } from 'zod'
import { configurationQuestions } from './configuration.ts'
import { fairnessQuestions } from './fairness.ts'
import { journalQuestions } from './journal.ts'
import { pastQuestions } from './past.ts'
import { setupQuestions } from './setup.ts'
import { visitQuestions } from './visit.ts'

/** Asked as `POST /api/<name>` with a JSON body; `Authorization: Bearer <session>` unless `anyone` may ask. */
export const contract = { ...configurationQuestions, ...fairnessQuestions, ...journalQuestions, ...pastQuestions, ...setupQuestions, ...visitQuestions } as const

export type Contract = typeof contract
export type QuestionName = keyof Contract
export type Input<Q extends QuestionName> = z.input<Contract[Q]['input']>
export type Parsed<Q extends QuestionName> = z.output<Contract[Q]['input']>
export type Answer<Q extends QuestionName> = z.output<Contract[Q]['output']>
