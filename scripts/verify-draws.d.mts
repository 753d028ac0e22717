/** Types of the verifier for whoever calls it from TypeScript. */
export interface Verdict {
  readonly problems: string[]
  readonly draws: number
  readonly sealed: number
}
export function verifyDraws(journal: unknown, earlier?: unknown): Verdict
