// From 16 bit to 8 by a seeded dither: rectangular and one code wide, so a value that lies on a code stays it, and
// what lies between two codes becomes them in proportion. The same seed gives the same bytes.
import { setImmediate } from 'node:timers/promises'

// What the resampling in front may be off by, in 16-bit codes. Nearer to an 8-bit code than this is that code.
const NOISE_CODES = 2
const BAND = 1 << 19
// From the generator's 32 bits to 0…257.
const STEP = 257 / 2 ** 32

/** 8-bit codes of 16-bit ones. Gives way to other work between bands. */
export async function ditherTo8(codes: Uint16Array, seed: number): Promise<Uint8Array> {
  const dithered = new Uint8Array(codes.length)
  // xorshift32 (Marsaglia 2003), which never leaves 0.
  let state = seed | 0 || 0x9e3779b9
  for (let start = 0; start < codes.length; start += BAND) {
    const end = Math.min(codes.length, start + BAND)
    for (let index = start; index < end; index += 1) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      const code = codes[index] ?? 0
      const below = (code / 257) | 0
      const rest = code - below * 257
      if (rest <= NOISE_CODES) dithered[index] = below
      else if (rest >= 257 - NOISE_CODES) dithered[index] = below + 1
      else dithered[index] = (state >>> 0) * STEP < rest ? below + 1 : below
    }
    await setImmediate()
  }
  return dithered
}
