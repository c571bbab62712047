// Holds an EXR's offset table and every chunk's place and size against the file, without decoding a pixel.
// ffmpeg and others read cut files in silence: this is what notices.
import { findInsideFault, INSIDE_HEAD_BYTES } from './chunk-inside'
import { createChunkLayout, type ExpectedChunk } from './chunk-layout'
import { createFindingCollector, type ExrStructureReport, type FindingCollector } from './findings'
import type { ExrCompression, ExrHeader, ExrPart } from './model'

export type { ExrFinding, ExrFindingCode, ExrStructureReport } from './findings'

/** Gives `length` bytes from `offset`; fewer only where the file ends. */
export type ReadBytes = (offset: number, length: number) => Uint8Array | Promise<Uint8Array>

const TABLE_PIECE_ENTRIES = 8192
const TABLE_ENTRY_BYTES = 8

/** The fewest packed bytes 1000 unpacked ones can become: run lengths reach 64:1, deflate 1032:1. */
const LEAST_PACKED_PER_1000: Partial<Record<ExrCompression, number>> = {
  none: 1000,
  rle: 1000 / 64,
  zips: 1000 / 1040,
  zip: 1000 / 1040,
}

interface FileUnderCheck {
  read: ReadBytes
  fileBytes: number
  header: ExrHeader
  /** In all parts together. */
  chunkCount: number
  /** Where the offset tables end and chunks may begin. */
  chunksStart: number
  found: FindingCollector
}

/** Where a chunk lies; both ends count, the second exclusive. */
interface ChunkExtent {
  part: number
  chunk: number
  start: number
  end: number
}

/**
 * Checks the structure of a whole file whose header has been read. Never throws for what is in the file;
 * what `read` throws goes through.
 */
export async function checkExrStructure(
  read: ReadBytes,
  fileBytes: number,
  header: ExrHeader,
): Promise<ExrStructureReport> {
  const found = createFindingCollector()
  const chunkCount = header.parts.reduce((sum, part) => sum + part.chunkCount, 0)
  const chunksStart = header.byteLength + chunkCount * TABLE_ENTRY_BYTES
  const file: FileUnderCheck = { read, fileBytes, header, chunkCount, chunksStart, found }
  if (chunksStart > fileBytes) {
    const sentence = `The table of ${chunkCount} chunks needs ${chunksStart} bytes; the file has ${fileBytes}.`
    found.add({ code: 'table-cut', part: 0, chunk: null, byteOffset: fileBytes, sentence })
    return found.report()
  }
  const extents: ChunkExtent[] = []
  let tableStart = header.byteLength
  for (const [index, part] of header.parts.entries()) {
    await checkPart(file, part, index, tableStart, extents)
    tableStart += part.chunkCount * TABLE_ENTRY_BYTES
  }
  checkOverlaps(file, extents)
  return found.report()
}

async function checkPart(
  file: FileUnderCheck,
  part: ExrPart,
  partIndex: number,
  tableStart: number,
  extents: ChunkExtent[],
): Promise<void> {
  const expect = createChunkLayout(part)
  let previous = part.lineOrder === 'decreasing-y' ? Infinity : 0
  // Only scanlines of a file with one part promise their order in the file.
  let isOrderSettled = part.tiles !== null || part.lineOrder === 'random-y' || file.header.isMultipart
  for (let first = 0; first < part.chunkCount; first += TABLE_PIECE_ENTRIES) {
    const count = Math.min(TABLE_PIECE_ENTRIES, part.chunkCount - first)
    const at = tableStart + first * TABLE_ENTRY_BYTES
    const table = toView(await file.read(at, count * TABLE_ENTRY_BYTES))
    for (let entry = 0; entry < count; entry += 1) {
      const chunk = first + entry
      const start = readOffset(table, entry)
      const place = { part: partIndex, chunk, byteOffset: at + entry * TABLE_ENTRY_BYTES }
      if (!isPlausibleStart(file, start, place)) continue
      const isAfter = part.lineOrder === 'decreasing-y' ? start < previous : start > previous
      if (!isOrderSettled && !isAfter) {
        isOrderSettled = true
        const sentence = `Chunk ${chunk} does not lie in the order (${part.lineOrder}) the header declares.`
        file.found.add({ ...place, code: 'chunk-order', sentence })
      }
      previous = start
      const end = await checkChunk(file, part, expect(chunk), { ...place, byteOffset: start })
      if (end !== null) extents.push({ part: partIndex, chunk, start, end })
    }
  }
}

interface Place {
  part: number
  chunk: number
  byteOffset: number
}

function isPlausibleStart(file: FileUnderCheck, start: number | null, place: Place): start is number {
  const { chunk } = place
  if (start === null || start === 0) {
    const sentence = `Chunk ${chunk} was never written: the table has no place for it.`
    file.found.add({ ...place, code: 'chunk-missing', sentence })
    return false
  }
  if (start < file.chunksStart) {
    const sentence = `The table puts chunk ${chunk} at byte ${start}, inside the header or the table itself.`
    file.found.add({ ...place, code: 'chunk-misplaced', sentence })
    return false
  }
  if (start >= file.fileBytes) {
    const sentence = `The table puts chunk ${chunk} at byte ${start}; the file ends at ${file.fileBytes}.`
    file.found.add({ ...place, code: 'chunk-beyond-end', sentence })
    return false
  }
  return true
}

