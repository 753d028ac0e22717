/** What can go wrong with one request: the switches of the inspector's page, and finer ones for tests. */
import type { FaultName } from '../contract/weather.ts'

export interface RequestAbout {
  readonly method: string
  /** Methods of a batch, in order; the method itself otherwise. */
  readonly commands: readonly string[]
  /** Something is written by it. */
  readonly writes: boolean
  /** Counts from 1 since the portal started. */
  readonly number: number
}

export type Interception =
  /** Executed; the connection breaks before the answer. */
  | { readonly kind: 'lose_answer' }
  /** Not executed; the connection breaks. */
  | { readonly kind: 'drop' }
  /** Not executed; answered by something in front of the portal. */
  | { readonly kind: 'refuse'; readonly status: number; readonly code?: string }
  /** Executed up to `commands` commands; the connection breaks. */
  | { readonly kind: 'abort_after'; readonly commands: number }
  /** Executed; the answer arrives cut in half. */
  | { readonly kind: 'cut_answer' }
  /** Executed at once, answered later; beyond the request's cap it becomes a 504. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The caller's access token has just expired; answered 401. */
  | { readonly kind: 'expire_token' }
  /** Somebody else has refreshed the caller's pair: neither of its tokens works any more. */
  | { readonly kind: 'rotate_token' }
  /** An administrator takes the application off before the request is looked at. */
  | { readonly kind: 'uninstall' }
  /** The connection breaks at once; executed that much later. */
  | { readonly kind: 'apply_late'; readonly milliseconds: number }
  /** The connection stays quiet for that long, then the request is executed and answered. */
  | { readonly kind: 'late'; readonly milliseconds: number }

/** Every third call is answered 503, every second writing answer is lost: enough to see that nothing is, not so much that nothing works. */
export function interceptionOf(
  faults: ReadonlySet<FaultName>,
  about: RequestAbout,
  counters: { refused: number; lost: number },
): Interception | undefined {
  if (faults.has('limit_exhausted')) return { kind: 'refuse', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }
  if (faults.has('answer_503')) {
    counters.refused += 1
    if (counters.refused % 3 === 0) return { kind: 'refuse', status: 503 }
  }
  if (faults.has('answer_lost') && about.writes) {
    counters.lost += 1
    if (counters.lost % 2 === 1) return { kind: 'lose_answer' }
  }
  if (faults.has('slow')) return { kind: 'delay', milliseconds: 5_000 }
  return undefined
}
