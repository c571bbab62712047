// Writes one half-float RGB picture as an OpenEXR scanline file, ZIPS or ZIP. Knows the format, nothing of what
// the picture shows. Layout: openexr.com/en/latest/OpenEXRFileLayout.html
import { constants, deflateSync } from 'node:zlib'

export type ExrAttribute =
  | { name: string; type: 'string'; value: string }
  | { name: string; type: 'rational'; value: readonly [numerator: number, denominator: number] }
  | { name: string; type: 'chromaticities'; value: readonly number[] }

export interface ExrPicture {
  width: number
  height: number
  /** Width × height × 3 halves, top line first; per line all blue, all green, all red. */
  halves: Uint16Array
}

export interface ExrOptions {
  /** `zips` packs line by line, `zip` sixteen lines at a time. */
  compression: 'zips' | 'zip'
  attributes: readonly ExrAttribute[]
  /** zlib's level, 1…9. At 1 only runs are matched: grain has nothing else, and it is a third faster. */
  level?: number
}

const MAGIC = 20000630
const VERSION = 2
const COMPRESSION = { zips: { code: 2, lines: 1 }, zip: { code: 3, lines: 16 } } as const
const CHANNELS = ['B', 'G', 'R'] as const
const HALF_TYPE = 1
/** Up to this size a chunk is one line of a picture. */
const LINE_BYTES = 16384

export function encodeExr(picture: ExrPicture, options: ExrOptions): Buffer {
  const { width, height } = picture
  const { code, lines } = COMPRESSION[options.compression]
  const header = encodeHeader(width, height, code, options.attributes)
  const chunkCount = Math.ceil(height / lines)
  const scratch = Buffer.alloc(lines * width * CHANNELS.length * 2)
  const chunks: Buffer[] = []
  const offsets = Buffer.alloc(chunkCount * 8)
  let at = header.length + offsets.length
  for (let chunk = 0; chunk < chunkCount; chunk++) {
    const first = chunk * lines
    const span = Math.min(lines, height - first) * width * CHANNELS.length
    const samples = picture.halves.subarray(first * width * CHANNELS.length).subarray(0, span)
    const data = pack(samples, scratch, options.level ?? 1)
    const lead = Buffer.alloc(8)
    lead.writeInt32LE(first, 0)
    lead.writeInt32LE(data.length, 4)
    offsets.writeBigUInt64LE(BigInt(at), chunk * 8)
    chunks.push(lead, data)
    at += 8 + data.length
  }
  return Buffer.concat([header, offsets, ...chunks], at)
}

/** Low and high bytes apart, each as the difference to the one before, then deflated; as they are where that is shorter. */
function pack(samples: Uint16Array, scratch: Buffer, level: number): Buffer {
  const count = samples.length
  let low = 0
  let high = 0
  for (let index = 0; index < count; index++) {
    const sample = samples[index] as number
    scratch[index] = (sample & 255) - low + 128
    scratch[count + index] = (sample >> 8) - high + 128
    low = sample & 255
    high = sample >> 8
  }
  // The very first byte stands as it is; the high bytes' first differs from the last low byte.
  scratch[0] = (samples[0] as number) & 255
  scratch[count] = ((samples[0] as number) >> 8) - ((samples[count - 1] as number) & 255) + 128
  const packed = deflateSync(scratch.subarray(0, count * 2), {
    level,
    // A line's low and high bytes each get a code of their own, and less is set up for each of so many lines.
    ...(count * 2 <= LINE_BYTES ? { windowBits: 13, memLevel: 6 } : {}),
    ...(level === 1 ? { strategy: constants.Z_RLE } : {}),
  })
  return packed.length < count * 2 ? packed : toLittleEndian(samples)
}

function toLittleEndian(samples: Uint16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2)
  for (let index = 0; index < samples.length; index++)
    bytes.writeUInt16LE(samples[index] as number, index * 2)
  return bytes
}

function encodeHeader(
  width: number,
  height: number,
  compression: number,
  attributes: readonly ExrAttribute[],
): Buffer {
  const window = int32s(0, 0, width - 1, height - 1)
  return Buffer.concat([
    int32s(MAGIC, VERSION),
    attribute('channels', 'chlist', Buffer.concat([...CHANNELS.map(channel), Buffer.alloc(1)])),
    attribute('compression', 'compression', Buffer.of(compression)),
    attribute('dataWindow', 'box2i', window),
    attribute('displayWindow', 'box2i', window),
    attribute('lineOrder', 'lineOrder', Buffer.of(0)),
    attribute('pixelAspectRatio', 'float', floats(1)),
    attribute('screenWindowCenter', 'v2f', floats(0, 0)),
    attribute('screenWindowWidth', 'float', floats(1)),
    ...attributes.map(encodeAttribute),
    Buffer.alloc(1),
  ])
}

function encodeAttribute(given: ExrAttribute): Buffer {
  switch (given.type) {
    case 'string':
      return attribute(given.name, 'string', Buffer.from(given.value, 'utf8'))
    case 'rational':
      return attribute(given.name, 'rational', int32s(...given.value))
    case 'chromaticities':
      return attribute(given.name, 'chromaticities', floats(...given.value))
  }
}

function channel(name: string): Buffer {
  // Type, then linear flag and three reserved bytes, then sampling 1 × 1.
  return Buffer.concat([text(name), int32s(HALF_TYPE, 0, 1, 1)])
}

function attribute(name: string, type: string, value: Buffer): Buffer {
  return Buffer.concat([text(name), text(type), int32s(value.length), value])
}

function text(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'latin1')
}

function int32s(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeInt32LE(value, index * 4))
  return bytes
}

function floats(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4))
  return bytes
}
