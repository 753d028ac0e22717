/** Chance that comes in by the door: numbers below a bound without modulo bias, from any stream of 32-bit words. */

export interface Random {
  /** A whole number in `0 .. bound - 1`, each equally likely. `bound` must be in `1 .. 2^32`. */
  below(bound: number): number
}

/**
 * Wraps a stream of uniformly distributed unsigned 32-bit words.
 * Words of the incomplete last interval are rejected: taking them modulo the bound would favour small results.
 */
export function randomFrom(nextWord: () => number): Random {
  return {
    below(bound) {
      if (!Number.isInteger(bound) || bound < 1 || bound > 0x1_0000_0000) throw new RangeError(`bound out of range: ${bound}`)
      const limit = 0x1_0000_0000 - (0x1_0000_0000 % bound)
      for (;;) {
        const word = nextWord()
        if (word < limit) return word % bound
      }
    },
  }
}
