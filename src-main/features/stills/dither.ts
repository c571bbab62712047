// From 16 bit to 8 by a seeded dither: rectangular and one code wide, so a value that lies on a code stays it, and
// what lies between two codes becomes them in proportion. The same seed gives the same bytes.

// What the resampling in front may be off by, in 16-bit codes. Nearer to an 8-bit code than this is that code.
const NOISE_CODES = 2

/** Writes the 8-bit codes of the 16-bit ones; `into` is as long as they are. Each call goes on where the last ended. */
export type Dither = (codes: Uint16Array, into: Uint8Array) => void

export function createDither(seed: number): Dither {
  // xorshift32 (Marsaglia 2003), which never leaves 0.
  let state = seed | 0 || 0x9e3779b9
  return (codes, into) => {
    // Without a branch on what is random: a processor that guesses wrong at every second sample takes three times as long.
    for (let index = 0; index < codes.length; index += 1) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const code = codes[index] ?? 0
      // code / 257 for every code of 16 bit: 65281 / 2²⁴ is 1 / 257 to within 1 / 2²⁴.
      const below = Math.imul(code, 65_281) >>> 24
      const rest = code - below * 257
      const share = rest <= NOISE_CODES ? 0 : rest >= 257 - NOISE_CODES ? 257 : rest
      // 0…256, evenly: below `share` in the proportion of `share` to 257.
      const chance = Math.imul(state >>> 16, 257) >>> 16
      into[index] = below + ((chance - share) >>> 31)
    }
  }
}
