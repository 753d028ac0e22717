/** Named places where a test may have the process killed: `CRASH_AT=after_send` or `CRASH_AT=after_send:2` for the second time. */
export const crashPoints = [
  'after_proof',
  'after_refresh',
  'after_read',
  'after_commit',
  'after_intent',
  'after_send',
  'before_done',
  'after_done',
  'after_reply',
  'before_finish',
] as const
export type CrashPoint = (typeof crashPoints)[number]

const [wanted, times] = (process.env['CRASH_AT'] ?? '').split(':')
let left = Number(times ?? '1')

export function crashPoint(name: CrashPoint): void {
  if (name === wanted && --left === 0) process.kill(process.pid, 'SIGKILL')
}
