// Rows of samples into other types, and four rows into one of RGBA. Every row may be read and written up to 64 bytes
// beyond its end.
import { highHalvesToFloats, lowHalvesToFloats, packHalves } from './number-formats'

const UINT: i32 = 0
const HALF: i32 = 1

/** Uints beyond the largest half become infinity, as in OpenEXR. */
function loadFloats(from: usize, type: i32): v128 {
  const value = v128.load(from)
  return type === UINT ? f32x4.convert_i32x4_u(value) : value
}

/** Not called for rows that are half already. */
export function toHalves(type: i32, from: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 8) {
    v128.store(to, packHalves(loadFloats(from, type), loadFloats(from + 16, type)))
    from += 32
    to += 16
  }
}

/** Not called for rows that are float already. */
export function toFloats(type: i32, from: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count; at += 8) {
    if (type === HALF) {
      const halves = v128.load(from)
      v128.store(to, lowHalvesToFloats(halves))
      v128.store(to, highHalvesToFloats(halves), 16)
      from += 16
    } else {
      v128.store(to, loadFloats(from, type))
      v128.store(to, loadFloats(from + 16, type), 16)
      from += 32
    }
    to += 32
  }
}

export function interleaveHalves(
  red: usize,
  green: usize,
  blue: usize,
  alpha: usize,
  to: usize,
  count: usize,
): void {
  for (let at: usize = 0; at < count; at += 8) {
    const r = v128.load(red + at * 2)
    const g = v128.load(green + at * 2)
    const b = v128.load(blue + at * 2)
    const a = v128.load(alpha + at * 2)
    const rgLow = v128.shuffle<u16>(r, g, 0, 8, 1, 9, 2, 10, 3, 11)
    const rgHigh = v128.shuffle<u16>(r, g, 4, 12, 5, 13, 6, 14, 7, 15)
    const baLow = v128.shuffle<u16>(b, a, 0, 8, 1, 9, 2, 10, 3, 11)
    const baHigh = v128.shuffle<u16>(b, a, 4, 12, 5, 13, 6, 14, 7, 15)
    v128.store(to, v128.shuffle<u32>(rgLow, baLow, 0, 4, 1, 5))
    v128.store(to, v128.shuffle<u32>(rgLow, baLow, 2, 6, 3, 7), 16)
    v128.store(to, v128.shuffle<u32>(rgHigh, baHigh, 0, 4, 1, 5), 32)
    v128.store(to, v128.shuffle<u32>(rgHigh, baHigh, 2, 6, 3, 7), 48)
    to += 64
  }
}

export function interleaveFloats(
  red: usize,
  green: usize,
  blue: usize,
  alpha: usize,
  to: usize,
  count: usize,
): void {
  for (let at: usize = 0; at < count; at += 4) {
    const r = v128.load(red + at * 4)
    const g = v128.load(green + at * 4)
    const b = v128.load(blue + at * 4)
    const a = v128.load(alpha + at * 4)
    const rgLow = v128.shuffle<u32>(r, g, 0, 4, 1, 5)
    const rgHigh = v128.shuffle<u32>(r, g, 2, 6, 3, 7)
    const baLow = v128.shuffle<u32>(b, a, 0, 4, 1, 5)
    const baHigh = v128.shuffle<u32>(b, a, 2, 6, 3, 7)
    v128.store(to, v128.shuffle<u64>(rgLow, baLow, 0, 2))
    v128.store(to, v128.shuffle<u64>(rgLow, baLow, 1, 3), 16)
    v128.store(to, v128.shuffle<u64>(rgHigh, baHigh, 0, 2), 32)
    v128.store(to, v128.shuffle<u64>(rgHigh, baHigh, 1, 3), 48)
    to += 64
  }
}

/** Adds a row of `count` RGBA pixels of floats to sums of `across` pixels each; the first sum has `first` of its own. */
export function addToSums(row: usize, count: usize, across: u32, first: u32, sums: usize): void {
  let left = across - first
  let sum = v128.load(sums)
  for (const end = row + (count << 4); row < end; row += 16) {
    sum = f32x4.add(sum, v128.load(row))
    if (--left > 0) continue
    v128.store(sums, sum)
    sums += 16
    sum = v128.load(sums)
    left = across
  }
  v128.store(sums, sum)
}

/** In place: a row of sums to means, `scale` being one over the pixels in each. */
export function scaleSums(sums: usize, count: usize, scale: f32): void {
  for (const end = sums + (count << 4); sums < end; sums += 16) {
    v128.store(sums, f32x4.mul(v128.load(sums), f32x4.splat(scale)))
  }
}
