// How a part is cut into chunks: how many, which lines or tile each one holds, and its size before compression.
import { ExrError } from './exr-error'
import {
  boxHeight,
  boxWidth,
  type Box,
  type ExrChannel,
  type ExrCompression,
  type ExrPart,
  type PixelType,
  type TileDescription,
} from './model'

export const LINES_PER_CHUNK: Record<ExrCompression, number> = {
  none: 1,
  rle: 1,
  zips: 1,
  zip: 16,
  piz: 32,
  pxr24: 16,
  b44: 32,
  b44a: 32,
  dwaa: 32,
  dwab: 256,
  htj2k256: 256,
  htj2k32: 32,
}

export const BYTES_PER_SAMPLE: Record<PixelType, number> = { uint: 4, half: 2, float: 4 }

/** One chunk as its place in the offset table says it must be. */
export interface ExpectedChunk {
  /** The numbers in front of the chunk's size: [y] for scanlines, [tileX, tileY, levelX, levelY] for tiles. */
  coordinates: number[]
  /** The pixels it covers, inclusive. For tiles of smaller levels: in that level's own pixels. */
  box: Box
  /** Bytes before compression; null for deep parts, where each chunk says it itself. */
  unpackedBytes: number | null
}

type LayoutPart = Pick<ExrPart, 'type' | 'channels' | 'compression' | 'dataWindow' | 'tiles'>

interface Level {
  x: number
  y: number
  width: number
  height: number
  tilesAcross: number
  tilesDown: number
}

/** Entries in the offset table. Throws `bad-tiles`. */
export function countChunks(part: LayoutPart): number {
  if (!part.tiles) return Math.ceil(boxHeight(part.dataWindow) / LINES_PER_CHUNK[part.compression])
  let count = 0
  for (const level of listLevels(part.dataWindow, part.tiles)) count += level.tilesAcross * level.tilesDown
  return count
}

/** Gives the chunk that stands at each place of the offset table. */
export function createChunkLayout(part: LayoutPart): (index: number) => ExpectedChunk {
  const { tiles } = part
  return tiles ? layOutTiles(part, tiles) : (index) => expectScanlines(part, index)
}

function expectScanlines(part: LayoutPart, index: number): ExpectedChunk {
  const { min, max } = part.dataWindow
  const lines = LINES_PER_CHUNK[part.compression]
  const top = min.y + index * lines
  const box = { min: { x: min.x, y: top }, max: { x: max.x, y: Math.min(max.y, top + lines - 1) } }
  return { coordinates: [top], box, unpackedBytes: countUnpackedBytes(part, box) }
}

function layOutTiles(part: LayoutPart, tiles: TileDescription): (index: number) => ExpectedChunk {
  const { min } = part.dataWindow
  let first = 0
  const levels = listLevels(part.dataWindow, tiles).map((level) => {
    const start = first
    first += level.tilesAcross * level.tilesDown
    return { ...level, start, end: first }
  })
  return (index) => {
    const level = levels.find(({ end }) => index < end)
    if (!level) throw new ExrError('bad-tiles', 0, `There is no tile ${index}.`)
    const tileX = (index - level.start) % level.tilesAcross
    const tileY = Math.floor((index - level.start) / level.tilesAcross)
    const left = min.x + tileX * tiles.width
    const top = min.y + tileY * tiles.height
    const box = {
      min: { x: left, y: top },
      max: {
        x: Math.min(min.x + level.width, left + tiles.width) - 1,
        y: Math.min(min.y + level.height, top + tiles.height) - 1,
      },
    }
    return {
      coordinates: [tileX, tileY, level.x, level.y],
      box,
      unpackedBytes: countUnpackedBytes(part, box),
    }
  }
}

/** In the order of the offset table: mipmaps from large to small, ripmaps row by row. */
function listLevels(window: Box, tiles: TileDescription): Level[] {
  const width = boxWidth(window)
  const height = boxHeight(window)
  const level = (x: number, y: number): Level => {
    const levelWidth = levelSize(width, x, tiles.rounding)
    const levelHeight = levelSize(height, y, tiles.rounding)
    return {
      x,
      y,
      width: levelWidth,
      height: levelHeight,
      tilesAcross: Math.ceil(levelWidth / tiles.width),
      tilesDown: Math.ceil(levelHeight / tiles.height),
    }
  }
  if (tiles.levelMode === 'one-level') return [level(0, 0)]
  if (tiles.levelMode === 'mipmap') {
    const count = countLevels(Math.max(width, height), tiles.rounding)
    return Array.from({ length: count }, (_, index) => level(index, index))
  }
  const across = countLevels(width, tiles.rounding)
  const down = countLevels(height, tiles.rounding)
  return Array.from({ length: across * down }, (_, index) =>
    level(index % across, Math.floor(index / across)),
  )
}

function countLevels(size: number, rounding: TileDescription['rounding']): number {
  const log = Math.log2(size)
  return (rounding === 'down' ? Math.floor(log) : Math.ceil(log)) + 1
}

function levelSize(size: number, level: number, rounding: TileDescription['rounding']): number {
  const exact = size / 2 ** level
  return Math.max(1, rounding === 'down' ? Math.floor(exact) : Math.ceil(exact))
}

function countUnpackedBytes(part: LayoutPart, box: Box): number | null {
  if (part.type === 'deepscanline' || part.type === 'deeptile') return null
  let bytes = 0
  for (const channel of part.channels)
    bytes += countSamples(channel, box) * BYTES_PER_SAMPLE[channel.pixelType]
  return bytes
}

/** A subsampled channel has samples only where x and y divide by its sampling. */
function countSamples(channel: ExrChannel, { min, max }: Box): number {
  const along = (from: number, to: number, sampling: number) =>
    Math.floor(to / sampling) - Math.floor((from - 1) / sampling)
  return along(min.x, max.x, channel.xSampling) * along(min.y, max.y, channel.ySampling)
}
