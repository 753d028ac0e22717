/** The one door to the portal: `ask(name, input)` posts to `/site/api/<name>` as the acting person, in the chosen language. */
import type { SiteApi } from '../../contract/site-api.ts'
import { actingId } from './acting.ts'
import { language } from './language.ts'

export type Name = keyof SiteApi
export type Input<N extends Name> = SiteApi[N]['ask']
export type Answer<N extends Name> = SiteApi[N]['answer']

/** The portal refused, or was not reached (`status` 0). */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** The property at fault, where the portal named one. */
    readonly field: string | null = null,
  ) {
    super(detail || code)
  }
}
export const asRefused = (problem: unknown): Refused =>
  problem instanceof Refused ? problem : new Refused(0, 'broken', problem instanceof Error ? problem.message : String(problem))

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

export async function ask<N extends Name>(name: N, input: Input<N>): Promise<Answer<N>> {
  let response: Response
  try {
    response = await fetch(`/site/api/${name}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Acting-User': String(actingId.value), 'X-Language': language.value },
      body: JSON.stringify(input),
    })
  } catch {
    throw new Refused(0, 'unreachable', '')
  }
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as Answer<N>
  const said = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  throw new Refused(response.status, textOf(said['error']) || `HTTP ${response.status}`, textOf(said['detail']), textOf(said['field']) || null)
}
