// Undoes what ZIP and RLE do before they pack: bytes apart by even and odd place, each the difference to the one before.

/** `source` and `target` do not overlap; both may be touched up to 32 bytes beyond `length`. */
export function unpredict(source: usize, target: usize, length: usize): void {
  const half = (length + 1) >> 1
  // The odd bytes' chain begins where the even bytes' ends.
  let even = i8x16.splat(-128)
  let odd = i8x16.splat(<i8>(sumBytes(source, half) - <i32>((half + 1) << 7)))
  const bias = i8x16.splat(-128)
  let from = source
  let to = target
  const pairs = length >> 1
  const end = source + (pairs & ~15)
  while (from < end) {
    even = runSums(i8x16.add(v128.load(from), bias), even)
    odd = runSums(i8x16.add(v128.load(from + half), bias), odd)
    v128.store(to, v128.shuffle<u8>(even, odd, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23))
    v128.store(
      to,
      v128.shuffle<u8>(even, odd, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31),
      16,
    )
    from += 16
    to += 32
  }
  let evenByte = <i32>i8x16.extract_lane_u(even, 15)
  let oddByte = <i32>i8x16.extract_lane_u(odd, 15)
  const stop = source + half
  const targetEnd = target + length
  while (from < stop) {
    evenByte += <i32>load<u8>(from) - 128
    store<u8>(to++, <u8>evenByte)
    if (to < targetEnd) {
      oddByte += <i32>load<u8>(from + half) - 128
      store<u8>(to++, <u8>oddByte)
    }
    from++
  }
}

/** Each lane plus all before it, plus the last lane of what came before. */
function runSums(value: v128, before: v128): v128 {
  const zero = i8x16.splat(0)
  value = i8x16.add(
    value,
    v128.shuffle<u8>(zero, value, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
  )
  value = i8x16.add(
    value,
    v128.shuffle<u8>(zero, value, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
  )
  value = i8x16.add(
    value,
    v128.shuffle<u8>(zero, value, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27),
  )
  value = i8x16.add(
    value,
    v128.shuffle<u8>(zero, value, 0, 0, 0, 0, 0, 0, 0, 0, 16, 17, 18, 19, 20, 21, 22, 23),
  )
  return i8x16.add(
    value,
    v128.shuffle<u8>(before, before, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15),
  )
}

/** Modulo 256 it is right, and that is all that is asked. */
function sumBytes(at: usize, length: usize): i32 {
  let sums = i8x16.splat(0)
  const vectorEnd = at + (length & ~15)
  const end = at + length
  while (at < vectorEnd) {
    sums = i8x16.add(sums, v128.load(at))
    at += 16
  }
  let sum: i32 = 0
  const pairs = i16x8.extadd_pairwise_i8x16_u(sums)
  const fours = i32x4.extadd_pairwise_i16x8_u(pairs)
  sum += i32x4.extract_lane(fours, 0) + i32x4.extract_lane(fours, 1)
  sum += i32x4.extract_lane(fours, 2) + i32x4.extract_lane(fours, 3)
  while (at < end) sum += load<u8>(at++)
  return sum
}
