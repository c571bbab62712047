// The baked tables by name, with what was measured of each against OpenColorIO when it was baked (see
// assets/luts/tables.json, which holds the same figures beside each file's hash).

export interface MeasuredError {
  measure: 'ΔE2000' | 'ΔE-ITP'
  /** Over 24 000 colors of every saturation, 2^-10 to 2^16 in AP1; clamped to 0…1. */
  mean: number
  percentile999: number
  max: number
}

const sdr = (mean: number, percentile999: number, max: number): MeasuredError => ({
  ...{ measure: 'ΔE2000', mean, percentile999, max },
})
const hdr = (mean: number, percentile999: number, max: number): MeasuredError => ({
  ...{ measure: 'ΔE-ITP', mean, percentile999, max },
})

export const TABLE_ERRORS = {
  'aces1-sdr-rec709': sdr(0.035, 0.528, 0.846),
  'aces1-sdr-p3d65': sdr(0.031, 0.445, 0.679),
  'aces1-hdr1000-pq': hdr(0.109, 1.111, 1.553),
  'aces1-hdr4000-pq': hdr(0.124, 1.013, 1.831),
  'aces1-hdr1000-hlg': hdr(0.141, 1.129, 1.631),
  'aces2-sdr-rec709': sdr(0.046, 0.595, 1.006),
  'aces2-sdr-p3d65': sdr(0.043, 0.576, 0.855),
  'aces2-hdr1000-pq': hdr(0.112, 1.063, 1.408),
  'aces2-hdr4000-pq': hdr(0.134, 1.332, 2.821),
  'aces2-hdr1000-hlg': hdr(0.13, 1.098, 1.485),
} as const satisfies Record<string, MeasuredError>

export type TableId = keyof typeof TABLE_ERRORS
