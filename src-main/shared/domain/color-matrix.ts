// Matrices between linear RGB spaces, from their chromaticities. Knows the definition of primaries, and no file format.

/** Row by row; each row makes one channel of the result. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number]

/** CIE xy of the three primaries and white: [rx, ry, gx, gy, bx, by, wx, wy], as EXR files carry them. */
export type Chromaticities = readonly number[]

const D65 = [0.3127, 0.329] as const
const ACES_WHITE = [0.32168, 0.33767] as const
export const AP0: Chromaticities = [0.7347, 0.2653, 0, 1, 0.0001, -0.077, ...ACES_WHITE]
export const AP1: Chromaticities = [0.713, 0.293, 0.165, 0.83, 0.128, 0.044, ...ACES_WHITE]
export const REC709: Chromaticities = [0.64, 0.33, 0.3, 0.6, 0.15, 0.06, ...D65]
export const REC2020: Chromaticities = [0.708, 0.292, 0.17, 0.797, 0.131, 0.046, ...D65]
export const P3_D65: Chromaticities = [0.68, 0.32, 0.265, 0.69, 0.15, 0.06, ...D65]

// Bradford cone responses, as OpenColorIO and the ACES documents adapt whites.
const BRADFORD: Matrix3 = [0.8951, 0.2664, -0.1614, -0.7502, 1.7135, 0.0367, 0.0389, -0.0685, 1.0296]

/**
 * Linear RGB of one space to linear RGB of another, white to white. Undefined where the chromaticities describe no
 * color space (three primaries on a line, a white without light, numbers missing).
 */
export function conversionMatrix(from: Chromaticities, to: Chromaticities): Matrix3 | undefined {
  const fromXyz = rgbToXyz(from)
  const toXyz = rgbToXyz(to)
  const backXyz = toXyz && invert(toXyz)
  if (!fromXyz || !backXyz) return undefined
  const adapted = multiply(multiply(backXyz, adaptWhite(whiteXyz(from), whiteXyz(to))), fromXyz)
  return adapted.every(Number.isFinite) ? adapted : undefined
}

function rgbToXyz(chromaticities: Chromaticities): Matrix3 | undefined {
  const [rx = NaN, ry = NaN, gx = NaN, gy = NaN, bx = NaN, by = NaN] = chromaticities
  const white = whiteXyz(chromaticities)
  const primaries: Matrix3 = [rx, gx, bx, ry, gy, by, 1 - rx - ry, 1 - gx - gy, 1 - bx - by]
  const back = invert(primaries)
  if (!back || !white.every(Number.isFinite)) return undefined
  const [r, g, b] = transform(back, white)
  return multiply(primaries, [r, 0, 0, 0, g, 0, 0, 0, b])
}

type Vector3 = readonly [number, number, number]

function whiteXyz([, , , , , , wx = NaN, wy = NaN]: Chromaticities): Vector3 {
  return [wx / wy, 1, (1 - wx - wy) / wy]
}

function adaptWhite(from: Vector3, to: Vector3): Matrix3 {
  const [fr, fg, fb] = transform(BRADFORD, from)
  const [tr, tg, tb] = transform(BRADFORD, to)
  const scale: Matrix3 = [tr / fr, 0, 0, 0, tg / fg, 0, 0, 0, tb / fb]
  const back = invert(BRADFORD)
  return back ? multiply(multiply(back, scale), BRADFORD) : scale
}

export function transform(m: Matrix3, [x, y, z]: Vector3): [number, number, number] {
  return [m[0] * x + m[1] * y + m[2] * z, m[3] * x + m[4] * y + m[5] * z, m[6] * x + m[7] * y + m[8] * z]
}

/** `a` after `b`. */
export function multiply(a: Matrix3, b: Matrix3): Matrix3 {
  const [x0, y0, z0] = transform(a, [b[0], b[3], b[6]])
  const [x1, y1, z1] = transform(a, [b[1], b[4], b[7]])
  const [x2, y2, z2] = transform(a, [b[2], b[5], b[8]])
  return [x0, x1, x2, y0, y1, y2, z0, z1, z2]
}

function invert([a, b, c, d, e, f, g, h, i]: Matrix3): Matrix3 | undefined {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  if (!(Math.abs(determinant) > 1e-9)) return undefined
  const by = 1 / determinant
  return [
    (e * i - f * h) * by,
    (c * h - b * i) * by,
    (b * f - c * e) * by,
    (f * g - d * i) * by,
    (a * i - c * g) * by,
    (c * d - a * f) * by,
    (d * h - e * g) * by,
    (b * g - a * h) * by,
    (a * e - b * d) * by,
  ]
}
