// Alarms over a picture, as one byte of flags for each pixel: NaN, infinity, negatives, out of a gamut, zebra by nits.
import { halfValues, type LinearPixels } from './pixels'
import { FROM_AP0, LARGEST_HALF, type Gamut } from './spaces'
import type { ScopeView } from './views'

export const ALARM = { nan: 1, infinite: 2, negative: 4, gamut: 8, zebra: 16 } as const

/**
 * A pixel is out of a gamut when its lowest component is below minus this share of its greatest: four roundings to a
 * half (2^-11 each), which alone can carry a color of the gamut's edge that far after the matrix.
 */
export const GAMUT_TOLERANCE = 4 * 2 ** -11

export interface AlarmRequest {
  /** Left out: no gamut alarm. */
  gamut?: Gamut
  /** Stripes where the greatest channel is at least this bright. */
  zebra?: { view: ScopeView; fromNits: number }
}

/** One byte for each pixel, rows from the top. */
export function findAlarms({ data, width, height }: LinearPixels, request: AlarmRequest): Uint8Array {
  const values = data instanceof Uint16Array ? halfValues() : null
  const flags = new Uint8Array(width * height)
  const codes = new Float32Array(3)
  for (let pixel = 0, at = 0; pixel < flags.length; pixel += 1, at += 4) {
    const r = values ? (values[data[at] as number] as number) : (data[at] as number)
    const g = values ? (values[data[at + 1] as number] as number) : (data[at + 1] as number)
    const b = values ? (values[data[at + 2] as number] as number) : (data[at + 2] as number)
    let flag = 0
    if (r !== r || g !== g || b !== b) flag |= ALARM.nan
    if (Math.abs(r) === Infinity || Math.abs(g) === Infinity || Math.abs(b) === Infinity)
      flag |= ALARM.infinite
    if (r < 0 || g < 0 || b < 0) flag |= ALARM.negative
    if ((flag & (ALARM.nan | ALARM.infinite)) === 0 && request.gamut && isOutside(request.gamut, r, g, b)) {
      flag |= ALARM.gamut
    }
    if (request.zebra && (flag & ALARM.nan) === 0) {
      const { view, fromNits } = request.zebra
      view.toCodes(finite(r), finite(g), finite(b), codes)
      const greatest = Math.max(codes[0] as number, codes[1] as number, codes[2] as number)
      if (view.toNits(greatest) >= fromNits) flag |= ALARM.zebra
    }
    flags[pixel] = flag
  }
  return flags
}

/** Of finite linear AP0. */
export function isOutside(gamut: Gamut, r: number, g: number, b: number): boolean {
  const m = FROM_AP0[gamut]
  const red = m[0] * r + m[1] * g + m[2] * b
  const green = m[3] * r + m[4] * g + m[5] * b
  const blue = m[6] * r + m[7] * g + m[8] * b
  const lowest = Math.min(red, green, blue)
  return lowest < 0 && lowest < -GAMUT_TOLERANCE * Math.max(red, green, blue, -lowest)
}

/** How many pixels have each alarm. */
export function countAlarms(flags: Uint8Array): Record<keyof typeof ALARM, number> {
  const counts = { nan: 0, infinite: 0, negative: 0, gamut: 0, zebra: 0 }
  for (const flag of flags) {
    if (flag === 0) continue
    if (flag & ALARM.nan) counts.nan += 1
    if (flag & ALARM.infinite) counts.infinite += 1
    if (flag & ALARM.negative) counts.negative += 1
    if (flag & ALARM.gamut) counts.gamut += 1
    if (flag & ALARM.zebra) counts.zebra += 1
  }
  return counts
}

function finite(value: number): number {
  return Math.max(-LARGEST_HALF, Math.min(LARGEST_HALF, value))
}
