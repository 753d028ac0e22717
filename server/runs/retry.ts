/** When to try again: growing pauses, with an end only for what is our own mistake. */
export const maxPauseMs = 60_000
/** Tries of a run that fails for reasons of ours, before the workflow is told. */
export const triesOfBroken = 3
/** How long a portal rests that refuses us altogether (unpaid, token dead); an installation ends the rest at once. */
export const parkedForMs = 3_600_000

/** @param failures 0 for the first */
export const pauseAfter = (failures: number): number => Math.min(maxPauseMs, 1000 * 2 ** Math.min(failures, 10))
