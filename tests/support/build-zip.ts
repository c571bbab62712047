// Makes small zip archives in memory, honest or hostile: every field of an entry can be a lie.
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipEntry {
  name: string
  data?: Uint8Array
  isDeflated?: boolean
  /** Unix mode with the file's kind, e.g. 0o120777 for a symlink. */
  mode?: number
  /** General purpose bits, e.g. 1 for encrypted; names are UTF-8 in any case. */
  flags?: number
  method?: number
  /** What the archive claims, when not the truth. */
  crc?: number
  size?: number
  /** Use the local header of an earlier entry. */
  sharesBytesOf?: number
}

export function buildZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  const offsets: number[] = []
  let at = 0
  for (const entry of entries) {
    const data = entry.data ?? new Uint8Array()
    const packed = entry.isDeflated ? deflateRawSync(data) : Buffer.from(data)
    const name = Buffer.from(entry.name)
    const facts = toFacts(entry, data, packed.length, name.length)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), u16(20), facts, u16(0), name, packed])
    const shared = entry.sharesBytesOf === undefined ? undefined : offsets[entry.sharesBytesOf]
    const offset = shared ?? at
    offsets.push(offset)
    const attributes = u32(((entry.mode ?? 0o100644) << 16) >>> 0)
    const rest = [u16(0), u16(0), u16(0), u16(0), attributes, u32(offset), name]
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), u16(0x031e), u16(20), facts, ...rest]))
    if (shared !== undefined) continue
    locals.push(local)
    at += local.length
  }
  const list = Buffer.concat(directory)
  const count = u16(entries.length)
  const end = [Buffer.from('PK\x05\x06'), u32(0), count, count, u32(list.length), u32(at), u16(0)]
  return Buffer.concat([...locals, list, ...end])
}

/** The fields local and central headers share, from the flags to the name's length. */
function toFacts(entry: ZipEntry, data: Uint8Array, packedBytes: number, nameBytes: number): Buffer {
  const method = entry.method ?? (entry.isDeflated ? 8 : 0)
  const crc = entry.crc ?? crc32(data)
  const size = entry.size ?? data.length
  const flags = (entry.flags ?? 0) | 0x800
  return Buffer.concat([
    u16(flags),
    u16(method),
    u32(0),
    u32(crc),
    u32(packedBytes),
    u32(size),
    u16(nameBytes),
  ])
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
