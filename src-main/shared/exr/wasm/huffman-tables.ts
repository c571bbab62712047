// The tables of the 16-bit Huffman code: canonical, read from the top bit, longer codes numerically below shorter ones.
// One table has a symbol for each start of the stream; another as many symbols as lie whole in it, up to three.

/** As many bits as `triples` looks at, */
export const SHORT: u32 = 11
/** and `root`. */
export const ROOT: u32 = 12
/** A chunk would need more symbols than fit in memory before a code became longer. */
const LONGEST: u32 = 56
export const SYMBOLS: u32 = 65537
/** In an entry of `root`: the symbol that repeats the value before it. */
export const REPEAT: u32 = 0x80

/** Symbol << 8 | length of those that have a code, by symbol. */
const coded: usize = memory.data(4 * 65552, 16)
let codedEnd: usize = 0
/** Symbol << 8 | length; zero where a longer code begins, or none. */
export const root: usize = memory.data(4 << ROOT, 16)
/**
 * Up to three symbols from bit 0 on, twice their number at bit 48, their length at bit 58; without symbols where `root`
 * has none so short, or the one that repeats.
 */
export const triples: usize = memory.data(8 << SHORT, 16)
/** Symbols by code length, then by value. */
const sorted: usize = memory.data(4 * 65552, 16)
/** For each length the lowest code, at the top of 63 bits: there may be none so short, and then it is 2^63. */
const lowest: usize = memory.data(8 * 64, 16)
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

/** The lengths of the codes of the symbols `first` to `last`; gives the place behind them, or zero. */
export function readLengths(from: usize, end: usize, first: u32, last: u32): usize {
  memory.fill(counts, 0, 256)
  codedEnd = coded
  next = from
  window = 0
  held = 0
  for (let symbol = first; symbol <= last;) {
    if (next - (held >> 3) > end) return 0
    refill()
    const length = take(6)
    if (length < 59) {
      if (length > LONGEST) return 0
      if (length > 0) {
        store<u32>(codedEnd, (symbol << 8) | length)
        codedEnd += 4
        const at = counts + (length << 2)
        store<u32>(at, load<u32>(at) + 1)
      }
      symbol++
      continue
    }
    const zeros = length === 63 ? take(8) + 6 : length - 57
    if (symbol + zeros > last + 1) return 0
    symbol += zeros
  }
  // What is left of the last byte is padding.
  const behind = next - (held >> 3)
  return behind <= end ? behind : 0
}

/** False when no prefix code has such lengths. */
export function buildTables(last: u32): bool {
  let code: u64 = 0
  for (let length: u32 = LONGEST; length > 0; length--) {
    const count = <u64>load<u32>(counts + (length << 2))
    store<u64>(lowest + (length << 3), code << (63 - <u64>length))
    if (code + count > (<u64>1) << (<u64>length)) return false
    code = (code + count) >> 1
  }
  let start: u32 = 0
  for (let length: u32 = 1; length <= LONGEST; length++) {
    store<u32>(starts + (length << 2), start)
    start += load<u32>(counts + (length << 2))
  }
  memory.fill(root, 0, 4 << ROOT)
  memory.fill(counts, 0, 256)
  for (let at = coded; at < codedEnd; at += 4) {
    const entry = load<u32>(at)
    const length = entry & 0xff
    const place = counts + (length << 2)
    const nth = load<u32>(place)
    store<u32>(place, nth + 1)
    store<u32>(sorted + ((load<u32>(starts + (length << 2)) + nth) << 2), entry >> 8)
    if (length > ROOT) continue
    const size = (<u32>1) << (ROOT - length)
    const low = <u32>(load<u64>(lowest + (length << 3)) >> (63 - ROOT)) + nth * size
    fillSlots(root + (low << 2), size, entry | (entry >> 8 === last ? REPEAT : 0))
  }
  joinTriples()
  return true
}

function fillSlots(at: usize, count: usize, entry: u32): void {
  const end = at + (count << 2)
  if (count >= 4) {
    for (; at < end; at += 16) v128.store(at, i32x4.splat(entry))
  } else {
    for (; at < end; at += 4) store<u32>(at, entry)
  }
}

function joinTriples(): void {
  for (let slot: u32 = 0; slot < (<u32>1) << SHORT; slot++) {
    let entry = load<u32>(root + (slot << (2 + ROOT - SHORT)))
    let used: u32 = 0
    let symbols: u64 = 0
    let twice: u64 = 0
    while (twice < 6 && entry !== 0 && (entry & REPEAT) === 0) {
      const length = entry & 0xff
      if (used + length > SHORT) break
      symbols |= (<u64>(entry >> 8)) << (twice << 3)
      used += length
      twice += 2
      entry = load<u32>(root + (((slot << (ROOT - SHORT + used)) & ((1 << ROOT) - 1)) << 2))
    }
    store<u64>(triples + (slot << 3), symbols | (twice << 48) | ((<u64>used) << 58))
  }
}

/** The symbol at the window's top that has no place in `root`: symbol << 8 | length, or zero. */
export function findLong(bits: u64): u32 {
  const top = bits >> 1
  let length: u32 = ROOT + 1
  while (top < load<u64>(lowest + (length << 3))) length++
  // Behind the longest stands zero.
  if (length > LONGEST) return 0
  const nth = <u32>((top - load<u64>(lowest + (length << 3))) >> (63 - <u64>length))
  if (nth >= load<u32>(counts + (length << 2))) return 0
  return (load<u32>(sorted + ((load<u32>(starts + (length << 2)) + nth) << 2)) << 8) | length
}
