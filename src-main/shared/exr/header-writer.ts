// Writes headers: from the model, or a file's own header with attributes set and taken away, everything else byte for
// byte as it was. The rest of a stamped file moves by the difference, so its offset tables are shifted with it.
import { hasLongName, packAttribute, type WrittenAttribute } from './attribute-bytes'
import { joinBytes, packBytes } from './byte-packing'
import { createByteCursor } from './byte-cursor'
import { ExrError } from './exr-error'
import { parseExrHeader } from './header'
import type { ExrAttribute, ExrHeader } from './model'
import { packVersion, type Flags } from './version-field'

export type { WrittenAttribute } from './attribute-bytes'

/** A header made anew from the model's attributes, in their order. Throws `bad-attribute`. */
export function writeExrHeader(
  header: Flags & { parts: readonly { attributes: readonly (WrittenAttribute | ExrAttribute)[] }[] },
): Uint8Array {
  const hasLongNames =
    header.hasLongNames || header.parts.some(({ attributes }) => attributes.some(hasLongName))
  return joinBytes(
    packVersion({ ...header, hasLongNames }),
    ...header.parts.map(({ attributes }) => joinBytes(...attributes.map(packAttribute), packBytes(0))),
    packBytes(...(header.isMultipart ? [0] : [])),
  )
}

export interface HeaderStamp {
  /** Written over an attribute of that name, or after the last. */
  set?: readonly WrittenAttribute[]
  /** Names; one that is not there is no mistake. */
  remove?: readonly string[]
  /** Index of the part; all parts when left out. */
  part?: number
}

export interface RestampedHeader {
  /** Takes the place of the file's first `oldBytes` bytes. */
  bytes: Uint8Array
  oldBytes: number
  /** The offset tables follow the header with this many bytes; `shiftOffsets` moves them. The rest stays as it is. */
  tableBytes: number
  /** What is added to every offset; negative where the header has become shorter. */
  shiftBytes: number
}

/** A file that says otherwise than its pixels are packed cannot be read: these are not for stamping. */
const FIXED: readonly string[] = [
  ...['channels', 'compression', 'dataWindow', 'lineOrder', 'tiles', 'type', 'name', 'chunkCount', 'version'],
  ...['deepImageState', 'maxSamplesPerPixel'],
]
const NEEDED = ['displayWindow', 'pixelAspectRatio', 'screenWindowCenter', 'screenWindowWidth']

/**
 * `source` begins a file and holds at least its header. Throws what `parseExrHeader` throws, and `bad-attribute` for
 * a stamp that would make the file unreadable.
 */
export function restampHeader(source: Uint8Array, stamp: HeaderStamp): RestampedHeader {
  const header = parseExrHeader(source)
  const { set = [], remove = [], part } = stamp
  for (const name of [...set.map((attribute) => attribute.name), ...remove]) {
    if (FIXED.includes(name)) throw new ExrError('bad-attribute', 0, `${name} cannot be changed by a stamp.`)
  }
  for (const name of remove) {
    if (NEEDED.includes(name)) throw new ExrError('bad-attribute', 0, `No file can do without ${name}.`)
  }
  if (part !== undefined && !header.parts[part]) {
    throw new ExrError('bad-part', 0, `There is no part ${part}; there are ${header.parts.length}.`)
  }
  const parts = listRecords(source, header).map((records, index) =>
    part === undefined || part === index
      ? stampPart(records, set, remove)
      : records.map(({ bytes }) => bytes),
  )
  const hasLongNames = header.hasLongNames || set.some(hasLongName)
  const bytes = joinBytes(
    packVersion({ ...header, hasLongNames }),
    ...parts.map((records) => joinBytes(...records, packBytes(0))),
    packBytes(...(header.isMultipart ? [0] : [])),
  )
  parseExrHeader(bytes)
  const chunkCount = header.parts.reduce((sum, one) => sum + one.chunkCount, 0)
  const oldBytes = header.byteLength
  return { bytes, oldBytes, tableBytes: chunkCount * 8, shiftBytes: bytes.length - oldBytes }
}

/** One attribute as it stands in the file. */
interface AttributeRecord {
  name: string
  bytes: Uint8Array
}

/** From the bytes, not from the model, which holds one of two equal names and mends broken text. */
function listRecords(source: Uint8Array, header: ExrHeader): AttributeRecord[][] {
  const cursor = createByteCursor(source)
  cursor.take(8)
  const longest = header.hasLongNames ? 255 : 31
  return header.parts.map(() => {
    const records: AttributeRecord[] = []
    for (;;) {
      const start = cursor.offset
      const name = cursor.name(longest)
      if (name === '') return records
      cursor.name(longest)
      cursor.take(cursor.int32())
      records.push({ name, bytes: source.subarray(start, cursor.offset) })
    }
  })
}

function stampPart(
  records: readonly AttributeRecord[],
  set: readonly WrittenAttribute[],
  remove: readonly string[],
): Uint8Array[] {
  const fresh = new Map(set.map((attribute) => [attribute.name, packAttribute(attribute)]))
  const kept: Uint8Array[] = []
  const written = new Set<string>()
  for (const { name, bytes } of records) {
    const instead = fresh.get(name)
    if (remove.includes(name) && !instead) continue
    if (!instead) kept.push(bytes)
    else if (!written.has(name)) kept.push(instead)
    written.add(name)
  }
  for (const [name, bytes] of fresh) if (!written.has(name)) kept.push(bytes)
  return kept
}

/**
 * The offset tables, or any run of whole entries of them, moved. Zero, which says that a chunk was never written,
 * stays zero.
 */
export function shiftOffsets(table: Uint8Array, shiftBytes: number): Uint8Array {
  // Not slice: of Node's buffers that is the same memory again.
  const shifted = new Uint8Array(table)
  const view = new DataView(shifted.buffer)
  for (let at = 0; at + 8 <= shifted.length; at += 8) {
    const offset = view.getBigUint64(at, true)
    if (offset !== 0n) view.setBigUint64(at, BigInt.asUintN(64, offset + BigInt(shiftBytes)), true)
  }
  return shifted
}
