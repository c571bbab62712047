// The bytes of an attribute's value into a plain value, one reader for each standard type.
import type { ByteCursor } from './byte-cursor'
import { ExrError } from './exr-error'
import {
  COMPRESSIONS,
  LEVEL_MODES,
  LEVEL_ROUNDINGS,
  LINE_ORDERS,
  PIXEL_TYPES,
  type Box,
  type ExrChannel,
  type ExrTypeName,
  type ExrValues,
  type KeyCode,
  type Point,
  type Point3,
  type Preview,
  type TileDescription,
  type TimeCode,
} from './model'

const MAX_CHANNELS = 1024

interface ValueContext {
  /** Bytes the value has. */
  size: number
  /** Longest name allowed by the file's version flags. */
  longestName: number
}

type ValueReaders = {
  [Type in ExrTypeName]: (cursor: ByteCursor, context: ValueContext) => ExrValues[Type]
}

/** Each reads exactly its value from a cursor that ends where the declared size ends. */
export const VALUE_READERS: ValueReaders = {
  box2f: (cursor) => readBox(() => cursor.float32()),
  box2i: (cursor) => readBox(() => cursor.int32()),
  bytes: (cursor, { size }) => cursor.bytes(size),
  chlist: readChannels,
  chromaticities: (cursor) => ({
    red: readPoint(() => cursor.float32()),
    green: readPoint(() => cursor.float32()),
    blue: readPoint(() => cursor.float32()),
    white: readPoint(() => cursor.float32()),
  }),
  compression: readCompression,
  deepImageState: (cursor) => cursor.uint8(),
  double: (cursor) => cursor.float64(),
  envmap: (cursor) => cursor.uint8(),
  float: (cursor) => cursor.float32(),
  floatvector: (cursor, { size }) => readMany(Math.floor(size / 4), () => cursor.float32()),
  idmanifest: (cursor, { size }) => cursor.bytes(size),
  int: (cursor) => cursor.int32(),
  keycode: readKeyCode,
  lineOrder: (cursor) => pick(LINE_ORDERS, cursor, 'line order'),
  m33d: (cursor) => readMany(9, () => cursor.float64()),
  m33f: (cursor) => readMany(9, () => cursor.float32()),
  m44d: (cursor) => readMany(16, () => cursor.float64()),
  m44f: (cursor) => readMany(16, () => cursor.float32()),
  preview: readPreview,
  rational: (cursor) => [cursor.int32(), cursor.uint32()],
  string: (cursor, { size }) => cursor.text(size),
  stringvector: readStrings,
  tiledesc: readTileDescription,
  timecode: readTimeCode,
  v2d: (cursor) => readPoint(() => cursor.float64()),
  v2f: (cursor) => readPoint(() => cursor.float32()),
  v2i: (cursor) => readPoint(() => cursor.int32()),
  v3d: (cursor) => readPoint3(() => cursor.float64()),
  v3f: (cursor) => readPoint3(() => cursor.float32()),
  v3i: (cursor) => readPoint3(() => cursor.int32()),
}

function readPoint(next: () => number): Point {
  return { x: next(), y: next() }
}

function readPoint3(next: () => number): Point3 {
  return { x: next(), y: next(), z: next() }
}

function readBox(next: () => number): Box {
  return { min: readPoint(next), max: readPoint(next) }
}

function readMany(count: number, next: () => number): number[] {
  return Array.from({ length: count }, next)
}

function pick<Name extends string>(names: readonly Name[], cursor: ByteCursor, what: string): Name {
  const at = cursor.offset
  return nameAt(names, cursor.uint8(), at, what)
}

function nameAt<Name extends string>(names: readonly Name[], index: number, at: number, what: string): Name {
  const name = names[index]
  if (name === undefined) throw new ExrError('bad-attribute', at, `${index} is no ${what}.`)
  return name
}

function readCompression(cursor: ByteCursor): ExrValues['compression'] {
  const at = cursor.offset
  const code = cursor.uint8()
  const compression = COMPRESSIONS[code]
  if (compression === undefined) {
    throw new ExrError('unsupported-compression', at, `Compression ${code} is not known.`)
  }
  return compression
}

function readChannels(cursor: ByteCursor, { longestName }: ValueContext): ExrChannel[] {
  const channels: ExrChannel[] = []
  const names = new Set<string>()
  for (;;) {
    const at = cursor.offset
    const name = cursor.name(longestName)
    if (name === '') return channels
    if (channels.length === MAX_CHANNELS) {
      throw new ExrError('too-large', at, `There are more than ${MAX_CHANNELS} channels.`)
    }
    if (names.has(name)) throw new ExrError('bad-channels', at, `Channel ${name} is there twice.`)
    names.add(name)
    channels.push(readChannel(cursor, name))
  }
}

function readChannel(cursor: ByteCursor, name: string): ExrChannel {
  const at = cursor.offset
  const pixelType = nameAt(PIXEL_TYPES, cursor.int32(), at, 'pixel type')
  const isPerceptuallyLinear = cursor.uint8() !== 0
  cursor.take(3)
  const xSampling = cursor.int32()
  const ySampling = cursor.int32()
  if (xSampling < 1 || ySampling < 1) {
    throw new ExrError('bad-channels', at, `Channel ${name} has a sampling below one.`)
  }
  return { name, pixelType, isPerceptuallyLinear, xSampling, ySampling }
}

function readKeyCode(cursor: ByteCursor): KeyCode {
  const next = () => cursor.int32()
  return [next(), next(), next(), next(), next(), next(), next()]
}

function readPreview(cursor: ByteCursor, { size }: ValueContext): Preview {
  const at = cursor.offset
  const width = cursor.uint32()
  const height = cursor.uint32()
  if (width * height * 4 !== size - 8) {
    throw new ExrError('bad-attribute', at, `A ${width} × ${height} preview does not have ${size} bytes.`)
  }
  return { width, height, pixels: cursor.bytes(size - 8) }
}

function readStrings(cursor: ByteCursor): string[] {
  const strings: string[] = []
  while (!cursor.isAtEnd) {
    const at = cursor.offset
    const length = cursor.int32()
    if (length < 0) throw new ExrError('bad-attribute', at, 'A string has a negative length.')
    strings.push(cursor.text(length))
  }
  return strings
}

function readTileDescription(cursor: ByteCursor): TileDescription {
  const width = cursor.uint32()
  const height = cursor.uint32()
  const at = cursor.offset
  const mode = cursor.uint8()
  return {
    width,
    height,
    levelMode: nameAt(LEVEL_MODES, mode & 0x0f, at, 'level mode'),
    rounding: nameAt(LEVEL_ROUNDINGS, mode >> 4, at, 'rounding mode'),
  }
}

/** SMPTE 12M packs each number as two decimal digits among flag bits. */
function readTimeCode(cursor: ByteCursor): TimeCode {
  const timeAndFlags = cursor.uint32()
  const userData = cursor.uint32()
  const digits = (shift: number, tensMask: number) =>
    ((timeAndFlags >>> (shift + 4)) & tensMask) * 10 + ((timeAndFlags >>> shift) & 0x0f)
  return {
    timeAndFlags,
    userData,
    hours: digits(24, 0x3),
    minutes: digits(16, 0x7),
    seconds: digits(8, 0x7),
    frame: digits(0, 0x3),
    isDropFrame: (timeAndFlags & 0x40) !== 0,
  }
}
