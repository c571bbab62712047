// Damages EXR files the ways disks, networks and enemies do, the same way for the same seed.
import { parseExrHeader } from '#shared/exr/header'

export type Random = () => number

const below = (random: Random, end: number): number => Math.floor(random() * end)
const EXTREMES = [0, 1, -1, 2, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, -0x80000000, 0x10000, 88]

/** A changed copy; one to four changes, aimed at the header, the table, the chunks' heads, their inside, or the length. */
export function mutateExr(original: Uint8Array, random: Random): Uint8Array {
  let bytes = original.slice()
  const changes = 1 + below(random, 4)
  const { byteLength: headerEnd, parts } = parseExrHeader(original)
  const tableEnd = headerEnd + parts.reduce((sum, part) => sum + part.chunkCount, 0) * 8
  for (let change = 0; change < changes; change += 1) {
    const kind = below(random, 9)
    if (kind === 0) changeByte(bytes, below(random, headerEnd), random)
    else if (kind === 1) changeWord(bytes, below(random, headerEnd), random)
    else if (kind === 2) changeOffset(bytes, headerEnd, tableEnd, random)
    else if (kind === 3)
      changeWord(bytes, chunkStart(original, headerEnd, tableEnd, random) + 4 * below(random, 3), random)
    else if (kind === 4)
      changeByte(bytes, chunkStart(original, headerEnd, tableEnd, random) + below(random, 120), random)
    else if (kind === 5) changeByte(bytes, tableEnd + below(random, bytes.length - tableEnd), random)
    else if (kind === 6) copyWithin(bytes, random)
    else if (kind === 7 && random() < 0.3) bytes = bytes.slice(0, below(random, bytes.length))
    else changeWord(bytes, below(random, bytes.length), random)
  }
  return bytes
}

function changeByte(bytes: Uint8Array, at: number, random: Random): void {
  if (at >= bytes.length) return
  if (random() < 0.5) bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8))
  else bytes[at] = random() < 0.3 ? 255 : below(random, 256)
}

function changeWord(bytes: Uint8Array, at: number, random: Random): void {
  if (at + 4 > bytes.length) return
  new DataView(bytes.buffer).setInt32(at, EXTREMES[below(random, EXTREMES.length)] ?? 0, true)
}

function changeOffset(bytes: Uint8Array, headerEnd: number, tableEnd: number, random: Random): void {
  const entry = headerEnd + 8 * below(random, (tableEnd - headerEnd) / 8)
  if (entry + 8 > bytes.length) return
  const ends = [0, headerEnd, tableEnd, bytes.length - 1, bytes.length, below(random, bytes.length), 2 ** 40]
  new DataView(bytes.buffer).setBigUint64(entry, BigInt(ends[below(random, ends.length)] ?? 0), true)
}

function chunkStart(original: Uint8Array, headerEnd: number, tableEnd: number, random: Random): number {
  const entry = headerEnd + 8 * below(random, (tableEnd - headerEnd) / 8)
  return Number(new DataView(original.buffer, original.byteOffset).getBigUint64(entry, true))
}

function copyWithin(bytes: Uint8Array, random: Random): void {
  const length = 1 + below(random, 64)
  const from = below(random, bytes.length)
  bytes.copyWithin(below(random, bytes.length), from, from + length)
}
