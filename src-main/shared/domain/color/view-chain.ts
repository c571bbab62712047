// The views in plain TypeScript: the reference that shaders and filter graphs are compared with, and what the command
// line renders by. From a file's linear light to display codes; knows numbers, not files.
import { AP0, AP1, conversionMatrix, REC709, transform, type Matrix3 } from '../color-matrix'
import { falseColor, luminanceOfAp1 } from './false-color'
import { decode, encode, type Transfer } from './transfers'
import { lookUp, type ViewTable } from './view-table'
import type { View } from './views'

/** Display codes of a pixel that holds a NaN, whatever the view: no picture is so evenly magenta. */
export const NAN_CODES = [1, 0, 1] as const
/** The largest half. Infinity counts as it. */
const MOST = 65504

/** Changes a pixel of linear AP0 in place: a grade between the file and the view. */
export type Look = (pixels: Float64Array, at: number) => void

export interface ViewChainOptions {
  view: View
  /** For a view that has one. */
  table: ViewTable | null
  /** The file's linear RGB to AP0. */
  toAp0: Matrix3
  exposureStops?: number
  /** Applied to linear AP0 after the exposure. The raw view shows the file without it. */
  look?: Look | null
  /** Applied to the display codes; what comes out is cut to 0…1. */
  displayLook?: Look | null
}

/** Interleaved linear RGB to interleaved display codes 0…1. Returns how many pixels held a NaN. */
export type RenderPixels = (linear: ArrayLike<number>, codes: Float32Array) => number

/** Throws RangeError where a view needs a table and has none. */
export function createViewChain(options: ViewChainOptions): RenderPixels {
  const { toAp0, exposureStops = 0, look, displayLook } = options
  const gain = 2 ** exposureStops
  const isRaw = options.view.chain.kind === 'raw'
  const showPixel = toDisplay(options)
  return (linear, codes) => {
    const pixel = new Float64Array(3)
    let nanPixels = 0
    for (let at = 0; at + 2 < linear.length; at += 3) {
      const r = toFinite(linear[at] ?? 0)
      const g = toFinite(linear[at + 1] ?? 0)
      const b = toFinite(linear[at + 2] ?? 0)
      if (Number.isNaN(r + g + b)) {
        nanPixels += 1
        codes.set(NAN_CODES, at)
        continue
      }
      pixel.set(isRaw ? [r, g, b] : transform(toAp0, [r, g, b]))
      for (let channel = 0; channel < 3; channel++) pixel[channel] = (pixel[channel] ?? 0) * gain
      if (look && !isRaw) look(pixel, 0)
      showPixel(pixel)
      if (displayLook) {
        displayLook(pixel, 0)
        for (let channel = 0; channel < 3; channel++) pixel[channel] = clip(pixel[channel] ?? 0)
      }
      codes.set(pixel, at)
    }
    return nanPixels
  }
}

function toFinite(value: number): number {
  return value === Infinity ? MOST : value === -Infinity ? -MOST : value
}

function requireMatrix(matrix: Matrix3 | undefined): Matrix3 {
  if (!matrix) throw new RangeError('No matrix between color spaces')
  return matrix
}

const AP0_TO_AP1 = requireMatrix(conversionMatrix(AP0, AP1))
const AP0_TO_REC709 = requireMatrix(conversionMatrix(AP0, REC709))

const clip = (code: number): number => Math.min(1, Math.max(0, code))

/** One pixel of linear AP0 (raw: of the file), in place, to display codes 0…1. */
function toDisplay({ view: { chain, display }, table }: ViewChainOptions): (pixel: Float64Array) => void {
  const change = (pixel: Float64Array, matrix: Matrix3): void =>
    pixel.set(transform(matrix, [pixel[0] ?? 0, pixel[1] ?? 0, pixel[2] ?? 0]))
  const each = (pixel: Float64Array, make: (value: number) => number): void => {
    for (let channel = 0; channel < 3; channel++) pixel[channel] = clip(make(pixel[channel] ?? 0))
  }
  switch (chain.kind) {
    case 'raw':
      return (pixel) => {
        each(pixel, (value) => value)
      }
    case 'falseColor':
      return (pixel) => {
        change(pixel, AP0_TO_AP1)
        const color = falseColor(luminanceOfAp1(pixel[0] ?? 0, pixel[1] ?? 0, pixel[2] ?? 0))
        pixel.set(color.map((code) => code / 255))
      }
    case 'formula': {
      const matrix = chain.primaries === 'ap1' ? AP0_TO_AP1 : AP0_TO_REC709
      return (pixel) => {
        change(pixel, matrix)
        each(pixel, (value) => encode(chain.transfer, value))
      }
    }
    case 'table': {
      if (!table) throw new RangeError(`The view needs its table ${chain.table}`)
      const recode = changeTransfer(chain.tableTransfer, display.transfer)
      return (pixel) => {
        if (chain.floorsAp0)
          for (let channel = 0; channel < 3; channel++) pixel[channel] = Math.max(0, pixel[channel] ?? 0)
        change(pixel, AP0_TO_AP1)
        lookUp(table, pixel, 0)
        if (recode) each(pixel, recode)
      }
    }
  }
}

/** From codes of one transfer to codes of another, for the same light; null where nothing changes. */
export function changeTransfer(from: Transfer, to: Transfer): ((code: number) => number) | null {
  return from === to ? null : (code) => encode(to, decode(from, code))
}
