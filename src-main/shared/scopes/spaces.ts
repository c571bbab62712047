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

// The curves: ACEScct of linear AP1, and PQ in nits, codes 0…1.
export {
  decodeAcescct as fromAcescct,
  encodeAcescct as toAcescct,
  nitsToPq,
  pqToNits,
} from '../domain/color/transfers'

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

/** Stops from 18 %; -Infinity for zero and below. */
export function toStops(linear: number): number {
  return linear > 0 ? Math.log2(linear / MID_GREY) : -Infinity
}

function matrixBetween(from: Chromaticities, to: Chromaticities): Matrix3 {
  const matrix = conversionMatrix(from, to)
  if (!matrix) throw new RangeError('These chromaticities describe no color space.')
  return matrix
}
