// The color spaces that scopes, probe and proof measure in, from scene-linear AP0. The one place that says which
// matrices and curves those are.
import {
  AP0,
  AP1,
  conversionMatrix,
  P3_D65,
  REC2020,
  REC709,
  type Chromaticities,
  type Matrix3,
} from '../domain/color-matrix'

export const MID_GREY = 0.18
/** The largest finite half; an infinite sample is measured as if it were this. */
export const LARGEST_HALF = 65504

/** Gamuts a picture can leave, from wide to narrow. */
export const GAMUTS = ['ap1', 'rec2020', 'p3', 'rec709'] as const
export type Gamut = (typeof GAMUTS)[number]

export const GAMUT_CHROMATICITIES: Record<Gamut | 'ap0', Chromaticities> = {
  ap0: AP0,
  ap1: AP1,
  rec2020: REC2020,
  p3: P3_D65,
  rec709: REC709,
}

export const GAMUT_NAMES: Record<Gamut | 'ap0', string> = {
  ap0: 'AP0',
  ap1: 'AP1',
  rec2020: 'Rec.2020',
  p3: 'P3 D65',
  rec709: 'Rec.709',
}

/** Linear AP0 to linear light in each gamut, whites adapted. */
export const FROM_AP0: Record<Gamut, Matrix3> = {
  ap1: matrixBetween(AP0, AP1),
  rec2020: matrixBetween(AP0, REC2020),
  p3: matrixBetween(AP0, P3_D65),
  rec709: matrixBetween(AP0, REC709),
}

export const AP1_TO_AP0: Matrix3 = matrixBetween(AP1, AP0)

/**
 * Linear AP0 to CIE XYZ under the ACES white (no adaptation), 1.0 being Y = 1: SMPTE ST 2065-1, Annex A.
 * The chromaticities of AP0 come back from it by definition.
 */
export const AP0_TO_XYZ: Matrix3 = [
  0.9525523959, 0, 0.0000936786, 0.3439664498, 0.7281660966, -0.0721325464, 0, 0, 1.0088251844,
]

/** Y of linear AP1: ACES' S-2014-004. */
export const AP1_LUMINANCE = [0.2722287168, 0.6740817658, 0.0536895174] as const

const CCT_BREAK = 0.0078125
const CCT_SLOPE = 10.5402377416545
const CCT_OFFSET = 0.0729055341958355

/** Linear AP1 to ACEScct code, 0…1 nominal (S-2016-001); negatives go on along the line. */
export function toAcescct(linearAp1: number): number {
  return linearAp1 <= CCT_BREAK ? CCT_SLOPE * linearAp1 + CCT_OFFSET : (Math.log2(linearAp1) + 9.72) / 17.52
}

/** ACEScct code to linear AP1. */
export function fromAcescct(code: number): number {
  return code <= CCT_SLOPE * CCT_BREAK + CCT_OFFSET
    ? (code - CCT_OFFSET) / CCT_SLOPE
    : 2 ** (code * 17.52 - 9.72)
}

/** Stops from 18 %; -Infinity for zero and below. */
export function toStops(linear: number): number {
  return linear > 0 ? Math.log2(linear / MID_GREY) : -Infinity
}

const PQ_M1 = 2610 / 16384
const PQ_M2 = (2523 / 4096) * 128
const PQ_C1 = 3424 / 4096
const PQ_C2 = (2413 / 4096) * 32
const PQ_C3 = (2392 / 4096) * 32

/** SMPTE ST 2084: nits to code 0…1. */
export function nitsToPq(nits: number): number {
  const power = (Math.max(0, nits) / 10_000) ** PQ_M1
  return ((PQ_C1 + PQ_C2 * power) / (1 + PQ_C3 * power)) ** PQ_M2
}

/** SMPTE ST 2084: code 0…1 to nits. */
export function pqToNits(code: number): number {
  const power = Math.max(0, code) ** (1 / PQ_M2)
  return 10_000 * (Math.max(0, power - PQ_C1) / (PQ_C2 - PQ_C3 * power)) ** (1 / PQ_M1)
}

function matrixBetween(from: Chromaticities, to: Chromaticities): Matrix3 {
  const matrix = conversionMatrix(from, to)
  if (!matrix) throw new RangeError('These chromaticities describe no color space.')
  return matrix
}
