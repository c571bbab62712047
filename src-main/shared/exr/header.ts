// Reads the header of an OpenEXR file: magic, version flags, and the attributes of each part.
// It sees bytes only; where they come from is the caller's business.
import { findValue, readAttributes, requireValue } from './attributes'
import { createByteCursor, type ByteCursor } from './byte-cursor'
import { countChunks } from './chunk-layout'
import { ExrError } from './exr-error'
import {
  boxHeight,
  boxWidth,
  PART_TYPES,
  type Box,
  type ExrAttribute,
  type ExrChannel,
  type ExrHeader,
  type ExrPart,
  type PartType,
  type TileDescription,
} from './model'
import { FLAG, MAGIC, VERSION, type Flags } from './version-field'

export type * from './model'
export { boxHeight, boxWidth } from './model'
export { ExrError, isExrError, type ExrErrorCode } from './exr-error'

const KNOWN_BITS = 0xff | FLAG.tiled | FLAG.longNames | FLAG.deep | FLAG.multipart

/** No header is larger: a caller that has read this much and still needs more may stop. */
export const MAX_HEADER_BYTES = 16 * 1024 * 1024
const MAX_PARTS = 1024
/** OpenEXR's own limit: half the range of a 32-bit integer. */
const MAX_COORDINATE = 2 ** 30
const MAX_CHUNKS = 2 ** 22

/**
 * Reads the header from the first bytes of a file. Throws ExrError: `needs-more-bytes` when they end inside the
 * header, and no other kind of error whatever the bytes are.
 */
export function parseExrHeader(bytes: Uint8Array): ExrHeader {
  const cursor = createByteCursor(bytes)
  const flags = readFlags(cursor)
  const parts: ExrPart[] = []
  do {
    if (parts.length === MAX_PARTS) {
      throw new ExrError('too-large', cursor.offset, `There are more than ${MAX_PARTS} parts.`)
    }
    const attributes = readAttributes(cursor, flags.hasLongNames ? 255 : 31)
    parts.push(toPart(attributes, flags, cursor.offset))
    if (cursor.offset > MAX_HEADER_BYTES) {
      throw new ExrError('too-large', cursor.offset, `The header is longer than ${MAX_HEADER_BYTES} bytes.`)
    }
  } while (flags.isMultipart && cursor.peekUint8() !== 0)
  if (flags.isMultipart) cursor.uint8()
  return { ...flags, parts, byteLength: cursor.offset }
}

function readFlags(cursor: ByteCursor): Flags {
  if (cursor.uint32() !== MAGIC) {
    throw new ExrError('not-exr', 0, 'The first bytes are not those of an EXR.')
  }
  const field = cursor.uint32()
  const version = field & 0xff
  if (version !== VERSION || (field & ~KNOWN_BITS) !== 0) {
    throw new ExrError(
      'unsupported-version',
      4,
      `EXR version ${version} with flags ${field >>> 8} is not known.`,
    )
  }
  const isTiled = (field & FLAG.tiled) !== 0
  const isDeep = (field & FLAG.deep) !== 0
  const isMultipart = (field & FLAG.multipart) !== 0
  if (isTiled && (isDeep || isMultipart)) {
    throw new ExrError('unsupported-version', 4, 'The tiled flag contradicts the deep or multipart flag.')
  }
  return { isTiled, hasLongNames: (field & FLAG.longNames) !== 0, isDeep, isMultipart }
}

