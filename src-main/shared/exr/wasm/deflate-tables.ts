// Lookup tables for deflate's prefix codes. An entry tells everything a decoder does next in 32 bits:
//   bits 0…7   bits to drop, extra bits included
//   bits 8…12  of those, the code itself (where the extra bits begin)
//   bits 16…30 literal, base length, base distance, or the start of a second table
//   bit 31     literal;  bit 15  something rarer: bit 14 second table, bit 13 end of block, neither: no code

export const LITERAL: u32 = 0x80000000
export const RARE: u32 = 0x8000
export const SECOND: u32 = 0x4000
export const END: u32 = 0x2000

export const LENGTH_ROOT: u32 = 11
export const DISTANCE_ROOT: u32 = 9
const LONGEST: u32 = 15

/** Each second table serves one prefix and no prefix without a code has one, so symbols bound their number. */
export const lengthTable: usize = memory.data(4 * (2048 + 288 * 16), 16)
export const distanceTable: usize = memory.data(4 * (512 + 32 * 64), 16)
/** Code lengths, a byte each: up to 288 literals and lengths, then up to 32 distances. */
export const codeLengths: usize = memory.data(512, 16)

const counts: usize = memory.data(4 * 16, 16)
const nextCodes: usize = memory.data(4 * 17, 16)

/** What a symbol means, without the bits of its code. */
function meaningOf(symbol: u32, isDistance: bool): u32 {
  if (isDistance) {
    if (symbol >= 30) return RARE
    if (symbol < 4) return (symbol + 1) << 16
    const extra = (symbol >> 1) - 1
    return (((((symbol & 1) + 2) << extra) + 1) << 16) | extra
  }
  if (symbol < 256) return LITERAL | (symbol << 16)
  if (symbol === 256) return RARE | END
  if (symbol > 285) return RARE
  if (symbol === 285) return 258 << 16
  if (symbol < 265) return (symbol - 254) << 16
  const extra = (symbol - 261) >> 2
  return ((((((symbol - 261) & 3) + 4) << extra) + 3) << 16) | extra
}

function reverseBits(code: u32, length: u32): u32 {
  let reversed: u32 = 0
  for (let bit: u32 = 0; bit < length; bit++) {
    reversed = (reversed << 1) | (code & 1)
    code >>= 1
  }
  return reversed
}

/** False for lengths that no prefix code can have. A code that leaves gaps passes: its gaps are errors when met. */
export function buildTable(lengths: usize, symbols: u32, table: usize, root: u32, isDistance: bool): bool {
  memory.fill(counts, 0, 64)
  let longest: u32 = 0
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol)
    const at = counts + (length << 2)
    store<u32>(at, load<u32>(at) + 1)
    longest = max(longest, length)
  }
  store<u32>(counts, 0)
  let code: u32 = 0
  for (let length: u32 = 1; length <= LONGEST; length++) {
    code = (code + load<u32>(counts + ((length - 1) << 2))) << 1
    store<u32>(nextCodes + (length << 2), code)
    if (code + load<u32>(counts + (length << 2)) > (<u32>1) << length) return false
  }
  const rootSize: u32 = 1 << root
  for (let at: u32 = 0; at < rootSize; at++) store<u32>(table + (at << 2), RARE)
  const secondBits = longest > root ? longest - root : 0
  let end = rootSize
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(lengths + symbol)
    if (length === 0) continue
    const place = nextCodes + (length << 2)
    const reversed = reverseBits(load<u32>(place), length)
    store<u32>(place, load<u32>(place) + 1)
    const meaning = meaningOf(symbol, isDistance)
    const extra = meaning & 0x1f
    if (length <= root) {
      const entry = (meaning & 0xffffe000) | (length << 8) | (length + extra)
      for (let at = reversed; at < rootSize; at += (<u32>1) << length) store<u32>(table + (at << 2), entry)
      continue
    }
    const first = table + ((reversed & (rootSize - 1)) << 2)
    let link = load<u32>(first)
    if ((link & SECOND) === 0) {
      link = (end << 16) | RARE | SECOND | (secondBits << 8) | root
      store<u32>(first, link)
      for (let at: u32 = 0; at < (<u32>1) << secondBits; at++) store<u32>(table + ((end + at) << 2), RARE)
      end += (<u32>1) << secondBits
    }
    const start = link >> 16
    const rest = length - root
    const entry = (meaning & 0xffffe000) | (rest << 8) | (rest + extra)
    for (let at = reversed >> root; at < (<u32>1) << secondBits; at += (<u32>1) << rest)
      store<u32>(table + ((start + at) << 2), entry)
  }
  return true
}
