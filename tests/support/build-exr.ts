// Makes small real EXR files in memory: scanline, tiled and multipart, uncompressed or ZIP, half or float.
import { deflateSync } from 'node:zlib'

export interface BuiltChannel {
  name: string
  type?: 'uint' | 'half' | 'float'
  sampling?: [number, number]
}

export interface BuildPart {
  width: number
  height: number
  channels?: BuiltChannel[]
  compression?: 'none' | 'zips' | 'zip'
  lineOrder?: 0 | 1 | 2
  /** Left and top of the data window. */
  origin?: [number, number]
  /** minX, minY, maxX, maxY; the data window when left out. */
  displayWindow?: [number, number, number, number]
  tiles?: { width: number; height: number; mode: number }
  /** More attributes, made with `attribute`. */
  extra?: Uint8Array[]
  /** Names of standard attributes to leave out. */
  without?: string[]
  /** The value of a channel (by its place in the list) at x, y, counted from the data window's corner. */
  pixel?: (channel: number, x: number, y: number) => number
}

const TYPES = { uint: 0, half: 1, float: 2 }
const TYPE_BYTES = { uint: 4, half: 2, float: 4 }
const COMPRESSION_CODES = { none: 0, zips: 2, zip: 3 }
const LINES = { none: 1, zips: 1, zip: 16 }

export const int = (...values: number[]): Uint8Array => new Uint8Array(new Int32Array(values).buffer)
export const float = (...values: number[]): Uint8Array => new Uint8Array(new Float32Array(values).buffer)
export const text = (value: string): Uint8Array => new TextEncoder().encode(value)
export const join = (...pieces: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces))
const name = (value: string) => text(`${value}\0`)

export function attribute(attributeName: string, type: string, value: Uint8Array): Uint8Array {
  return join(name(attributeName), name(type), int(value.length), value)
}

/** ACES2065-1's primaries and white. */
export const AP0 = attribute('chromaticities', 'chromaticities', float(0.7347, 0.2653, 0, 1, 0.0001, -0.077, 0.32168, 0.33767)) // prettier-ignore

/** One part: a plain or tiled file. More: a multipart file, each part named `part0`, `part1`… */
export function buildExr(...parts: BuildPart[]): Uint8Array {
  const isMultipart = parts.length > 1
  const flags = isMultipart ? 0x1000 : parts[0]?.tiles ? 0x200 : 0
  const chunks = parts.map(makeChunks)
  const headers = parts.map((part, index) => {
    const naming = isMultipart
      ? [
          attribute('name', 'string', text(`part${index}`)),
          attribute('type', 'string', text(part.tiles ? 'tiledimage' : 'scanlineimage')),
          attribute('chunkCount', 'int', int(chunks[index]?.length ?? 0)),
        ]
      : []
    return join(...standardAttributes(part), ...naming, ...(part.extra ?? []), Uint8Array.of(0))
  })
  const head = join(int(20000630, 2 | flags), ...headers, isMultipart ? Uint8Array.of(0) : new Uint8Array())
  const entries = chunks.flat().length
  let at = head.length + entries * 8
  const tables: Uint8Array[] = []
  const bodies: Uint8Array[] = []
  for (const [part, list] of chunks.entries()) {
    const whole = list.map((chunk) => (isMultipart ? join(int(part), chunk) : chunk))
    const isUpsideDown = parts[part]?.lineOrder === 1
    const offsets = new BigUint64Array(whole.length)
    const order = [...whole.keys()]
    if (isUpsideDown) order.reverse()
    for (const index of order) {
      const body = whole[index] ?? new Uint8Array()
      offsets[index] = BigInt(at)
      at += body.length
      bodies.push(body)
    }
    tables.push(new Uint8Array(offsets.buffer))
  }
  return join(head, ...tables, ...bodies)
}

function channelsOf(part: BuildPart): BuiltChannel[] {
  return part.channels ?? [{ name: 'B' }, { name: 'G' }, { name: 'R' }]
}

function standardAttributes(part: BuildPart): Uint8Array[] {
  const [left, top] = part.origin ?? [0, 0]
  const data = int(left, top, left + part.width - 1, top + part.height - 1)
  const channels = channelsOf(part).map((channel) =>
    join(name(channel.name), int(TYPES[channel.type ?? 'half'], 0, ...(channel.sampling ?? [1, 1]))),
  )
  const compression = Uint8Array.of(COMPRESSION_CODES[part.compression ?? 'none'])
  const all: [string, string, Uint8Array][] = [
    ['channels', 'chlist', join(...channels, Uint8Array.of(0))],
    ['compression', 'compression', compression],
    ['dataWindow', 'box2i', data],
    ['displayWindow', 'box2i', part.displayWindow ? int(...part.displayWindow) : data],
    ['lineOrder', 'lineOrder', Uint8Array.of(part.lineOrder ?? 0)],
    ['pixelAspectRatio', 'float', float(1)],
    ['screenWindowCenter', 'v2f', float(0, 0)],
    ['screenWindowWidth', 'float', float(1)],
  ]
  if (part.tiles) {
    const { width, height, mode } = part.tiles
    all.push(['tiles', 'tiledesc', join(int(width, height), Uint8Array.of(mode))])
  }
  return all.filter(([key]) => !part.without?.includes(key)).map((one) => attribute(...one))
}

