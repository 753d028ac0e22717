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

/** A small generator that a text starts: alike for the same text for ever. It is for what-if alone; draws that count are bound to a secret. */
export function randomOfText(text: string): Random {
  const mixed = (start: number): number => {
    let hash = start
    for (let place = 0; place < text.length; place++) hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    return (hash ^ (hash >>> 13)) >>> 0
  }
  let [a, b, c, d] = [mixed(0x811c9dc5), mixed(0x9e3779b9), mixed(0x85ebca6b), mixed(0xc2b2ae35) | 1]
  return randomFrom(() => {
    const turned = a ^ (a << 11)
    ;[a, b, c] = [b, c, d]
    d = d ^ (d >>> 19) ^ turned ^ (turned >>> 8)
    return d >>> 0
  })
}
