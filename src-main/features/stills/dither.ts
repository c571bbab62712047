// From 16 bit to 8 by a seeded dither: rectangular and one code wide, so a value that lies on a code stays it, and
// what lies between two codes becomes them in proportion. The same seed gives the same bytes.

// What the resampling in front may be off by, in 16-bit codes. Nearer to an 8-bit code than this is that code.
const NOISE_CODES = 2
// From the generator's 32 bits to 0…257.
const STEP = 257 / 2 ** 32

/** Writes the 8-bit codes of the 16-bit ones; `into` is as long as they are. Each call goes on where the last ended. */
export type Dither = (codes: Uint16Array, into: Uint8Array) => void

export function createDither(seed: number): Dither {
  // xorshift32 (Marsaglia 2003), which never leaves 0.
  let state = seed | 0 || 0x9e3779b9
  return (codes, into) => {
    for (let index = 0; index < codes.length; index += 1) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const code = codes[index] ?? 0
      const below = (code / 257) | 0
      const rest = code - below * 257
      if (rest <= NOISE_CODES) into[index] = below
      else if (rest >= 257 - NOISE_CODES) into[index] = below + 1
      else into[index] = (state >>> 0) * STEP < rest ? below + 1 : below
    }
  }
}
