// What an EXR file says of itself, as plain data. The names are OpenEXR's own.

/** Corners are pixels inside the box: a 480-pixel-wide window from 0 ends at x 479. */
export interface Box<Corner = Point> {
  min: Corner
  max: Corner
}
export interface Point {
  x: number
  y: number
}
export interface Point3 extends Point {
  z: number
}

export const PIXEL_TYPES = ['uint', 'half', 'float'] as const
export type PixelType = (typeof PIXEL_TYPES)[number]

export interface ExrChannel {
  name: string
  pixelType: PixelType
  /** OpenEXR's hint that the eye sees this channel on a linear scale. */
  isPerceptuallyLinear: boolean
  xSampling: number
  ySampling: number
}

/** In the order of the byte that stands for them. */
export const COMPRESSIONS = [
  'none',
  'rle',
  'zips',
  'zip',
  'piz',
  'pxr24',
  'b44',
  'b44a',
  'dwaa',
  'dwab',
  'htj2k256',
  'htj2k32',
] as const
export type ExrCompression = (typeof COMPRESSIONS)[number]

export const LINE_ORDERS = ['increasing-y', 'decreasing-y', 'random-y'] as const
export type LineOrder = (typeof LINE_ORDERS)[number]

export const LEVEL_MODES = ['one-level', 'mipmap', 'ripmap'] as const
export const LEVEL_ROUNDINGS = ['down', 'up'] as const
export interface TileDescription {
  width: number
  height: number
  levelMode: (typeof LEVEL_MODES)[number]
  rounding: (typeof LEVEL_ROUNDINGS)[number]
}

/** CIE xy. */
export interface Chromaticities {
  red: Point
  green: Point
  blue: Point
  white: Point
}

/** The two packed words of SMPTE 12M, and what they say. */
export interface TimeCode {
  timeAndFlags: number
  userData: number
  hours: number
  minutes: number
  seconds: number
  frame: number
  isDropFrame: boolean
}

/** Film edge code: film manufacturer, type, prefix, count, perforation offset, per frame, per count. */
export type KeyCode = [number, number, number, number, number, number, number]

export interface Preview {
  width: number
  height: number
  /** RGBA, 8 bit, display-referred. */
  pixels: Uint8Array
}

/** Every standard attribute type and how its value looks here. */
export interface ExrValues {
  box2f: Box
  box2i: Box
  bytes: Uint8Array
  chlist: ExrChannel[]
  chromaticities: Chromaticities
  compression: ExrCompression
  deepImageState: number
  double: number
  envmap: number
  float: number
  floatvector: number[]
  idmanifest: Uint8Array
  int: number
  keycode: KeyCode
  lineOrder: LineOrder
  m33d: number[]
  m33f: number[]
  m44d: number[]
  m44f: number[]
  preview: Preview
  rational: [numerator: number, denominator: number]
  string: string
  stringvector: string[]
  tiledesc: TileDescription
  timecode: TimeCode
  v2d: Point
  v2f: Point
  v2i: Point
  v3d: Point3
  v3f: Point3
  v3i: Point3
}
export type ExrTypeName = keyof ExrValues

interface AttributePlace {
  name: string
  /** Of the value, from the start of the file. */
  byteOffset: number
  byteLength: number
}
export type StandardAttribute = {
  [Type in ExrTypeName]: AttributePlace & { type: Type; value: ExrValues[Type] }
}[ExrTypeName]
/** An attribute of a type OpenEXR does not know: kept as it is. */
export interface OpaqueAttribute extends AttributePlace {
  type: 'opaque'
  typeName: string
  value: Uint8Array
}
export type ExrAttribute = StandardAttribute | OpaqueAttribute

export const PART_TYPES = ['scanlineimage', 'tiledimage', 'deepscanline', 'deeptile'] as const
export type PartType = (typeof PART_TYPES)[number]

export interface ExrPart {
  /** Only multipart files must name their parts. */
  name: string | null
  type: PartType
  channels: ExrChannel[]
  compression: ExrCompression
  dataWindow: Box
  displayWindow: Box
  lineOrder: LineOrder
  pixelAspectRatio: number
  screenWindowCenter: Point
  screenWindowWidth: number
  /** Null for scanline parts. */
  tiles: TileDescription | null
  /** Entries in this part's offset table. */
  chunkCount: number
  chromaticities: Chromaticities | null
  framesPerSecond: [numerator: number, denominator: number] | null
  timeCode: TimeCode | null
  keyCode: KeyCode | null
  comments: string | null
  dwaCompressionLevel: number | null
  /** All of them, in the file's order. */
  attributes: ExrAttribute[]
}

export interface ExrHeader {
  isTiled: boolean
  hasLongNames: boolean
  isDeep: boolean
  isMultipart: boolean
  /** At least one. */
  parts: ExrPart[]
  /** Bytes from the file's start to the first offset table. */
  byteLength: number
}

export function boxWidth(box: Box): number {
  return box.max.x - box.min.x + 1
}

export function boxHeight(box: Box): number {
  return box.max.y - box.min.y + 1
}
