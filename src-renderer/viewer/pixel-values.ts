// The numbers of the pixels in sight, once they are large enough to be written into. Pure.
import { halfToFloat } from '#shared/exr/half'
import type { PictureFrame } from './frames/frame-question'
import type { Rectangle, Room } from './stage-geometry'

/** CSS pixels a picture pixel must have for its numbers to be legible. */
export const LEGIBLE_PIXELS = 48

export interface PixelNumbers {
  /** Of the pixel's middle, in CSS pixels of the room. */
  x: number
  y: number
  /** Red, green, blue, as in the file, and alpha where it has one. */
  words: string[]
}

export interface SeenPixels {
  picture: Pick<PictureFrame, 'width' | 'height' | 'halves' | 'hasAlpha'>
  place: Rectangle
  room: Room
  isMirroredX: boolean
  isMirroredY: boolean
}

/** CSS pixels of a picture pixel's edge. */
export function pixelEdge({ picture, place, room }: Pick<SeenPixels, 'picture' | 'place' | 'room'>): number {
  return place.width / picture.width / room.pixelRatio
}

/** Empty while the pixels are too small. */
export function pixelsInSight(seen: SeenPixels): PixelNumbers[] {
  const edge = pixelEdge(seen)
  if (edge < LEGIBLE_PIXELS) return []
  const { picture, place, room, isMirroredX, isMirroredY } = seen
  const across = inSight(place.left / room.pixelRatio, room.width / room.pixelRatio, edge, picture.width)
  const down = inSight(place.top / room.pixelRatio, room.height / room.pixelRatio, edge, picture.height)
  const numbers: PixelNumbers[] = []
  for (const row of down) {
    for (const column of across) {
      const x = isMirroredX ? picture.width - 1 - column : column
      const y = isMirroredY ? picture.height - 1 - row : row
      numbers.push({
        x: place.left / room.pixelRatio + (column + 0.5) * edge,
        y: place.top / room.pixelRatio + (row + 0.5) * edge,
        words: pixelWords(picture, x, y),
      })
    }
  }
  return numbers
}

function inSight(start: number, room: number, edge: number, count: number): number[] {
  const first = Math.max(0, Math.floor(-start / edge))
  const end = Math.min(count, Math.ceil((room - start) / edge))
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
}

function pixelWords({ halves, width, hasAlpha }: SeenPixels['picture'], x: number, y: number): string[] {
  const at = (y * width + x) * 4
  return [0, 1, 2, 3].slice(0, hasAlpha ? 4 : 3).map((channel) => numberWords(halves[at + channel] ?? 0))
}

/** Four significant figures and never wider than seven signs. */
export function numberWords(half: number): string {
  const value = halfToFloat(half)
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '−Inf'
  const size = Math.abs(value)
  const decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4
  const words = size > 0 && size < 0.001 ? value.toExponential(1) : value.toFixed(decimals)
  return words.replace('-', '−')
}
