// How many of the half codes of each stop a frame uses. A stop has 1024 of them; few used are steps that a grade shows.
import { floatToHalf } from '../exr/half'
import type { LinearPixels } from '../scopes/pixels'

/** Stops as halves have them: [2^-14, 2^-13) … [2^15, 2^16). */
export const FIRST_CODE_STOP = -14
export const CODE_STOPS = 30
export const CODES_PER_STOP = 1024

export interface CodeCounts {
  /** Different codes used in each stop: of the channel that uses most there. */
  distinct: Uint16Array
  /** Samples of that channel in the stop. */
  samples: Uint32Array
}

const HALVES = 0x10000
const FIRST_CODE = CODES_PER_STOP

export function countCodes({ data, width, height }: LinearPixels): CodeCounts {
  const counts = new Uint32Array(HALVES * 3)
  const end = width * height * 4
  if (data instanceof Uint16Array) {
    for (let at = 0; at < end; at += 4) {
      const r = data[at] as number
      const g = HALVES + (data[at + 1] as number)
      const b = 2 * HALVES + (data[at + 2] as number)
      counts[r] = (counts[r] as number) + 1
      counts[g] = (counts[g] as number) + 1
      counts[b] = (counts[b] as number) + 1
    }
  } else {
    for (let at = 0; at < end; at += 4) {
      for (let channel = 0; channel < 3; channel += 1) {
        const code = channel * HALVES + floatToHalf(data[at + channel] as number)
        counts[code] = (counts[code] as number) + 1
      }
    }
  }
  const distinct = new Uint16Array(CODE_STOPS)
  const samples = new Uint32Array(CODE_STOPS)
  for (let stop = 0; stop < CODE_STOPS; stop += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      const from = channel * HALVES + FIRST_CODE + stop * CODES_PER_STOP
      let used = 0
      let sum = 0
      for (let code = from; code < from + CODES_PER_STOP; code += 1) {
        const count = counts[code] as number
        if (count === 0) continue
        used += 1
        sum += count
      }
      if (used < (distinct[stop] ?? 0) || used === 0) continue
      if (used === distinct[stop] && sum <= (samples[stop] ?? 0)) continue
      distinct[stop] = used
      samples[stop] = sum
    }
  }
  return { distinct, samples }
}
