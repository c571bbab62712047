// MaxCLL and FALL (CTA-861.3) of a frame under a view. The greatest is exact: pixels that cannot be brighter than what
// was found are passed over by the view's own bound. The average is of every 61st pixel, which meets every column.
import { halfValues, type LinearPixels } from '../scopes/pixels'
import { LARGEST_HALF } from '../scopes/spaces'
import type { ScopeView } from '../scopes/views'

export interface LightLevel {
  viewId: string
  /** Nits. */
  greatest: number
  average: number
}

export const AVERAGE_STRIDE = 61
/** No component of AP1 is more than this many times the greatest of AP0, as long as none is negative. */
const AP1_OVER_AP0 = 1.4515
const CODES = 65535
const SIGN_OF_HALF = 0x8000

export function createLightLevels(
  views: readonly ScopeView[],
): (pixels: LinearPixels, levelsAp0: Float32Array) => LightLevel[] {
  const nits = views.map((view) =>
    Float32Array.from({ length: CODES + 1 }, (_, code) => view.toNits(code / CODES)),
  )
  return (pixels, levelsAp0) =>
    views.map((view, index) => measureLight(view, nits[index] ?? new Float32Array(), pixels, levelsAp0))
}

function measureLight(
  view: ScopeView,
  nits: Float32Array,
  { data }: LinearPixels,
  levelsAp0: Float32Array,
): LightLevel {
  const values = data instanceof Uint16Array ? halfValues() : null
  const codes = new Float32Array(3)
  const lowest = view.floorsAp0 ? 0 : -LARGEST_HALF
  const codeOf = (pixel: number): number => {
    const at = pixel * 4
    const read = (sample: number): number => {
      const value = values ? (values[sample] as number) : sample
      return value > lowest ? Math.min(value, LARGEST_HALF) : lowest === 0 || value < 0 ? lowest : 0
    }
    view.toCodes(read(data[at] as number), read(data[at + 1] as number), read(data[at + 2] as number), codes)
    const greatest = Math.max(codes[0] as number, codes[1] as number, codes[2] as number)
    return Math.min(CODES, Math.round(greatest * CODES))
  }
  let greatest = 0
  let passed = 0
  let sum = 0
  let count = 0
  for (let pixel = 0; pixel < levelsAp0.length; pixel += 1) {
    const isAveraged = pixel % AVERAGE_STRIDE === 0
    const mayBeGreatest =
      (levelsAp0[pixel] as number) > passed || (!view.floorsAp0 && hasNegative(data, pixel * 4))
    if (!isAveraged && !mayBeGreatest) continue
    const code = codeOf(pixel)
    if (isAveraged) {
      sum += nits[code] as number
      count += 1
    }
    if (code > greatest) {
      greatest = code
      passed = view.safeBelow(code / CODES) / AP1_OVER_AP0
    }
  }
  return { viewId: view.id, greatest: nits[greatest] ?? 0, average: count === 0 ? 0 : sum / count }
}

/** A negative component can lift another of AP1 beyond any bound that AP0's greatest gives. */
function hasNegative(data: LinearPixels['data'], at: number): boolean {
  const r = data[at] as number
  const g = data[at + 1] as number
  const b = data[at + 2] as number
  return data instanceof Uint16Array ? (r | g | b) >= SIGN_OF_HALF : r < 0 || g < 0 || b < 0
}
