// What changes from frame to frame, read from the frames' measures: exposure, color, stillness, the loop's seam.
import { toDiagram, xyToUv, type PlanePoint } from '../scopes/chroma-plane'
import type { FrameMeasure } from './frame-measure'
import { BINS_PER_STOP, LOWEST_STOP } from './pixel-sums'

/** Mean of log2(luminance / 18 %) over the pixels that have light, from the bins' middles; null without any. */
export function meanStops({ stopCounts }: Pick<FrameMeasure, 'stopCounts'>): number | null {
  let sum = 0
  let count = 0
  for (let bin = 0; bin < stopCounts.length; bin += 1) {
    const here = stopCounts[bin] as number
    if (here === 0) continue
    sum += here * binStops(bin + 0.5)
    count += here
  }
  return count === 0 ? null : sum / count
}

/** The stops at which a bin begins; between, a share of the bin. Bins are even in light within their stop. */
export function binStops(bin: number): number {
  const stop = Math.floor(bin / BINS_PER_STOP)
  return LOWEST_STOP + stop + Math.log2(1 + (bin - stop * BINS_PER_STOP) / BINS_PER_STOP)
}

/** Mean chromaticity of a frame's light in u′v′; null without light. */
export function meanColor({ grid }: Pick<FrameMeasure, 'grid'>): PlanePoint | null {
  const sums = [0, 0, 0]
  grid.forEach((value, index) => (sums[index % 3] = (sums[index % 3] ?? 0) + value))
  const xy = toDiagram('xy', sums[0] ?? 0, sums[1] ?? 0, sums[2] ?? 0)
  return xy && xyToUv(xy)
}

/** Mean absolute difference of two grids over their mean light: 0 for equal ones. */
export function gridChange(one: Float32Array, other: Float32Array): number {
  let difference = 0
  let light = 0
  for (let at = 0; at < one.length; at += 1) {
    const a = one[at] as number
    const b = other[at] as number
    difference += Math.abs(a - b)
    light += (Math.abs(a) + Math.abs(b)) / 2
  }
  return light > 0 ? difference / light : 0
}

/** The greatest departure from the middle of both neighbors: ramps pass, pulses do not. The index is the frame's. */
export function greatestFlicker(
  exposures: readonly (number | null)[],
): { stops: number; index: number } | null {
  let greatest: { stops: number; index: number } | null = null
  for (let index = 1; index + 1 < exposures.length; index += 1) {
    const [before, here, after] = exposures.slice(index - 1, index + 2)
    if (typeof before !== 'number' || typeof here !== 'number' || typeof after !== 'number') continue
    const stops = Math.abs(here - (before + after) / 2)
    if (!greatest || stops > greatest.stops) greatest = { stops, index }
  }
  return greatest
}

export interface ColorMotion {
  /** Greatest distance from one frame to the next, and the later one's index. */
  step: number
  index: number
  /** Greatest distance from the first frame. */
  drift: number
}

export function colorMotion(colors: readonly (PlanePoint | null)[]): ColorMotion | null {
  const [first] = colors
  if (!first || colors.length < 2) return null
  const motion = { step: 0, index: 1, drift: 0 }
  colors.forEach((color, index) => {
    const before = colors[index - 1]
    if (!color) return
    motion.drift = Math.max(motion.drift, Math.hypot(color.x - first.x, color.y - first.y))
    const step = before ? Math.hypot(color.x - before.x, color.y - before.y) : 0
    if (step > motion.step) Object.assign(motion, { step, index })
  })
  return motion
}

/** One exposure gain between two grids (median of the cells), and what remains after it, of the light. */
export function compareGrids(
  reference: Float32Array,
  grid: Float32Array,
): { gainStops: number; residual: number } | null {
  const gains: number[] = []
  for (let cell = 0; cell + 2 < grid.length; cell += 3) {
    const wanted = sum3(reference, cell)
    const found = sum3(grid, cell)
    if (wanted > 0 && found > 0) gains.push(Math.log2(found / wanted))
  }
  if (gains.length === 0) return null
  const gainStops = median(gains) ?? 0
  const scaled = reference.map((value) => value * 2 ** gainStops)
  return { gainStops, residual: gridChange(scaled, grid) }
}

function sum3(grid: Float32Array, at: number): number {
  return (grid[at] ?? 0) + (grid[at + 1] ?? 0) + (grid[at + 2] ?? 0)
}

/** The lower of both middles for an even count; undefined for none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)]
}
