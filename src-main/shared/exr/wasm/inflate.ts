// Inflate (RFC 1950, 1951): one loop over a 64-bit window of bits, refilled without a branch.
// The caller leaves 16 readable bytes behind the source and 320 writable ones behind the target.
import { adler32 } from './adler'
import {
  buildTable,
  codeLengths,
  DISTANCE_ROOT,
  distanceTable,
  END,
  LENGTH_ROOT,
  lengthTable,
  LITERAL,
  RARE,
  SECOND,
} from './deflate-tables'

/** In which order a block's head gives the lengths of the code for code lengths: four bits each. */
const orderOfLengths: usize = memory.data<u8>([
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
])
const headLengths: usize = memory.data(32, 16)

// The window, kept here between the parts of a block; the inner loop has its own copies.
let bits: u64 = 0
let bitCount: u32 = 0
let next: usize = 0
let end: usize = 0

function refill(): void {
  // Behind the end there are only zeros, and whoever used them is caught by `isOverrun`.
  if (next < end + 8) {
    bits |= load<u64>(next) << (<u64>bitCount)
    next += (63 - bitCount) >> 3
    bitCount |= 56
  }
}

function take(count: u32): u32 {
  const value = (<u32>bits) & ((1 << count) - 1)
  bits >>= <u64>count
  bitCount -= count
  return value
}

function isOverrun(): bool {
  return next - (bitCount >> 3) > end
}

/** The bytes written, or -1. `targetBytes` is the most that may be written, slack apart. */
export function inflate(source: usize, sourceBytes: usize, target: usize, targetBytes: usize): i32 {
  if (sourceBytes < 6) return -1
  const head = ((<u32>load<u8>(source)) << 8) | (<u32>load<u8>(source + 1))
  if ((head & 0x0f20) !== 0x0800 || head % 31 !== 0) return -1
  next = source + 2
  end = source + sourceBytes
  bits = 0
  bitCount = 0
  let out = target
  const outEnd = target + targetBytes
  for (let isLast = false; !isLast;) {
    refill()
    isLast = take(1) !== 0
    const kind = take(2)
    if (kind === 0) out = copyStored(out, outEnd)
    else if (kind === 3 || !(kind === 1 ? setFixedCodes() : readCodes())) return -1
    else out = inflateBlock(target, out, outEnd)
    if (out === 0 || isOverrun()) return -1
  }
  const tail = next - (bitCount >> 3)
  if (tail + 4 > end) return -1
  const expected = bswap(load<u32>(tail))
  const written = out - target
  return adler32(target, written) === expected ? <i32>written : -1
}

function copyStored(out: usize, outEnd: usize): usize {
  take(bitCount & 7)
  // At most 56 bits are held, so stepping back gives the place of the next unread byte.
  next -= bitCount >> 3
  bits = 0
  bitCount = 0
  if (next + 4 > end) return 0
  const length = <usize>load<u16>(next)
  if ((load<u16>(next) ^ load<u16>(next + 2)) !== 0xffff) return 0
  next += 4
  if (next + length > end || out + length > outEnd) return 0
  memory.copy(out, next, length)
  next += length
  return out + length
}

function setFixedCodes(): bool {
  memory.fill(codeLengths, 8, 144)
  memory.fill(codeLengths + 144, 9, 112)
  memory.fill(codeLengths + 256, 7, 24)
  memory.fill(codeLengths + 280, 8, 8)
  memory.fill(codeLengths + 288, 5, 32)
  return (
    buildTable(codeLengths, 288, lengthTable, LENGTH_ROOT, false) &&
    buildTable(codeLengths + 288, 32, distanceTable, DISTANCE_ROOT, true)
  )
}

function readCodes(): bool {
  const literals = take(5) + 257
  const distances = take(5) + 1
  const given = take(4) + 4
  if (literals > 286) return false
  memory.fill(headLengths, 0, 19)
  for (let at: u32 = 0; at < given; at++) {
    refill()
    store<u8>(headLengths + <usize>load<u8>(orderOfLengths + at), <u8>take(3))
  }
  // Read as literals: the table is free until this block's own code is known.
  if (!buildTable(headLengths, 19, lengthTable, LENGTH_ROOT, false)) return false
  const total = literals + distances
  for (let at: u32 = 0; at < total;) {
    refill()
    const entry = load<u32>(lengthTable + (((<u32>bits) & 2047) << 2))
    if (entry & RARE) return false
    take(entry & 0xff)
    const symbol = (entry >> 16) & 0xff
    if (symbol < 16) {
      store<u8>(codeLengths + at++, <u8>symbol)
      continue
    }
    if (symbol === 16 && at === 0) return false
    const value = symbol === 16 ? load<u8>(codeLengths + at - 1) : 0
    const times = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7)
    if (at + times > total) return false
    memory.fill(codeLengths + at, value, times)
    at += times
  }
  return (
    !isOverrun() &&
    buildTable(codeLengths + literals, distances, distanceTable, DISTANCE_ROOT, true) &&
    buildTable(codeLengths, literals, lengthTable, LENGTH_ROOT, false)
  )
}

