/** How the site's questions are written: the schema of what is asked, and the answer that the contract promises. */
import type { z } from 'zod'
import type { SiteApi } from '../contract/site-api.ts'
import { SiteRefusal } from '../door/refusal.ts'
import type { Language, Person } from '../state/state.ts'
import type { World } from '../world.ts'

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

export function onlyAdministrator({ person }: SiteCall): void {
  if (!person.administrator)
    throw new SiteRefusal(403, 'forbidden', { ru: 'Это может только администратор портала.', en: 'Only a portal administrator can do this.' })
}