function makeChunks(part: BuildPart): Uint8Array[] {
  if (part.tiles) return makeTiles(part, part.tiles)
  const lines = LINES[part.compression ?? 'none']
  const chunks: Uint8Array[] = []
  for (let y = 0; y < part.height; y += lines) {
    const plain = pixelBytes(part, 0, y, part.width, Math.min(part.height, y + lines))
    const packed = part.compression === 'none' || !part.compression ? plain : zip(plain)
    const data = packed.length < plain.length ? packed : plain
    chunks.push(join(int((part.origin?.[1] ?? 0) + y, data.length), data))
  }
  return chunks
}

/** Level sizes round down; mode 0 is one level, 1 mipmap, 2 ripmap. */
function makeTiles(part: BuildPart, tiles: NonNullable<BuildPart['tiles']>): Uint8Array[] {
  const levels = (size: number) => Math.floor(Math.log2(size)) + 1
  const pairs: [number, number][] = []
  if (tiles.mode === 0) pairs.push([0, 0])
  if (tiles.mode === 1) {
    for (let level = 0; level < levels(Math.max(part.width, part.height)); level += 1)
      pairs.push([level, level])
  }
  if (tiles.mode === 2) {
    for (let y = 0; y < levels(part.height); y += 1) {
      for (let x = 0; x < levels(part.width); x += 1) pairs.push([x, y])
    }
  }
  return pairs.flatMap(([levelX, levelY]) => {
    const width = Math.max(1, part.width >> levelX)
    const height = Math.max(1, part.height >> levelY)
    const chunks: Uint8Array[] = []
    for (let y = 0; y < height; y += tiles.height) {
      for (let x = 0; x < width; x += tiles.width) {
        const data = pixelBytes(
          part,
          x,
          y,
          Math.min(width, x + tiles.width),
          Math.min(height, y + tiles.height),
        )
        chunks.push(join(int(x / tiles.width, y / tiles.height, levelX, levelY, data.length), data))
      }
    }
    return chunks
  })
}

function pixelBytes(part: BuildPart, left: number, top: number, right: number, bottom: number): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let y = top; y < bottom; y += 1) {
    for (const [index, channel] of channelsOf(part).entries()) {
      const [xSampling, ySampling] = channel.sampling ?? [1, 1]
      if (y % ySampling !== 0) continue
      const type = channel.type ?? 'half'
      const line = Buffer.alloc(Math.ceil((right - left) / xSampling) * TYPE_BYTES[type])
      for (let x = left, at = 0; x < right; x += xSampling, at += TYPE_BYTES[type]) {
        const value = part.pixel?.(index, x, y) ?? 0.25
        if (type === 'half') line.writeUInt16LE(toHalfBits(value), at)
        else if (type === 'float') line.writeFloatLE(value, at)
        else line.writeUInt32LE(value, at)
      }
      pieces.push(line)
    }
  }
  return join(...pieces)
}

/** OpenEXR's ZIP: bytes split into even and odd halves, each byte the difference to the one before. */
function zip(plain: Uint8Array): Uint8Array {
  const half = Math.ceil(plain.length / 2)
  const split = plain.map((_, at) => plain[at < half ? at * 2 : (at - half) * 2 + 1] ?? 0)
  return new Uint8Array(
    deflateSync(split.map((byte, at) => (at === 0 ? byte : byte - (split[at - 1] ?? 0) + 128))),
  )
}

const FLOAT = new Float32Array(1)
const BITS = new Uint32Array(FLOAT.buffer)

/** Truncating; exact for the values tests use. */
export function toHalfBits(value: number): number {
  FLOAT[0] = value
  const bits = BITS[0] ?? 0
  const sign = (bits >>> 16) & 0x8000
  const exponent = ((bits >>> 23) & 0xff) - 127
  const fraction = bits & 0x7fffff
  if (exponent === 128) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200)
  if (exponent > 15) return sign | 0x7c00
  if (exponent >= -14) return sign | ((exponent + 15) << 10) | (fraction >>> 13)
  if (exponent < -25) return sign
  return sign | ((fraction | 0x800000) >>> (-exponent - 1))
}
