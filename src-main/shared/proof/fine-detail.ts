// Does the picture have the detail of its own size? An upscaled one has next to nothing in its finest octave. Looked
// at where there is detail at all: windows of 32 pixels of moderate contrast, the fifth of them with most of it.
import { luminanceWeights } from '../scopes/false-color'
import { createLinearRow, createRowReader, type LinearPixels } from '../scopes/pixels'

const WINDOW = 32
const LINE_STEP = 3
const DARKEST_STOPS = -8
/** Contrast within a window, in stops: more is dominated by one edge, less by grain and compression. */
const CONTRAST = { least: 0.2, most: 1.5 }
/** Cycles over a window. The fine ones end before the last, where filters of good scalers begin to cut as well. */
const COARSE = [5, 6, 7]
const FINE = [11, 12, 13, 14]
const TAKEN_SHARE = 0.2
/** Fewer windows say nothing. */
const LEAST_WINDOWS = 5
const MOST_WINDOWS = 20_000

/** Power of the fine octave over the coarse one in decibels, the mean of along and down; null without detail. */
export function measureDetail(pixels: LinearPixels): number | null {
  const stops = toStopsPlane(pixels)
  const { width, height } = pixels
  const along = detailOf(stops, { lines: height, length: width, lineStep: width, step: 1 })
  const down = detailOf(stops, { lines: width, length: height, lineStep: 1, step: width })
  return along === null || down === null ? null : (along + down) / 2
}

function toStopsPlane(pixels: LinearPixels): Float32Array {
  const { width, height } = pixels
  const reader = createRowReader(pixels)
  const row = createLinearRow(width)
  const [wr, wg, wb] = luminanceWeights()
  const plane = new Float32Array(width * height)
  for (let y = 0; y < height; y += 1) {
    reader.read(y, row)
    for (let x = 0; x < width; x += 1) {
      const luminance = wr * (row.r[x] as number) + wg * (row.g[x] as number) + wb * (row.b[x] as number)
      plane[y * width + x] = Math.log2(luminance > 2 ** -9 ? luminance : 2 ** -9)
    }
  }
  return plane
}

interface Lines {
  lines: number
  length: number
  lineStep: number
  step: number
}

function detailOf(stops: Float32Array, { lines, length, lineStep, step }: Lines): number | null {
  const found: { coarse: number; fine: number }[] = []
  const perLine = Math.max(1, Math.floor((length - WINDOW) / (WINDOW / 2)) + 1)
  const every = Math.max(LINE_STEP, Math.ceil((lines * perLine) / MOST_WINDOWS))
  const window = new Float64Array(WINDOW)
  for (let line = 0; line < lines; line += every) {
    for (let from = 0; from + WINDOW <= length; from += WINDOW / 2) {
      let lowest = Infinity
      let highest = -Infinity
      let sum = 0
      for (let at = 0; at < WINDOW; at += 1) {
        const value = stops[line * lineStep + (from + at) * step] as number
        window[at] = value
        sum += value
        if (value < lowest) lowest = value
        if (value > highest) highest = value
      }
      const contrast = highest - lowest
      if (lowest < DARKEST_STOPS || contrast < CONTRAST.least || contrast > CONTRAST.most) continue
      for (let at = 0; at < WINDOW; at += 1) {
        window[at] = ((window[at] as number) - sum / WINDOW) * (HANN[at] as number)
      }
      found.push({ coarse: powerAt(window, COARSE), fine: powerAt(window, FINE) })
    }
  }
  found.sort((a, b) => b.coarse - a.coarse)
  const taken = found.slice(0, Math.floor(found.length * TAKEN_SHARE))
  if (taken.length < LEAST_WINDOWS) return null
  const coarse = taken.reduce((sum, each) => sum + each.coarse, 0) / COARSE.length
  const fine = taken.reduce((sum, each) => sum + each.fine, 0) / FINE.length
  return coarse > 0 && fine > 0 ? 10 * Math.log10(fine / coarse) : null
}

const HANN = Float64Array.from(
  { length: WINDOW },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / WINDOW),
)
const COS = Float64Array.from({ length: WINDOW }, (_, at) => Math.cos((2 * Math.PI * at) / WINDOW))
const SIN = Float64Array.from({ length: WINDOW }, (_, at) => Math.sin((2 * Math.PI * at) / WINDOW))

function powerAt(window: Float64Array, cycles: readonly number[]): number {
  let power = 0
  for (const cycle of cycles) {
    let re = 0
    let im = 0
    for (let at = 0; at < WINDOW; at += 1) {
      const turn = (at * cycle) % WINDOW
      re += (window[at] as number) * (COS[turn] as number)
      im += (window[at] as number) * (SIN[turn] as number)
    }
    power += re * re + im * im
  }
  return power
}
