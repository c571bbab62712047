// A decoded EXR as linear AP0, whatever linear RGB the file holds.
import { AP0, conversionMatrix, type Chromaticities } from '../domain/color-matrix'
import type { ExrPart } from '../exr/model'
import { halfValues, type LinearPixels } from './pixels'

/** Chromaticities this near are the same space, written with fewer digits. */
const TOLERANCE = 1e-4

/** A part's chromaticities as domain has them; null where the file says nothing. */
export function chromaticitiesOf(part: ExrPart | undefined): Chromaticities | null {
  if (!part?.chromaticities) return null
  const { red, green, blue, white } = part.chromaticities
  return [red, green, blue, white].flatMap(({ x, y }) => [x, y])
}

/**
 * RGBA samples of a file with `chromaticities` (null: the file says nothing and is ACES2065-1). AP0 stays as it is;
 * anything else becomes floats. Throws RangeError for chromaticities that describe no color space.
 */
export function toLinearAp0(pixels: LinearPixels, chromaticities: Chromaticities | null): LinearPixels {
  if (
    !chromaticities ||
    AP0.every((value, at) => Math.abs(value - (chromaticities[at] ?? NaN)) <= TOLERANCE)
  ) {
    return pixels
  }
  const matrix = conversionMatrix(chromaticities, AP0)
  if (!matrix) throw new RangeError('The file’s chromaticities describe no color space.')
  const { data, width, height } = pixels
  const values = data instanceof Uint16Array ? halfValues() : null
  const converted = new Float32Array(width * height * 4)
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = matrix
  for (let at = 0; at < converted.length; at += 4) {
    const r = values ? (values[data[at] as number] as number) : (data[at] as number)
    const g = values ? (values[data[at + 1] as number] as number) : (data[at + 1] as number)
    const b = values ? (values[data[at + 2] as number] as number) : (data[at + 2] as number)
    converted[at] = m0 * r + m1 * g + m2 * b
    converted[at + 1] = m3 * r + m4 * g + m5 * b
    converted[at + 2] = m6 * r + m7 * g + m8 * b
    converted[at + 3] = values ? (values[data[at + 3] as number] as number) : (data[at + 3] as number)
  }
  return { data: converted, width, height }
}
