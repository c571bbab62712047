// PNG of 8-bit RGB rows that are made while those before them are compressed, several strips at once: no library
// compresses one picture on more than one core, and the artist waits for this one. Level 6, no row filter: a dithered
// picture is grain, and filters make grain larger.
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { constants, crc32, deflateRaw } from 'node:zlib'
import type { PixelSize } from '#shared/domain/crop'

const deflate = promisify(deflateRaw)

const STRIP_BYTES = 1 << 19
// What deflate may point back to (RFC 1951): the strip before lends its end, so that cutting costs next to nothing.
const WINDOW_BYTES = 1 << 15
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
// A zlib stream's header (RFC 1950): deflate, a window of 32 KB, the default level.
const ZLIB_HEADER = Buffer.from([0x78, 0x9c])

/**
 * `fillRow` writes row `y`, 3 bytes a pixel, and is called once for each row, in order. Gives way to other work between
 * strips. The same rows give the same bytes.
 */
export async function encodePng(
  { width, height }: PixelSize,
  fillRow: (y: number, row: Uint8Array) => void,
): Promise<Buffer> {
  const rowBytes = 1 + width * 3
  const lines = new Uint8Array(rowBytes * height)
  const rowsAtOnce = Math.max(1, Math.floor(STRIP_BYTES / rowBytes))
  const strips: Promise<Buffer>[] = []
  let sum = 1
  for (let first = 0; first < height; first += rowsAtOnce) {
    const end = Math.min(height, first + rowsAtOnce)
    for (let y = first; y < end; y += 1) {
      fillRow(y, lines.subarray(y * rowBytes + 1, (y + 1) * rowBytes))
    }
    const start = first * rowBytes
    const strip = lines.subarray(start, end * rowBytes)
    sum = adler32(strip, sum)
    strips.push(
      deflate(strip, {
        level: 6,
        // Larger tables: a fifth less time for a file that is 3 parts in 1000 larger.
        memLevel: 9,
        finishFlush: end === height ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
        ...(start > 0 ? { dictionary: lines.subarray(Math.max(0, start - WINDOW_BYTES), start) } : {}),
      }),
    )
    await setImmediate()
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bit, truecolor, deflate, no filters but the standard's, not interlaced.
  header.set([8, 2, 0, 0, 0], 8)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(sum)
  return Buffer.concat([
    SIGNATURE,
    ...toChunk('IHDR', header),
    ...toChunk('IDAT', ZLIB_HEADER, ...(await Promise.all(strips)), checksum),
    ...toChunk('IEND'),
  ])
}

function toChunk(type: string, ...parts: readonly Buffer[]): Buffer[] {
  const name = Buffer.from(type, 'latin1')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(parts.reduce((bytes, part) => bytes + part.length, 0))
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(parts.reduce((crc, part) => crc32(part, crc), crc32(name)))
  return [length, name, ...parts, checksum]
}

/** RFC 1950's checksum, going on from `before`. */
function adler32(bytes: Uint8Array, before: number): number {
  let a = before & 0xffff
  let b = before >>> 16
  // The longest run whose sums stay below 2³² (zlib's NMAX).
  for (let start = 0; start < bytes.length; start += 5552) {
    const end = Math.min(bytes.length, start + 5552)
    for (let index = start; index < end; index += 1) {
      a += bytes[index] ?? 0
      b += a
    }
    a %= 65_521
    b %= 65_521
  }
  return ((b << 16) | a) >>> 0
}
