/** Named places where a test may have the process killed: `CRASH_AT=after_send` or `CRASH_AT=after_send:2` for the second time; `STOP_AT` pauses it, once. */

/** On the way of a distribution, in order. */
export const crashPoints = ['before_commit', 'after_commit', 'after_intent', 'after_send', 'before_done', 'after_done', 'after_reply', 'before_finish'] as const
/** On the way of an installation and of a refresh. */
export const proofCrashPoints = ['after_proof', 'after_refresh'] as const
export type CrashPoint = (typeof crashPoints)[number] | (typeof proofCrashPoints)[number]

const [wanted, times] = (process.env['CRASH_AT'] ?? '').split(':')
let pausing = process.env['STOP_AT']
let left = Number(times ?? '1')

export function crashPoint(name: CrashPoint): void {
  if (name === pausing) {
    pausing = undefined
    process.kill(process.pid, 'SIGSTOP')
  }
  if (name === wanted && --left === 0) process.kill(process.pid, 'SIGKILL')
}