function toPart(attributes: ExrAttribute[], flags: Flags, headerEnd: number): ExrPart {
  const type = readPartType(attributes, flags, headerEnd)
  const channels = requireValue(attributes, 'channels', 'chlist', headerEnd)
  const dataWindow = requireValue(attributes, 'dataWindow', 'box2i', headerEnd)
  const displayWindow = requireValue(attributes, 'displayWindow', 'box2i', headerEnd)
  const compression = requireValue(attributes, 'compression', 'compression', headerEnd)
  const isInTiles = type === 'tiledimage' || type === 'deeptile'
  const tiles = isInTiles ? requireValue(attributes, 'tiles', 'tiledesc', headerEnd) : null
  checkWindow(dataWindow, 'dataWindow', headerEnd)
  checkWindow(displayWindow, 'displayWindow', headerEnd)
  checkChannels(channels, dataWindow, isInTiles, headerEnd)
  if (tiles) checkTiles(tiles, headerEnd)
  const name = findValue(attributes, 'name', 'string')
  if (flags.isMultipart && name === null) throw new ExrError('bad-part', headerEnd, 'A part has no name.')
  const chunkCount = countChunks({ type, channels, compression, dataWindow, tiles })
  checkChunkCount(chunkCount, findValue(attributes, 'chunkCount', 'int'), headerEnd)
  return {
    name,
    type,
    channels,
    compression,
    dataWindow,
    displayWindow,
    lineOrder: requireValue(attributes, 'lineOrder', 'lineOrder', headerEnd),
    pixelAspectRatio: requireValue(attributes, 'pixelAspectRatio', 'float', headerEnd),
    screenWindowCenter: requireValue(attributes, 'screenWindowCenter', 'v2f', headerEnd),
    screenWindowWidth: requireValue(attributes, 'screenWindowWidth', 'float', headerEnd),
    tiles,
    chunkCount,
    chromaticities: findValue(attributes, 'chromaticities', 'chromaticities'),
    framesPerSecond: findValue(attributes, 'framesPerSecond', 'rational'),
    timeCode: findValue(attributes, 'timeCode', 'timecode'),
    keyCode: findValue(attributes, 'keyCode', 'keycode'),
    comments: findValue(attributes, 'comments', 'string'),
    dwaCompressionLevel: findValue(attributes, 'dwaCompressionLevel', 'float'),
    attributes,
  }
}

/** In a plain single-part file the version flags decide, as in OpenEXR; elsewhere the `type` attribute does. */
function readPartType(attributes: ExrAttribute[], flags: Flags, headerEnd: number): PartType {
  if (!flags.isDeep && !flags.isMultipart) return flags.isTiled ? 'tiledimage' : 'scanlineimage'
  const declared = requireValue(attributes, 'type', 'string', headerEnd)
  const type = PART_TYPES.find((known) => known === declared)
  if (!type)
    throw new ExrError('bad-part', headerEnd, `A part has the unknown type ${declared.slice(0, 40)}.`)
  if (flags.isDeep && !flags.isMultipart && type !== 'deepscanline' && type !== 'deeptile') {
    throw new ExrError('bad-part', headerEnd, `The deep flag contradicts the type ${type}.`)
  }
  return type
}

function checkWindow(window: Box, name: string, headerEnd: number): void {
  const { min, max } = window
  const isOrdered = min.x <= max.x && min.y <= max.y
  const isInRange = [min.x, min.y, max.x, max.y].every((value) => Math.abs(value) < MAX_COORDINATE)
  if (!isOrdered || !isInRange) {
    throw new ExrError(
      'bad-window',
      headerEnd,
      `${name} ${min.x},${min.y} … ${max.x},${max.y} is no picture.`,
    )
  }
}

function checkChannels(channels: ExrChannel[], window: Box, isInTiles: boolean, headerEnd: number): void {
  if (channels.length === 0) throw new ExrError('bad-channels', headerEnd, 'There are no channels.')
  for (const { name, xSampling, ySampling } of channels) {
    const fits =
      window.min.x % xSampling === 0 &&
      window.min.y % ySampling === 0 &&
      boxWidth(window) % xSampling === 0 &&
      boxHeight(window) % ySampling === 0
    if (!fits || (isInTiles && (xSampling !== 1 || ySampling !== 1))) {
      throw new ExrError(
        'bad-channels',
        headerEnd,
        `Channel ${name}’s sampling does not fit the data window.`,
      )
    }
  }
}

function checkTiles(tiles: TileDescription, headerEnd: number): void {
  const isInRange = [tiles.width, tiles.height].every((size) => size >= 1 && size < MAX_COORDINATE)
  if (!isInRange) {
    throw new ExrError(
      'bad-tiles',
      headerEnd,
      `Tiles of ${tiles.width} × ${tiles.height} pixels are no tiles.`,
    )
  }
}

function checkChunkCount(chunkCount: number, declared: number | null, headerEnd: number): void {
  if (chunkCount > MAX_CHUNKS) {
    throw new ExrError('too-large', headerEnd, `The picture would have ${chunkCount} chunks.`)
  }
  if (declared !== null && declared !== chunkCount) {
    throw new ExrError(
      'bad-part',
      headerEnd,
      `The header declares ${declared} chunks where ${chunkCount} belong.`,
    )
  }
}
