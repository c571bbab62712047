// The 16-bit Huffman code of DWA and PIZ; its last symbol repeats the value before it, as often as the next eight bits
// say. The caller leaves 32 readable bytes behind the source.
import {
  buildTables,
  findLong,
  readLengths,
  REPEAT,
  ROOT,
  root,
  SHORT,
  SYMBOLS,
  triples,
} from './huffman-tables'

/** Writes exactly `count` 16-bit values; false when the stream does not hold them. */
export function unpackHuffman(source: usize, sourceBytes: usize, target: usize, count: usize): bool {
  if (sourceBytes < 20) return false
  const first = load<u32>(source)
  const last = load<u32>(source, 4)
  const bitCount = <u64>load<u32>(source, 12)
  if (first >= SYMBOLS || last >= SYMBOLS || first > last) return false
  const end = source + sourceBytes
  const start = readLengths(source + 20, end, first, last)
  if (start === 0 || !buildTables(last)) return false
  if (<u64>(end - start) < (bitCount + 7) >> 3) return false
  return decodeSymbols(start, end, target, target + (count << 1), last)
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
    // Four lookups fit in what a refill leaves, and write eight bytes each.
    if (out + 32 <= targetEnd) {
      let symbols = load<u64>(triples + ((<usize>(bits >> (64 - SHORT))) << 3))
      if ((symbols >> 48) & 6) {
        store<u64>(out, symbols)
        out += <usize>((symbols >> 48) & 6)
        bits <<= symbols >> 58
        count -= <u32>(symbols >> 58)
        symbols = load<u64>(triples + ((<usize>(bits >> (64 - SHORT))) << 3))
        store<u64>(out, symbols)
        out += <usize>((symbols >> 48) & 6)
        bits <<= symbols >> 58
        count -= <u32>(symbols >> 58)
        symbols = load<u64>(triples + ((<usize>(bits >> (64 - SHORT))) << 3))
        store<u64>(out, symbols)
        out += <usize>((symbols >> 48) & 6)
        bits <<= symbols >> 58
        count -= <u32>(symbols >> 58)
        symbols = load<u64>(triples + ((<usize>(bits >> (64 - SHORT))) << 3))
        store<u64>(out, symbols)
        out += <usize>((symbols >> 48) & 6)
        bits <<= symbols >> 58
        count -= <u32>(symbols >> 58)
        continue
      }
    }
    let entry = load<u32>(root + ((<usize>(bits >> (64 - ROOT))) << 2))
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
      if (from >= end + 8) return false
      bits |= bswap(load<u64>(from)) >> (<u64>count)
      from += (63 - count) >> 3
      count |= 56
    } else {
      bits <<= <u64>(entry & 0x7f)
      count -= entry & 0x7f
      if ((entry & REPEAT) === 0) {
        store<u16>(out, <u16>(entry >> 8))
        out += 2
        continue
      }
    }
    const times = <usize>(bits >> 56)
    bits <<= 8
    count -= 8
    if (out === target || out + (times << 1) > targetEnd) return false
    const value = load<u16>(out - 2)
    for (const stop = out + (times << 1); out < stop; out += 2) store<u16>(out, value)
  }
  return out === targetEnd && from - (count >> 3) <= end
}
