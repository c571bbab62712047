// Adler-32 (RFC 1950), sixteen bytes at a time: a wrong picture that unpacks without complaint is still noticed.

const MODULUS: u32 = 65521
/** So many bytes that the sums below stay inside 32 bits. */
const PIECE: usize = 2048

const weights: usize = memory.data<i16>([16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1])

export function adler32(at: usize, length: usize): u32 {
  let low: u32 = 1
  let high: u32 = 0
  const left = v128.load(weights)
  const right = v128.load(weights, 16)
  const zero = i32x4.splat(0)
  while (length > 0) {
    const piece = min(length, PIECE)
    const vectorEnd = at + (piece & ~15)
    const end = at + piece
    length -= piece
    let sum = zero
    let before = zero
    let weighted = zero
    high += low * <u32>(piece & ~15)
    while (at < vectorEnd) {
      const bytes = v128.load(at)
      const one = i16x8.extend_low_i8x16_u(bytes)
      const two = i16x8.extend_high_i8x16_u(bytes)
      before = i32x4.add(before, sum)
      sum = i32x4.add(sum, i32x4.extadd_pairwise_i16x8_u(i16x8.add(one, two)))
      weighted = i32x4.add(weighted, i32x4.add(i32x4.dot_i16x8_s(one, left), i32x4.dot_i16x8_s(two, right)))
      at += 16
    }
    low += addLanes(sum)
    high += addLanes(before) * 16 + addLanes(weighted)
    while (at < end) {
      low += load<u8>(at++)
      high += low
    }
    low %= MODULUS
    high %= MODULUS
  }
  return (high << 16) | low
}

function addLanes(value: v128): u32 {
  return (
    i32x4.extract_lane(value, 0) +
    i32x4.extract_lane(value, 1) +
    i32x4.extract_lane(value, 2) +
    i32x4.extract_lane(value, 3)
  )
}
