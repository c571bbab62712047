// What a packed chunk says of its own inside, held against the size it has: the heads of zlib, PIZ, B44 and DWA.
// Reads the first bytes only; whether the rest unpacks is the decoder's to say.
import type { ExpectedChunk } from './chunk-layout'
import type { Box, ExrChannel, ExrPart } from './model'

/** As many of a chunk's first packed bytes as the longest of these heads has. */
export const INSIDE_HEAD_BYTES = 90

const DWA_HEAD_BYTES = 88
const PIZ_BITMAP_BYTES = 8192
const B44_BLOCK = { packed: 14, flat: 3 }

export interface PackedChunk {
  /** The first INSIDE_HEAD_BYTES of it, or all of it. */
  head: DataView
  packedBytes: number
  /** Before compression. */
  unpackedBytes: number
  expected: ExpectedChunk
}

/** A sentence's end that says what is wrong inside, or null. For chunks that are smaller than their pixels. */
export function findInsideFault(part: ExrPart, chunk: PackedChunk): string | null {
  switch (part.compression) {
    case 'zips':
    case 'zip':
    case 'pxr24':
      return findZlibFault(chunk)
    case 'piz':
      return findPizFault(chunk)
    case 'b44':
    case 'b44a':
      return findB44Fault(part.channels, chunk)
    case 'dwaa':
    case 'dwab':
      return findDwaFault(chunk)
    default:
      return null
  }
}

/** RFC 1950: deflate, and two bytes that divide by 31. The shortest stream with its checksum has eight bytes. */
function findZlibFault({ head, packedBytes }: PackedChunk): string | null {
  if (packedBytes < 8) return `${packedBytes} bytes are no zlib stream`
  const isZlib = (head.getUint8(0) & 0x0f) === 8 && head.getUint16(0) % 31 === 0
  return isZlib ? null : 'it does not begin as a zlib stream does'
}

/** Range of used values, their bitmap, and the length of the Huffman stream that fills the rest. */
function findPizFault({ head, packedBytes }: PackedChunk): string | null {
  if (packedBytes < 8) return `${packedBytes} bytes are no PIZ block`
  const first = head.getUint16(0, true)
  const last = head.getUint16(2, true)
  if (last >= PIZ_BITMAP_BYTES) return `its table of values reaches to ${last}`
  const bitmapBytes = first <= last ? last - first + 1 : 0
  const lengthAt = 4 + bitmapBytes
  if (lengthAt + 4 > packedBytes) return `its table of values has ${bitmapBytes} bytes, more than the chunk`
  if (lengthAt + 4 > head.byteLength) return null
  const length = head.getInt32(lengthAt, true)
  return length < 0 || length > packedBytes - lengthAt - 4
    ? `it declares ${length} bytes of Huffman code`
    : null
}

/** Every 4 × 4 block of half floats takes 14 bytes or 3; other types are stored as they are. */
function findB44Fault(
  channels: readonly ExrChannel[],
  { packedBytes, expected }: PackedChunk,
): string | null {
  let blocks = 0
  let plainBytes = 0
  for (const channel of channels) {
    const [across, down] = countSamples(channel, expected.box)
    if (channel.pixelType === 'half') blocks += Math.ceil(across / 4) * Math.ceil(down / 4)
    else plainBytes += across * down * 4
  }
  const least = plainBytes + blocks * B44_BLOCK.flat
  const most = plainBytes + blocks * B44_BLOCK.packed
  return packedBytes < least || packedBytes > most
    ? `its blocks need ${least} to ${most} bytes and it has ${packedBytes}`
    : null
}

function countSamples({ xSampling, ySampling }: ExrChannel, { min, max }: Box): [number, number] {
  const along = (from: number, to: number, sampling: number): number =>
    Math.floor(to / sampling) - Math.floor((from - 1) / sampling)
  return [along(min.x, max.x, xSampling), along(min.y, max.y, ySampling)]
}

/**
 * Eleven 64-bit numbers: version, the unknown channels' size unpacked and packed, AC, DC and run-length sizes packed,
 * run lengths unpacked and raw, counts of AC and DC coefficients, and how AC is packed.
 */
function findDwaFault({ head, packedBytes, unpackedBytes }: PackedChunk): string | null {
  if (packedBytes < DWA_HEAD_BYTES) return `${packedBytes} bytes are no DWA block`
  const numbers = Array.from({ length: 11 }, (_, index) => Number(head.getBigUint64(index * 8, true)))
  const [version = 0, unknown = 0, unknownPacked = 0, ac = 0, dc = 0, runs = 0] = numbers
  const [runsUnpacked = 0, runsRaw = 0, acCount = 0, dcCount = 0, acPacking = 0] = numbers.slice(6)
  if (version > 2) return `DWA version ${version} is not known`
  if (acPacking > 1) return `it declares the unknown packing ${acPacking}`
  let rulesBytes = 0
  if (version === 2) {
    if (packedBytes < DWA_HEAD_BYTES + 2) return 'it ends before its channel rules'
    // The size counts its own two bytes.
    rulesBytes = head.getUint16(DWA_HEAD_BYTES, true)
    if (rulesBytes < 2) return `its channel rules have ${rulesBytes} bytes`
  }
  const declared = DWA_HEAD_BYTES + rulesBytes + unknownPacked + ac + dc + runs
  if (declared > packedBytes) return `its parts need ${declared} bytes and it has ${packedBytes}`
  if (unknown > unpackedBytes || runsRaw > unpackedBytes || runsUnpacked > unpackedBytes * 2) {
    return 'it declares more samples than its pixels have'
  }
  // 16-bit coefficients of blocks of 8 × 8, the last of which may reach beyond the picture.
  const most = unpackedBytes * 64
  return acCount * 2 > most || dcCount * 2 > most
    ? 'it declares more coefficients than its pixels have'
    : null
}
