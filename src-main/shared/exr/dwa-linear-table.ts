// What DWA's non-linear halves mean in linear light: a gamma below one, an exponential above.
import { floatToHalf, halfToFloat, halfToFloatBits } from './half'

/** By the upper 19 bits of a float with no more digits than a half has. */
export const LINEAR_ENTRIES = 1 << 19

const GAMMA = Math.fround(2.2)
/** 2.7182818 to the power of 2.2, as float32 has it. */
const BASE = Math.fround(9.02501329156)
const SIGN = 1 << 18
/** Beyond -2^-25 a half is not zero, so its sign is kept though its linear value is zero. */
const FIRST_SIGNED = (0xb3000000 >>> 13) + 1
const FIRST_NORMAL = 0xb8800000 >>> 13

/** Once; NaN and infinity are not stored in files, and become zero. */
export function fillLinearTable(table: Uint16Array): void {
  if (table[FIRST_SIGNED] !== 0) return
  for (let half = 1; half < 0x7c00; half += 1) {
    const value = halfToFloat(half)
    const linear = value <= 1 ? value ** GAMMA : BASE ** Math.fround(value - 1)
    const place = halfToFloatBits(half) >>> 13
    table[place] = floatToHalf(Math.fround(linear))
    table[place + SIGN] = (table[place] ?? 0) | 0x8000
  }
  table.fill(0x8000, FIRST_SIGNED, FIRST_NORMAL)
}
