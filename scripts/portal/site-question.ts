/** How the site's questions are written: the schema of what is asked, and the answer that the contract promises. */
import type { z } from 'zod'
import type { SiteApi } from './site-contract.ts'
import type { Language, Person } from './state.ts'
import type { World } from './world.ts'

export interface SiteCall {
  readonly world: World
  /** The acting person. */
  readonly person: Person
  readonly language: Language
  reset(): void
}

export interface SiteQuestion<Q extends keyof SiteApi> {
  readonly input: z.ZodType<SiteApi[Q]['ask']>
  run(call: SiteCall, asked: SiteApi[Q]['ask']): SiteApi[Q]['answer']
}

export type SiteQuestions<Q extends keyof SiteApi> = { readonly [K in Q]: SiteQuestion<K> }
