// The flat-top detector: are the brightest parts plateaus? Light that was clipped has neighbors as bright as itself
// at the very top; light that was kept has texture, and few pixels near its peak.

import { findTopLevel } from './top-level'

export interface FlatTop {
  /** The level that one pixel in ten thousand is above. */
  level: number
  /** Pixels within a stop of it, or above. */
  topStopCount: number
  /** Pixels near it whose four neighbors are equally bright. */
  flatCount: number
}

const ABOVE_SHARE = 1e-4
/** The level is found on every third pixel. */
const TOP_STRIDE = 3
/** How near the top a plateau is, and how equal its pixels: the second is what DWAB at 45 leaves of a constant. */
const NEAR_TOP = 0.9
const EQUAL_STOPS = 0.02

/** `levels`: one positive number for each pixel. */
export function measureFlatTop(levels: Float32Array, width: number, height: number): FlatTop {
  const level = findTopLevel(levels, Math.floor((levels.length / TOP_STRIDE) * ABOVE_SHARE), TOP_STRIDE)
  if (!(level > 0)) return { level: 0, topStopCount: 0, flatCount: 0 }
  const near = level * NEAR_TOP
  const least = 2 ** -EQUAL_STOPS
  const most = 2 ** EQUAL_STOPS
  let topStopCount = 0
  let flatCount = 0
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const here = levels[at] as number
      if (here < level / 2) continue
      topStopCount += 1
      if (here < near || x === 0 || y === 0 || x === width - 1 || y === height - 1) continue
      const low = here * least
      const high = here * most
      const left = levels[at - 1] as number
      const right = levels[at + 1] as number
      const above = levels[at - width] as number
      const below = levels[at + width] as number
      const isFlat =
        left > low && left < high && right > low && right < high && above > low && above < high && below > low
      if (isFlat && below < high) flatCount += 1
    }
  }
  return { level, topStopCount, flatCount }
}
