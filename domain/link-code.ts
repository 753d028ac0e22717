/** The code that opens a personal link on another device than the first: how long, how often, what it looks like. */

export const codeLimits = {
  lastsMs: 10 * 60_000,
  /** Attempts with one code. */
  tries: 5,
  /** Codes of one visit within that time, to whatever devices. */
  codes: 5,
  withinMs: 3_600_000,
  pauseMs: 60_000,
} as const

export const codePattern = /^\d{6}$/
/** Made by the phone, 128 bits; it proves that it is the same phone. */
export const devicePattern = /^[a-z0-9]{26,64}$/
