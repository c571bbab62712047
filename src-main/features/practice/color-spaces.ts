// Colour for the practice renderer: matrices between its spaces and the two views its clips are seen through.
// All light is scene-linear; 1.0 is a white paper in the key light.

/** Row by row; each row makes one channel. */
export type Matrix3 = readonly [number, number, number, number, number, number, number, number, number]

// Inverse of AP0 to linear Rec.709 below, D60 to D65 by Bradford as ACES has it.
export const REC709_TO_AP0: Matrix3 = [
  0.43963298, 0.38298871, 0.17737832, 0.08977644, 0.81343943, 0.09678413, 0.01754117, 0.1115465, 0.87091224,
]
export const AP0_TO_REC709: Matrix3 = [
  2.52168622, -1.134131, -0.38755518, -0.2764799, 1.3727191, -0.09623917, -0.01537807, -0.15297534,
  1.16835335,
]
export const AP0_TO_REC2020: Matrix3 = [
  1.49040955, -0.26617092, -0.22423859, -0.08016749, 1.18216713, -0.10199962, 0.00322763, -0.03477648,
  1.0315488,
]

export const AP0_CHROMATICITIES = [0.7347, 0.2653, 0, 1, 0.0001, -0.077, 0.32168, 0.33767] as const

/** IEC 61966-2-1, code 0…1 to linear 0…1. */
export function srgbToLinear(code: number): number {
  return code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4
}

export function linearToSrgb(linear: number): number {
  return linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
}

/** SMPTE ST 2084, nits to code 0…1. */
export function nitsToPq(nits: number): number {
  const power = (Math.max(0, nits) / 10_000) ** 0.1593017578125
  return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
}

/**
 * A soft shoulder: the identity up to `knee`, then an even approach to `peak` that is never reached.
 * Slope and value are continuous at the knee.
 */
export function softShoulder(linear: number, knee: number, peak: number): number {
  if (linear <= knee) return linear
  const room = peak - knee
  const over = (linear - knee) / room
  return knee + (room * over) / (1 + over)
}

/** Scene-linear to SDR code 0…1: the lower part as it is, highlights rolled off, so that stills look like themselves. */
export function sdrView(linear: number): number {
  return linearToSrgb(softShoulder(Math.max(0, linear), 0.6, 1.02))
}

/** Scene-linear to PQ code 0…1: white paper at 203 nits (BT.2408), highlights rolled off towards 1600 nits. */
export function pqView(linear: number): number {
  return nitsToPq(softShoulder(Math.max(0, linear) * 203, 400, 1600))
}
