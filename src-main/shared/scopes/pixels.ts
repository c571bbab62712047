// Pictures as scopes take them: scene-linear AP0 in RGBA, and rows of them as three planes of floats.
import { createHalfTable } from '../exr/half'
import { LARGEST_HALF } from './spaces'

export interface LinearPixels {
  /** RGBA, rows from the top: the bits of halves, or floats. */
  data: Uint16Array | Float32Array
  /** In pixels. */
  width: number
  height: number
}

/** In pixels from the top left. */
export interface Region {
  x: number
  y: number
  width: number
  height: number
}

/** A row's R, G and B. A pixel with any NaN is NaN in all three; infinities stand as the largest half. */
export interface LinearRow {
  r: Float32Array
  g: Float32Array
  b: Float32Array
}

export interface RowReader {
  /** The part that is measured. */
  region: Region
  /** Fills `row` with line `line` of the region; gives how many of its pixels have a NaN. */
  read(line: number, row: LinearRow): number
}

let halfTable: Float32Array | undefined

/** The value of every half by its bits; made once. */
export function halfValues(): Float32Array {
  halfTable ??= createHalfTable()
  return halfTable
}

export function createLinearRow(width: number): LinearRow {
  return { r: new Float32Array(width), g: new Float32Array(width), b: new Float32Array(width) }
}

/** The part of `region` that lies in the picture; the whole picture when left out. It may be empty. */
export function clipRegion({ width, height }: LinearPixels, region?: Region): Region {
  if (!region) return { x: 0, y: 0, width, height }
  const left = Math.min(width, Math.max(0, Math.floor(region.x)))
  const top = Math.min(height, Math.max(0, Math.floor(region.y)))
  const right = Math.min(width, Math.max(left, Math.floor(region.x + region.width)))
  const bottom = Math.min(height, Math.max(top, Math.floor(region.y + region.height)))
  return { x: left, y: top, width: right - left, height: bottom - top }
}

export function createRowReader(pixels: LinearPixels, asked?: Region): RowReader {
  const region = clipRegion(pixels, asked)
  const { data } = pixels
  // Halves are looked up in a table that has the rules for NaN and infinity in it already.
  const values = data instanceof Uint16Array ? measuredHalves() : null
  return {
    region,
    read(line, { r, g, b }) {
      const start = ((region.y + line) * pixels.width + region.x) * 4
      let nanCount = 0
      for (let x = 0, at = start; x < region.width; x += 1, at += 4) {
        const red = values ? (values[data[at] as number] as number) : measured(data[at] as number)
        const green = values ? (values[data[at + 1] as number] as number) : measured(data[at + 1] as number)
        const blue = values ? (values[data[at + 2] as number] as number) : measured(data[at + 2] as number)
        const sum = red + green + blue
        if (sum === sum) {
          r[x] = red
          g[x] = green
          b[x] = blue
        } else {
          r[x] = NaN
          g[x] = NaN
          b[x] = NaN
          nanCount += 1
        }
      }
      return nanCount
    },
  }
}

function measured(value: number): number {
  if (value === Infinity) return LARGEST_HALF
  return value === -Infinity ? -LARGEST_HALF : value
}

let measuredTable: Float32Array | undefined

function measuredHalves(): Float32Array {
  measuredTable ??= halfValues().map(measured)
  return measuredTable
}
