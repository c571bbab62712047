// Finds the chunks of a part in the bytes of a whole file. Nothing is believed: places, coordinates and sizes are held
// against the file and the header before a byte is unpacked.
import { createChunkLayout, type ExpectedChunk } from './chunk-layout'
import { ExrError } from './exr-error'
import type { Box, ExrHeader, ExrPart } from './model'

const ENTRY_BYTES = 8
/** Before compression. */
const MOST_CHUNK_BYTES = 2 ** 28

export interface FoundChunk {
  /** Place in the part's offset table. */
  index: number
  /** The pixels it covers, inclusive. */
  box: Box
  unpackedBytes: number
  packed: Uint8Array
  /** Of the packed bytes, in the file. */
  byteOffset: number
}

/** The chunks of the full-size picture that touch `region`, in the table's order. Throws `bad-chunk`, `too-large`. */
export function findChunks(
  bytes: Uint8Array,
  header: ExrHeader,
  partIndex: number,
  region: Box,
): FoundChunk[] {
  const part = header.parts[partIndex]
  if (!part) return []
  const entriesBefore = header.parts.slice(0, partIndex).reduce((sum, { chunkCount }) => sum + chunkCount, 0)
  const allEntries = header.parts.reduce((sum, { chunkCount }) => sum + chunkCount, 0)
  const dataStart = header.byteLength + allEntries * ENTRY_BYTES
  if (dataStart > bytes.length) {
    throw new ExrError('bad-chunk', bytes.length, 'The file ends inside the table of its chunks.')
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const layout = createChunkLayout(part)
  const found: FoundChunk[] = []
  for (let index = 0; index < part.chunkCount; index += 1) {
    const expected = layout(index)
    if (expected.coordinates[2] || expected.coordinates[3]) break
    if (!touches(expected.box, region)) continue
    const entryAt = header.byteLength + (entriesBefore + index) * ENTRY_BYTES
    const start = Number(view.getBigUint64(entryAt, true))
    if (start < dataStart || start >= bytes.length) {
      throw new ExrError('bad-chunk', entryAt, `Chunk ${index} is not in the file.`)
    }
    found.push(
      readChunk(view, bytes, part, expected, { index, start, part: header.isMultipart ? partIndex : null }),
    )
  }
  return found
}

function readChunk(
  view: DataView,
  bytes: Uint8Array,
  part: ExrPart,
  expected: ExpectedChunk,
  place: { index: number; start: number; part: number | null },
): FoundChunk {
  const { index, start } = place
  const said = [...(place.part === null ? [] : [place.part]), ...expected.coordinates]
  const headBytes = (said.length + 1) * 4
  if (start + headBytes > bytes.length) {
    throw new ExrError('bad-chunk', start, `The file ends inside the head of chunk ${index}.`)
  }
  if (said.some((value, at) => view.getInt32(start + at * 4, true) !== value)) {
    throw new ExrError('bad-chunk', start, `Another chunk stands where chunk ${index} belongs.`)
  }
  const unpackedBytes = expected.unpackedBytes ?? 0
  if (unpackedBytes > MOST_CHUNK_BYTES) {
    throw new ExrError('too-large', start, `Chunk ${index} would have ${unpackedBytes} bytes.`)
  }
  const packedBytes = view.getInt32(start + headBytes - 4, true)
  const isPlain = part.compression === 'none'
  if (packedBytes < 0 || packedBytes > unpackedBytes || (isPlain && packedBytes !== unpackedBytes)) {
    throw new ExrError(
      'bad-chunk',
      start,
      `Chunk ${index} says it has ${packedBytes} bytes for ${unpackedBytes}.`,
    )
  }
  const from = start + headBytes
  if (from + packedBytes > bytes.length) {
    throw new ExrError('bad-chunk', start, `The file ends at ${bytes.length}, inside chunk ${index}.`)
  }
  return {
    index,
    box: expected.box,
    unpackedBytes,
    packed: bytes.subarray(from, from + packedBytes),
    byteOffset: from,
  }
}

function touches(one: Box, other: Box): boolean {
  return (
    one.min.x <= other.max.x &&
    one.max.x >= other.min.x &&
    one.min.y <= other.max.y &&
    one.max.y >= other.min.y
  )
}