/** Where the output stands afterwards, or zero. */
function inflateBlock(start: usize, out: usize, outEnd: usize): usize {
  let window = bits
  let count = bitCount
  let from = next
  const fromEnd = end + 8
  while (true) {
    if (from >= fromEnd) return 0
    window |= load<u64>(from) << (<u64>count)
    from += (63 - count) >> 3
    count |= 56
    let entry = load<u32>(lengthTable + (((<u32>window) & 2047) << 2))
    // Three literals of at most eleven bits, and the code that follows, fit before the next refill.
    if (entry & LITERAL) {
      window >>= <u64>(entry & 0xff)
      count -= entry & 0xff
      store<u8>(out, <u8>(entry >> 16))
      entry = load<u32>(lengthTable + (((<u32>window) & 2047) << 2))
      out++
      if (entry & LITERAL) {
        window >>= <u64>(entry & 0xff)
        count -= entry & 0xff
        store<u8>(out, <u8>(entry >> 16))
        entry = load<u32>(lengthTable + (((<u32>window) & 2047) << 2))
        out++
        if (entry & LITERAL) {
          window >>= <u64>(entry & 0xff)
          count -= entry & 0xff
          store<u8>(out, <u8>(entry >> 16))
          out++
          if (out > outEnd) return 0
          continue
        }
      }
      if (from >= fromEnd) return 0
      window |= load<u64>(from) << (<u64>count)
      from += (63 - count) >> 3
      count |= 56
    }
    if (entry & RARE) {
      if (entry & SECOND) {
        window >>= <u64>LENGTH_ROOT
        count -= LENGTH_ROOT
        const mask = (1 << ((entry >> 8) & 0x1f)) - 1
        entry = load<u32>(lengthTable + (((entry >> 16) + ((<u32>window) & mask)) << 2))
        if (entry & LITERAL) {
          window >>= <u64>(entry & 0xff)
          count -= entry & 0xff
          store<u8>(out++, <u8>(entry >> 16))
          if (out > outEnd) return 0
          continue
        }
      }
      if (entry & RARE) {
        if ((entry & END) === 0) return 0
        bits = window >> (<u64>(entry & 0xff))
        bitCount = count - (entry & 0xff)
        next = from
        return out > outEnd ? 0 : out
      }
    }
    let held = entry & 0xff
    const lengthCode = (entry >> 8) & 0x1f
    const length = <usize>(
      ((entry >> 16) + ((<u32>(window >> (<u64>lengthCode))) & ((1 << (held - lengthCode)) - 1)))
    )
    window >>= <u64>held
    count -= held
    entry = load<u32>(distanceTable + (((<u32>window) & 511) << 2))
    if (entry & RARE) {
      if ((entry & SECOND) === 0) return 0
      window >>= <u64>DISTANCE_ROOT
      count -= DISTANCE_ROOT
      const mask = (1 << ((entry >> 8) & 0x1f)) - 1
      entry = load<u32>(distanceTable + (((entry >> 16) + ((<u32>window) & mask)) << 2))
      if (entry & RARE) return 0
    }
    held = entry & 0xff
    const distanceCode = (entry >> 8) & 0x1f
    const distance = <usize>(
      ((entry >> 16) + ((<u32>(window >> (<u64>distanceCode))) & ((1 << (held - distanceCode)) - 1)))
    )
    window >>= <u64>held
    count -= held
    if (distance > out - start || out + length > outEnd) return 0
    copyMatch(out, distance, length)
    out += length
  }
}

/** May write up to 15 bytes too many. */
function copyMatch(out: usize, distance: usize, length: usize): void {
  const stop = out + length
  let from = out - distance
  if (distance >= 16) {
    do {
      v128.store(out, v128.load(from))
      out += 16
      from += 16
    } while (out < stop)
  } else if (distance === 1) {
    const value = i8x16.splat(load<i8>(from))
    do {
      v128.store(out, value)
      out += 16
    } while (out < stop)
  } else {
    do store<u8>(out++, load<u8>(from++))
    while (out < stop)
  }
}
