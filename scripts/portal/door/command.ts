/** One command: found by its name, checked for scope and budget, run, charged and timed. */
import { iso } from '../clock.ts'
import { findMethod } from '../rest/handlers.ts'
import type { Installation } from '../state/app.ts'
import type { Person } from '../state/state.ts'
import type { World } from '../world.ts'
import { operatingExceeded } from './limits.ts'
import type { Answer } from './method.ts'
import { Refusal } from './refusal.ts'

/** Who is calling, as the token or the webhook says. */
export interface Caller {
  readonly person: Person
  /** null: an incoming webhook. */
  readonly installation: Installation | null
  readonly scope: readonly string[]
  /** Name under which the operating budget is kept. */
  readonly account: string
}

export interface Done extends Answer {
  readonly time: Record<string, unknown>
}

/** Creating a record costs what it costs in the cloud, 0.3 to 1 second of budget, though nobody waits for it. */
function costOf(name: string, base: number, result: unknown): number {
  if (name !== 'crm.item.add') return base
  const id = Number((result as { item?: { id?: number } } | null)?.item?.id ?? 0)
  return 0.3 + ((id * 37) % 71) / 100
}

export function timeBlock(began: number, world: World, operating: { operating: number; resetAt: number } | null): Record<string, unknown> {
  const finish = world.clock.now() / 1000
  const start = Math.min(began / 1000, finish)
  return {
    start,
    finish,
    duration: finish - start,
    processing: finish - start,
    date_start: iso(began),
    date_finish: iso(finish * 1000),
    ...(world.variants.has('box-limits') ? {} : operating ? { operating_reset_at: operating.resetAt, operating: operating.operating } : { operating: 0 }),
  }
}

/** The sources disagree on codes and statuses of refusals (protocol: contradictions); which of them are heard is the variants' matter. */
function asVariant(world: World, method: string, refusal: Refusal): Refusal {
  const { variants } = world
  if (variants.has('empty-error-codes-with-200') && method.startsWith('crm.')) return new Refusal(200, '', refusal.text, refusal.extra)
  if (variants.has('placement-errors-with-200') && method.startsWith('placement.')) return refusal.withStatus(200)
  if (variants.has('access-denied-with-400') && refusal.code === 'ACCESS_DENIED') return refusal.withStatus(400)
  return refusal
}

export function runCommand(world: World, caller: Caller, name: string, params: Readonly<Record<string, unknown>>): Done {
  const began = world.clock.now()
  const found = findMethod(name)
  if (!found || world.weather.strikes('not_on_plan', [found.name])) throw new Refusal(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!')
  if (!found.scopes.some((scope) => scope === '' || caller.scope.includes(scope))) {
    throw new Refusal(403, 'insufficient_scope', 'The request requires higher privileges than provided by the access token')
  }
  world.limits.checkOperating(found.name, caller.account, began)
  if (world.weather.strikes('limit_429', [found.name])) throw operatingExceeded()
  const unknown = (field: string) => {
    world.inspector.unknownFields.push({ method: found.name, field })
  }
  world.connector = typeof params['auth_connector'] === 'string' ? params['auth_connector'] : ''
  let answer: Answer
  try {
    answer = found.handler.run(
      { world, person: caller.person, installation: caller.installation, scope: caller.scope, method: found.name, unknown },
      params,
    )
  } catch (reason) {
    throw reason instanceof Refusal ? asVariant(world, found.name, reason) : reason
  } finally {
    world.connector = ''
  }
  const spent = world.limits.charge(found.name, caller.account, costOf(found.name, found.handler.cost, answer.result), began)
  return { ...answer, time: timeBlock(began, world, spent) }
}
