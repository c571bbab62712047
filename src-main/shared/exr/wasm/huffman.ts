// The 16-bit Huffman code of DWA (and PIZ): canonical, read from the top bit, longer codes numerically below shorter
// ones; its last symbol repeats the value before it, as often as the next eight bits say.
// The caller leaves 32 readable bytes behind the source.

const ROOT: u32 = 13
/** A chunk would need more symbols than fit in memory before a code became longer. */
const LONGEST: u32 = 56
const SYMBOLS: u32 = 65537
const REPEAT: u32 = 0x80

const lengths: usize = memory.data(65552, 16)
const root: usize = memory.data(4 * 8192, 16)
/** Symbols by code length, then by value. */
const sorted: usize = memory.data(4 * 65552, 16)
const firstCodes: usize = memory.data(8 * 64, 16)
const counts: usize = memory.data(4 * 64, 16)
const starts: usize = memory.data(4 * 64, 16)

let window: u64 = 0
let held: u32 = 0
let next: usize = 0

function refill(): void {
  window |= bswap(load<u64>(next)) >> (<u64>held)
  next += (63 - held) >> 3
  held |= 56
}

function take(count: u32): u32 {
  const value = <u32>(window >> (<u64>(64 - count)))
  window <<= <u64>count
  held -= count
  return value
}

/** Writes exactly `count` 16-bit values; false when the stream does not hold them. */
export function unpackHuffman(source: usize, sourceBytes: usize, target: usize, count: usize): bool {
  if (sourceBytes < 20) return false
  const first = load<u32>(source)
  const last = load<u32>(source, 4)
  const bitCount = <u64>load<u32>(source, 12)
  if (first >= SYMBOLS || last >= SYMBOLS || first > last) return false
  const end = source + sourceBytes
  if (!readLengths(source + 20, end, first, last) || !buildTables(first, last)) return false
  // What is left of the table's last byte is padding.
  const start = next - (held >> 3)
  if (<u64>(end - start) < (bitCount + 7) >> 3) return false
  return decodeSymbols(start, end, target, target + (count << 1), last)
}

function readLengths(from: usize, end: usize, first: u32, last: u32): bool {
  memory.fill(lengths, 0, 65537)
  next = from
  window = 0
  held = 0
  for (let symbol = first; symbol <= last;) {
    if (next - (held >> 3) > end) return false
    refill()
    const length = take(6)
    if (length < 59) {
      if (length > LONGEST) return false
      store<u8>(lengths + symbol++, <u8>length)
      continue
    }
    const zeros = length === 63 ? take(8) + 6 : length - 57
    if (symbol + zeros > last + 1) return false
    symbol += zeros
  }
  return next - (held >> 3) <= end
}

function buildTables(first: u32, last: u32): bool {
  memory.fill(counts, 0, 256)
  for (let symbol = first; symbol <= last; symbol++) {
    const at = counts + ((<usize>load<u8>(lengths + symbol)) << 2)
    store<u32>(at, load<u32>(at) + 1)
  }
  let code: u64 = 0
  for (let length: u32 = LONGEST; length > 0; length--) {
    const count = <u64>load<u32>(counts + (length << 2))
    store<u64>(firstCodes + (length << 3), code)
    if (code + count > (<u64>1) << (<u64>length)) return false
    code = (code + count) >> 1
  }
  let at: u32 = 0
  for (let length: u32 = 1; length <= LONGEST; length++) {
    store<u32>(starts + (length << 2), at)
    at += load<u32>(counts + (length << 2))
  }
  memory.fill(root, 0, 4 * 8192)
  memory.fill(counts, 0, 256)
  for (let symbol = first; symbol <= last; symbol++) {
    const length = <u32>load<u8>(lengths + symbol)
    if (length === 0) continue
    const place = counts + (length << 2)
    const nth = load<u32>(place)
    store<u32>(place, nth + 1)
    store<u32>(sorted + ((load<u32>(starts + (length << 2)) + nth) << 2), symbol)
    if (length > ROOT) continue
    const entry = (symbol << 8) | length | (symbol === last ? REPEAT : 0)
    const size = (<u32>1) << (ROOT - length)
    const low = (<u32>load<u64>(firstCodes + (length << 3)) + nth) * size
    for (let slot = low; slot < low + size; slot++) store<u32>(root + (slot << 2), entry)
  }
  return true
}

/** The symbol at the window's top that has no place in the root table: symbol << 8 | length, or zero. */
function findLong(bits: u64): u32 {
  for (let length: u32 = ROOT + 1; length <= LONGEST; length++) {
    const code = bits >> (<u64>(64 - length))
    const first = load<u64>(firstCodes + (length << 3))
    if (code >= first && code - first < <u64>load<u32>(counts + (length << 2))) {
      return (
        (load<u32>(sorted + ((load<u32>(starts + (length << 2)) + <u32>(code - first)) << 2)) << 8) | length
      )
    }
  }
  return 0
}

function decodeSymbols(from: usize, end: usize, target: usize, targetEnd: usize, last: u32): bool {
  let bits: u64 = 0
  let count: u32 = 0
  let out = target
  while (out < targetEnd) {
    if (from >= end + 8) return false
    bits |= bswap(load<u64>(from)) >> (<u64>count)
    from += (63 - count) >> 3
    count |= 56
    // Four short codes fit in what a refill leaves; a long one only as the first.
    let entry = load<u32>(root + ((<usize>(bits >> 51)) << 2))
    if (entry === 0) {
      entry = findLong(bits)
      if (entry === 0) return false
      bits <<= <u64>(entry & 0xff)
      count -= entry & 0xff
      if (entry >> 8 !== last) {
        store<u16>(out, <u16>(entry >> 8))
        out += 2
        continue
      }
      entry = REPEAT
      if (from >= end + 8) return false
      bits |= bswap(load<u64>(from)) >> (<u64>count)
      from += (63 - count) >> 3
      count |= 56
    }
    if ((entry & REPEAT) === 0) {
      bits <<= <u64>(entry & 0xff)
      count -= entry & 0xff
      store<u16>(out, <u16>(entry >> 8))
      out += 2
      if (out + 6 > targetEnd) continue
      entry = load<u32>(root + ((<usize>(bits >> 51)) << 2))
      if (entry === 0 || entry & REPEAT) continue
      bits <<= <u64>(entry & 0xff)
      count -= entry & 0xff
      store<u16>(out, <u16>(entry >> 8))
      out += 2
      entry = load<u32>(root + ((<usize>(bits >> 51)) << 2))
      if (entry === 0 || entry & REPEAT) continue
      bits <<= <u64>(entry & 0xff)
      count -= entry & 0xff
      store<u16>(out, <u16>(entry >> 8))
      out += 2
      entry = load<u32>(root + ((<usize>(bits >> 51)) << 2))
      if (entry === 0 || entry & REPEAT) continue
      bits <<= <u64>(entry & 0xff)
      count -= entry & 0xff
      store<u16>(out, <u16>(entry >> 8))
      out += 2
      continue
    }
    bits <<= <u64>(entry & 0x7f)
    count -= entry & 0x7f
    const times = <usize>(bits >> 56)
    bits <<= 8
    count -= 8
    if (out === target || out + (times << 1) > targetEnd) return false
    const value = load<u16>(out - 2)
    for (const stop = out + (times << 1); out < stop; out += 2) store<u16>(out, value)
  }
  return out === targetEnd && from - (count >> 3) <= end
}
