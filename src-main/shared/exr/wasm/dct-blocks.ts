// DWA's lossy channels: coefficients of 8 × 8 blocks to halves, one channel or three that share a color transform.
// Planes are whole blocks wide and high, so that the last rows and columns are like all others.
import { inverseDct } from './inverse-dct'
import { floatsToHalves, highHalvesToFloats, lowHalvesToFloats, packHalves } from './number-formats'

/** For each place in zigzag order the place in the block, column by column: two bytes a coefficient. */
const placeOf: usize = memory.data<u8>([
  0, 8, 1, 2, 9, 16, 24, 17, 10, 3, 4, 11, 18, 25, 32, 40, 33, 26, 19, 12, 5, 6, 13, 20, 27, 34, 41, 48, 56,
  49, 42, 35, 28, 21, 14, 7, 15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59, 60, 53,
  46, 39, 47, 54, 61, 62, 55, 63,
])
const coefficients: usize = memory.data(128, 16)
const blocks: usize = memory.data(3 * 256, 16)
const table: usize = memory.data(131072, 16)

/** 65536 halves: what a stored, non-linear half means in linear light. The driver fills it once. */
export function linearTable(): usize {
  return table
}

let ac: usize = 0
let acEnd: usize = 0
let lastNonZero: u32 = 0

/** False when the coefficients end inside the block. */
function readBlock(dc: u16, block: usize): bool {
  memory.fill(coefficients, 0, 128)
  store<u16>(coefficients, dc)
  lastNonZero = 0
  let from = ac
  for (let place: u32 = 1; place < 64;) {
    if (from >= acEnd) return false
    const value = <u32>load<u16>(from)
    from += 2
    if (value >> 8 !== 0xff) {
      lastNonZero = place
      store<u16>(coefficients + ((<usize>load<u8>(placeOf + place)) << 1), <u16>value)
      place++
    } else if (value === 0xff00) break
    else place += value & 0xff
  }
  ac = from
  if (lastNonZero === 0) {
    const scale = f32x4.splat(0.3535536)
    const value = f32x4.mul(f32x4.mul(lowHalvesToFloats(i16x8.splat(<i16>dc)), scale), scale)
    for (let at: usize = 0; at < 256; at += 16) v128.store(block + at, value)
    return true
  }
  for (let at: usize = 0; at < 128; at += 16) {
    const halves = v128.load(coefficients + at)
    v128.store(block + (at << 1), lowHalvesToFloats(halves))
    v128.store(block + (at << 1), highHalvesToFloats(halves), 16)
  }
  // Zigzag places below 10 lie in the first four rows.
  inverseDct(block, lastNonZero < 10)
  return true
}

/** Rec. 709 luma and two chroma differences to red, green and blue, in place. */
function toRgb(bytes: usize): void {
  for (let at = blocks; at < blocks + bytes; at += 16) {
    const y = v128.load(at)
    const cb = v128.load(at, 256)
    const cr = v128.load(at, 512)
    v128.store(at, f32x4.add(y, f32x4.mul(cr, f32x4.splat(1.5747))))
    v128.store(
      at,
      f32x4.sub(f32x4.sub(y, f32x4.mul(cb, f32x4.splat(0.1873))), f32x4.mul(cr, f32x4.splat(0.4682))),
      256,
    )
    v128.store(at, f32x4.add(y, f32x4.mul(cb, f32x4.splat(1.8556))), 512)
  }
}

function storeBlock(block: usize, to: usize, stride: usize, isLinear: bool): void {
  for (let row: usize = 0; row < 8; row++) {
    const halves = packHalves(v128.load(block), v128.load(block, 16))
    block += 32
    if (isLinear) v128.store(to, halves)
    else {
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 0)) << 1)))
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 1)) << 1)), 2)
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 2)) << 1)), 4)
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 3)) << 1)), 6)
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 4)) << 1)), 8)
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 5)) << 1)), 10)
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 6)) << 1)), 12)
      store<u16>(to, load<u16>(table + ((<usize>i16x8.extract_lane_u(halves, 7)) << 1)), 14)
    }
    to += stride
  }
}

function storeConstant(block: usize, to: usize, stride: usize, isLinear: bool): void {
  const half = i32x4.extract_lane(floatsToHalves(v128.load(block)), 0) & 0xffff
  const value = i16x8.splat(isLinear ? <i16>half : load<i16>(table + ((<usize>half) << 1)))
  for (let row: usize = 0; row < 8; row++) {
    v128.store(to, value)
    to += stride
  }
}

/**
 * `components` is 1 or 3; `dc` holds theirs one after the other; planes lie `planeBytes` apart. Gives the place where
 * the next channel's coefficients begin, or zero when there are too few.
 */
export function decodeBlocks(
  components: u32,
  acStart: usize,
  acStop: usize,
  dc: usize,
  across: u32,
  down: u32,
  plane: usize,
  planeBytes: usize,
  isLinear: bool,
): usize {
  ac = acStart
  acEnd = acStop
  const stride = (<usize>across) << 4
  const dcBytes = (<usize>(across * down)) << 1
  for (let y: u32 = 0; y < down; y++) {
    for (let x: u32 = 0; x < across; x++) {
      let isConstant = true
      for (let component: u32 = 0; component < components; component++) {
        if (!readBlock(load<u16>(dc + component * dcBytes), blocks + (component << 8))) return 0
        if (lastNonZero !== 0) isConstant = false
      }
      dc += 2
      if (components === 3) toRgb(isConstant ? 16 : 256)
      const to = plane + y * (stride << 3) + (x << 4)
      for (let component: u32 = 0; component < components; component++) {
        const block = blocks + (component << 8)
        if (isConstant) storeConstant(block, to + component * planeBytes, stride, isLinear)
        else storeBlock(block, to + component * planeBytes, stride, isLinear)
      }
    }
  }
  return ac
}

/** DWA keeps some channels as planes of bytes, the lowest first: `count` samples of 2 or 4 bytes. */
export function joinBytePlanes(from: usize, count: usize, sampleBytes: usize, to: usize): void {
  for (let index: usize = 0; index < count; index++) {
    for (let byte: usize = 0; byte < sampleBytes; byte++) {
      store<u8>(to++, load<u8>(from + byte * count + index))
    }
  }
}
