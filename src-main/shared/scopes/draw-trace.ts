// A scope's bins as a picture of light on black, row by row from the top. No lines, no words: those are the graticule's.
import type { ScopeBins } from './count-scope'

export interface TracePicture {
  width: number
  height: number
  /** RGBA, 8 bits. */
  data: Uint8ClampedArray
}

const COLORS = {
  r: [255, 96, 84],
  g: [96, 232, 112],
  b: [104, 144, 255],
  y: [216, 216, 216],
  all: [216, 216, 216],
}
const HISTOGRAM_HEIGHT = 512
const LEAST_LIGHT = 0.2

export function drawTrace(bins: ScopeBins): TracePicture {
  if (bins.kind === 'histogram') return drawHistogram(bins)
  const isParade = bins.kind === 'parade'
  const width = bins.columns * (isParade ? bins.channels.length : 1)
  const data = new Uint8ClampedArray(width * bins.rows * 4)
  const plane = bins.columns * bins.rows
  for (const [index, channel] of bins.channels.entries()) {
    const counts = bins.counts.subarray(index * plane, (index + 1) * plane)
    const toLight = createLight(counts)
    const color = COLORS[channel]
    for (let row = 0; row < bins.rows; row += 1) {
      const line = (bins.rows - 1 - row) * width + (isParade ? index * bins.columns : 0)
      for (let column = 0; column < bins.columns; column += 1) {
        paint(data, (line + column) * 4, color, toLight(counts[row * bins.columns + column] ?? 0))
      }
    }
  }
  for (let at = 3; at < data.length; at += 4) data[at] = 255
  return { width, height: bins.rows, data }
}

/** A pixel alone is seen, and many do not burn out: the logarithm of the count, full at what is usual there. */
function createLight(counts: Uint32Array): (count: number) => number {
  let filled = 0
  let sum = 0
  for (const count of counts) {
    if (count === 0) continue
    filled += 1
    sum += count
  }
  const usual = filled === 0 ? 1 : sum / filled
  const full = Math.log1p(1.5 * usual)
  return (count) =>
    count === 0 ? 0 : Math.min(1, LEAST_LIGHT + (1 - LEAST_LIGHT) * (Math.log1p(count) / full))
}

function paint(data: Uint8ClampedArray, at: number, color: readonly number[], light: number): void {
  for (let channel = 0; channel < 3; channel += 1) {
    data[at + channel] = Math.min(255, (data[at + channel] ?? 0) + (color[channel] ?? 0) * light)
  }
}

/** Bins from left to right, counts upwards; the channels are laid over one another as light. */
function drawHistogram({ rows, channels, counts }: ScopeBins): TracePicture {
  const data = new Uint8ClampedArray(rows * HISTOGRAM_HEIGHT * 4)
  // The first and last bins gather what lies outside and would press everything else flat.
  const inner = channels.map((_, index) => counts.subarray(index * rows + 1, (index + 1) * rows - 1))
  const highest = Math.max(
    1,
    ...inner.map((plane) => plane.reduce((most, count) => Math.max(most, count), 0)),
  )
  for (const [index, channel] of channels.entries()) {
    const color = COLORS[channel]
    const strength = channel === 'y' ? 0.28 : 0.55
    for (let bin = 0; bin < rows; bin += 1) {
      const share = Math.min(1, Math.sqrt((counts[index * rows + bin] ?? 0) / highest))
      const top = HISTOGRAM_HEIGHT - Math.round(share * (HISTOGRAM_HEIGHT - 1))
      for (let y = top; y < HISTOGRAM_HEIGHT; y += 1) paint(data, (y * rows + bin) * 4, color, strength)
    }
  }
  for (let at = 3; at < data.length; at += 4) data[at] = 255
  return { width: rows, height: HISTOGRAM_HEIGHT, data }
}
