// One block's coefficients out of the stream of all: zeros are counted there, and the order is zigzag. They come out
// as floats, column by column.
import { highHalvesToFloats, lowHalvesToFloats } from './number-formats'

/** Values whose upper byte is all ones count zeros; this one ends the block. */
const END: u32 = 0xff00
/** In zigzag order; stores reach eight places beyond. */
const order: usize = memory.data(144, 16)
/** Sixteen bytes that keep the first n of eight values, for n from 8 down to 0, lie 2 × n bytes before this place. */
const keep: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0,
])

let next: usize = 0
let end: usize = 0
let lastPlace: u32 = 0

export function startCoefficients(from: usize, to: usize): void {
  next = from
  end = to
}

/** Where the next block begins. */
export function coefficientsAt(): usize {
  return next
}

/** The last place in zigzag order that the stream named in the block read last; zero when it has but its mean. */
export function lastNamed(): u32 {
  return lastPlace
}

/** Of the next 64 values, those that count zeros. */
function findCounts(from: usize): u64 {
  let found: u64 = 0
  for (let at: usize = 0; at < 64; at += 16) {
    const left = i16x8.shr_s(v128.load(from + (at << 1)), 8)
    const right = i16x8.shr_s(v128.load(from + (at << 1), 16), 8)
    const isCount = i8x16.eq(i8x16.narrow_i16x8_s(left, right), i8x16.splat(-1))
    found |= (<u64>(<u32>i8x16.bitmask(isCount))) << at
  }
  return found
}

/**
 * False when the stream ends inside the block; up to 128 bytes beyond it are looked at. A block that has but its mean is
 * left to the caller.
 */
export function readCoefficients(dc: u16, block: usize): bool {
  let from = next
  lastPlace = 0
  if (load<u16>(from) === END) {
    next = from + 2
    return next <= end
  }
  const zero = i16x8.splat(0)
  for (let at: usize = 0; at < 128; at += 16) v128.store(order + at, zero)
  store<u16>(order, dc)
  // With what ends it, a block has at most 64 values.
  let counts = findCounts(from)
  let passed: u64 = 0
  let place: u64 = 1
  while (true) {
    let count = min(ctz(counts) - passed, 64 - place)
    passed += count
    if (count > 0) lastPlace = <u32>(place + count) - 1
    for (; count >= 8; count -= 8) {
      v128.store(order + ((<usize>place) << 1), v128.load(from))
      from += 16
      place += 8
    }
    v128.store(
      order + ((<usize>place) << 1),
      v128.and(v128.load(from), v128.load(keep + 16 - ((<usize>count) << 1))),
    )
    from += (<usize>count) << 1
    place += count
    if (place >= 64) break
    const value = <u64>load<u16>(from)
    from += 2
    passed++
    counts &= counts - 1
    if (value === END) break
    place += value & 0xff
    if (place >= 64) break
  }
  next = from
  if (lastPlace > 0) storeColumns(block)
  return from <= end
}

function column(a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, g: usize, h: usize): v128 {
  let values = v128.load16_lane(order + 2 * a, i16x8.splat(0), 0)
  values = v128.load16_lane(order + 2 * b, values, 1)
  values = v128.load16_lane(order + 2 * c, values, 2)
  values = v128.load16_lane(order + 2 * d, values, 3)
  values = v128.load16_lane(order + 2 * e, values, 4)
  values = v128.load16_lane(order + 2 * f, values, 5)
  values = v128.load16_lane(order + 2 * g, values, 6)
  return v128.load16_lane(order + 2 * h, values, 7)
}

function storeColumn(block: usize, at: usize, halves: v128): void {
  v128.store(block + at, lowHalvesToFloats(halves))
  v128.store(block + at, highHalvesToFloats(halves), 16)
}

function storeColumns(block: usize): void {
  storeColumn(block, 0, column(0, 2, 3, 9, 10, 20, 21, 35))
  storeColumn(block, 32, column(1, 4, 8, 11, 19, 22, 34, 36))
  storeColumn(block, 64, column(5, 7, 12, 18, 23, 33, 37, 48))
  storeColumn(block, 96, column(6, 13, 17, 24, 32, 38, 47, 49))
  storeColumn(block, 128, column(14, 16, 25, 31, 39, 46, 50, 57))
  storeColumn(block, 160, column(15, 26, 30, 40, 45, 51, 56, 58))
  storeColumn(block, 192, column(27, 29, 41, 44, 52, 55, 59, 62))
  storeColumn(block, 224, column(28, 42, 43, 53, 54, 60, 61, 63))
}