/** The end of the chunk, or null when its head cannot be trusted so far. */
async function checkChunk(
  file: FileUnderCheck,
  part: ExrPart,
  expected: ExpectedChunk,
  place: Place,
): Promise<number | null> {
  const { chunk, byteOffset: start } = place
  const isDeep = expected.unpackedBytes === null
  const partBytes = file.header.isMultipart ? 4 : 0
  const sizesAt = partBytes + expected.coordinates.length * 4
  const headBytes = sizesAt + (isDeep ? 24 : 4)
  const head = start + headBytes <= file.fileBytes ? toView(await file.read(start, headBytes)) : null
  if (!head || head.byteLength < headBytes) {
    const sentence = `The file ends at ${file.fileBytes}, inside the head of chunk ${chunk}.`
    file.found.add({ ...place, code: 'chunk-cut', sentence })
    return null
  }
  if (partBytes > 0 && head.getInt32(0, true) !== place.part) {
    const sentence = `Chunk ${chunk} says it belongs to part ${head.getInt32(0, true)}, not ${place.part}.`
    file.found.add({ ...place, code: 'chunk-part', sentence })
    return null
  }
  const said = expected.coordinates.map((_, index) => head.getInt32(partBytes + index * 4, true))
  if (said.some((value, index) => value !== expected.coordinates[index])) {
    const sentence = `Chunk ${chunk} says it is at ${said.join(', ')} where ${expected.coordinates.join(', ')} belongs.`
    file.found.add({ ...place, code: 'chunk-coordinates', sentence })
    return null
  }
  const packedBytes = isDeep ? readDeepSize(head, sizesAt) : head.getInt32(sizesAt, true)
  if (!isPlausibleSize(packedBytes, expected, part.compression)) {
    const sentence = `Chunk ${chunk} says it has ${packedBytes} bytes; its pixels have ${String(expected.unpackedBytes)}.`
    file.found.add({ ...place, code: 'chunk-size', sentence })
    return null
  }
  const end = start + headBytes + packedBytes
  if (end > file.fileBytes) {
    const sentence = `Chunk ${chunk} needs bytes up to ${end}; the file ends at ${file.fileBytes}.`
    file.found.add({ ...place, code: 'chunk-cut', sentence })
    return null
  }
  await checkInside(file, part, expected, { ...place, byteOffset: start + headBytes }, packedBytes)
  return end
}

/** A chunk as large as its pixels is stored plain and has no inside. */
async function checkInside(
  file: FileUnderCheck,
  part: ExrPart,
  expected: ExpectedChunk,
  place: Place,
  packedBytes: number,
): Promise<void> {
  const { unpackedBytes } = expected
  if (unpackedBytes === null || packedBytes >= unpackedBytes) return
  const head = toView(await file.read(place.byteOffset, Math.min(packedBytes, INSIDE_HEAD_BYTES)))
  const fault = findInsideFault(part, { head, packedBytes, unpackedBytes, expected })
  if (fault === null) return
  const sentence = `Chunk ${place.chunk} contradicts itself: ${fault}.`
  file.found.add({ ...place, code: 'chunk-inside', sentence })
}

/** Deep chunks carry the packed sizes of their sample counts and of their samples. */
function readDeepSize(head: DataView, at: number): number {
  const countBytes = Number(head.getBigInt64(at, true))
  const sampleBytes = Number(head.getBigInt64(at + 8, true))
  return countBytes < 0 || sampleBytes < 0 ? -1 : countBytes + sampleBytes
}

/** Every writer stores a chunk plain when packing would make it larger, so none is larger than its pixels. */
function isPlausibleSize(packedBytes: number, expected: ExpectedChunk, compression: ExrCompression): boolean {
  const { unpackedBytes } = expected
  if (unpackedBytes === null) return packedBytes >= 0
  if (packedBytes < 0 || packedBytes > unpackedBytes) return false
  if (unpackedBytes === 0) return true
  const least = ((LEAST_PACKED_PER_1000[compression] ?? 0) / 1000) * unpackedBytes
  return packedBytes > 0 && packedBytes >= Math.floor(least)
}

function checkOverlaps(file: FileUnderCheck, extents: ChunkExtent[]): void {
  extents.sort((one, other) => one.start - other.start)
  let reached = file.chunksStart
  let before: ChunkExtent | null = null
  for (const extent of extents) {
    if (before && extent.start < reached) {
      const sentence = `Chunks ${before.chunk} and ${extent.chunk} share bytes from ${extent.start} on.`
      const { part, chunk, start } = extent
      file.found.add({ code: 'chunk-overlap', part, chunk, byteOffset: start, sentence })
    }
    if (extent.end > reached) {
      reached = extent.end
      before = extent
    }
  }
  // With a chunk's place unknown, what seems left over may be its bytes.
  if (extents.length === file.chunkCount && reached < file.fileBytes) {
    const sentence = `${file.fileBytes - reached} bytes follow the last chunk.`
    file.found.add({ code: 'trailing-bytes', part: 0, chunk: null, byteOffset: reached, sentence })
  }
}

function toView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Null when the table could not be read so far; Infinity for what no file is long enough for. */
function readOffset(table: DataView, entry: number): number | null {
  const at = entry * TABLE_ENTRY_BYTES
  if (at + TABLE_ENTRY_BYTES > table.byteLength) return null
  const offset = table.getBigUint64(at, true)
  return offset > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(offset)
}
