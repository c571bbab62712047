// Blocks of floats to halves in their planes: rounded to half, then taken from the table of what they mean in linear
// light, the luma and chroma of three channels made colors before.
import { floatsToHalves, lowHalvesToFloats, packHalves } from './number-formats'

/**
 * Halves by the upper 19 bits of a float that is rounded to eleven digits, as halves above 2^-14 are. Below that all
 * are zero, and only the sign of those just beyond -2^-25, where a half is negative zero no longer, needs a closer look.
 */
const table: usize = memory.data(1 << 20, 16)
const DOUBTFUL: u32 = 0xb3000001
const DOUBTFUL_COUNT: u32 = 0x1000

/** 2^19 halves. The driver fills it once. */
export function linearTable(): usize {
  return table
}

export function redOf(y: v128, cr: v128): v128 {
  return f32x4.add(y, f32x4.mul(cr, f32x4.splat(1.5747)))
}

export function greenOf(y: v128, cb: v128, cr: v128): v128 {
  const withoutBlue = f32x4.sub(y, f32x4.mul(cb, f32x4.splat(0.1873)))
  return f32x4.sub(withoutBlue, f32x4.mul(cr, f32x4.splat(0.4682)))
}

export function blueOf(y: v128, cb: v128): v128 {
  return f32x4.add(y, f32x4.mul(cb, f32x4.splat(1.8556)))
}

export function lookUp(floats: v128): u64 {
  const odd = v128.and(i32x4.shr_u(floats, 13), i32x4.splat(1))
  const rounded = i32x4.add(i32x4.add(floats, i32x4.splat(0xfff)), odd)
  const places = v128.and(i32x4.shr_u(rounded, 12), i32x4.splat(0xffffe))
  const low = <u64>i64x2.extract_lane(places, 0)
  const high = <u64>i64x2.extract_lane(places, 1)
  return (
    (<u64>load<u16>(table + <usize>(<u32>low))) |
    ((<u64>load<u16>(table + <usize>(low >> 32))) << 16) |
    ((<u64>load<u16>(table + <usize>(<u32>high))) << 32) |
    ((<u64>load<u16>(table + <usize>(high >> 32))) << 48)
  )
}

function doubtOf(floats: v128): v128 {
  return i32x4.sub(floats, i32x4.splat(DOUBTFUL))
}

function isDoubtful(least: v128): bool {
  return v128.any_true(i32x4.lt_u(least, i32x4.splat(DOUBTFUL_COUNT)))
}

/** Three blocks, 256 bytes apart, to three planes. Rows of a plane are `stride` bytes apart. */
export function storeColors(blocks: usize, to: usize, planeBytes: usize, stride: usize): void {
  let least = i32x4.splat(-1)
  let from = blocks
  let row = to
  for (const end = blocks + 256; from < end; from += 32) {
    for (let half: usize = 0; half < 2; half++) {
      const y = v128.load(from + (half << 4))
      const cb = v128.load(from + (half << 4), 256)
      const cr = v128.load(from + (half << 4), 512)
      const red = redOf(y, cr)
      const green = greenOf(y, cb, cr)
      const blue = blueOf(y, cb)
      least = i32x4.min_u(least, i32x4.min_u(doubtOf(red), i32x4.min_u(doubtOf(green), doubtOf(blue))))
      const place = row + (half << 3)
      store<u64>(place, lookUp(red))
      store<u64>(place + planeBytes, lookUp(green))
      store<u64>(place + 2 * planeBytes, lookUp(blue))
    }
    row += stride
  }
  if (!isDoubtful(least)) return
  for (let at = blocks; at < blocks + 256; at += 16) {
    const y = v128.load(at)
    const cb = v128.load(at, 256)
    const cr = v128.load(at, 512)
    v128.store(at, redOf(y, cr))
    v128.store(at, greenOf(y, cb, cr), 256)
    v128.store(at, blueOf(y, cb), 512)
  }
  for (let color: usize = 0; color < 3; color++) {
    storeExactly(blocks + (color << 8), to + color * planeBytes, stride)
  }
}

/** One block to its plane. */
export function storeValues(block: usize, to: usize, stride: usize): void {
  let least = i32x4.splat(-1)
  let row = to
  for (let from = block; from < block + 256; from += 32) {
    const left = v128.load(from)
    const right = v128.load(from, 16)
    least = i32x4.min_u(least, i32x4.min_u(doubtOf(left), doubtOf(right)))
    store<u64>(row, lookUp(left))
    store<u64>(row, lookUp(right), 8)
    row += stride
  }
  if (isDoubtful(least)) storeExactly(block, to, stride)
}

/** One block that is linear as it is. */
export function storeLinearValues(block: usize, to: usize, stride: usize): void {
  for (let from = block; from < block + 256; from += 32) {
    v128.store(to, packHalves(v128.load(from), v128.load(from, 16)))
    to += stride
  }
}

function storeExactly(block: usize, to: usize, stride: usize): void {
  for (let from = block; from < block + 256; from += 32) {
    store<u64>(to, lookUp(roundToHalves(v128.load(from))))
    store<u64>(to, lookUp(roundToHalves(v128.load(from, 16))), 8)
    to += stride
  }
}

export function roundToHalves(floats: v128): v128 {
  const halves = floatsToHalves(floats)
  return lowHalvesToFloats(i16x8.narrow_i32x4_u(halves, halves))
}

/** Three means to three planes of one value each. */
export function storeColor(y: v128, cb: v128, cr: v128, to: usize, planeBytes: usize, stride: usize): void {
  storeValue(redOf(y, cr), to, stride, false)
  storeValue(greenOf(y, cb, cr), to + planeBytes, stride, false)
  storeValue(blueOf(y, cb), to + 2 * planeBytes, stride, false)
}

export function storeValue(value: v128, to: usize, stride: usize, isLinear: bool): void {
  const half = isLinear ? <u64>i32x4.extract_lane(floatsToHalves(value), 0) : lookUp(roundToHalves(value))
  const halves = i16x8.splat(<i16>half)
  for (let row: usize = 0; row < 8; row++) {
    v128.store(to, halves)
    to += stride
  }
}
