// PXR24's rows: differences from sample to sample, as planes of bytes, the highest first. A float keeps its upper 24 bits.

const HALF: u32 = 1
const FLOAT: u32 = 2

/** Inverse of one row of `count` samples of a type; gives the place behind what it read. */
export function unpackPxr24Row(source: usize, target: usize, type: u32, count: usize): usize {
  if (type === HALF) {
    sumHalves(source, source + count, target, count)
    return source + 2 * count
  }
  const low = source + 3 * count
  let value: u32 = 0
  for (let at: usize = 0; at < count; at++) {
    const from = source + at
    let difference = ((<u32>load<u8>(from)) << 24) | ((<u32>load<u8>(from + count)) << 16)
    difference |= (<u32>load<u8>(from + 2 * count)) << 8
    if (type !== FLOAT) difference |= <u32>load<u8>(low + at)
    value += difference
    store<u32>(target + (at << 2), value)
  }
  return type === FLOAT ? low : low + count
}

function sumHalves(high: usize, low: usize, target: usize, count: usize): void {
  const zero = i16x8.splat(0)
  let before = zero
  let at: usize = 0
  for (const vectorEnd = count & ~7; at < vectorEnd; at += 8) {
    const lows = v128.load64_zero(low + at)
    const highs = v128.load64_zero(high + at)
    let sums = v128.shuffle<u8>(lows, highs, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
    sums = i16x8.add(sums, v128.shuffle<u16>(zero, sums, 0, 8, 9, 10, 11, 12, 13, 14))
    sums = i16x8.add(sums, v128.shuffle<u16>(zero, sums, 0, 1, 8, 9, 10, 11, 12, 13))
    sums = i16x8.add(sums, v128.shuffle<u16>(zero, sums, 0, 1, 2, 3, 8, 9, 10, 11))
    before = i16x8.add(sums, v128.shuffle<u16>(before, before, 7, 7, 7, 7, 7, 7, 7, 7))
    v128.store(target + (at << 1), before)
  }
  let value = <u32>i16x8.extract_lane_u(before, 7)
  for (; at < count; at++) {
    value += ((<u32>load<u8>(high + at)) << 8) | (<u32>load<u8>(low + at))
    store<u16>(target + (at << 1), <u16>value)
  }
}
