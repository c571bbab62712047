// One pass over a frame's pixels: stops, gamuts, odd numbers, the means of a coarse grid and a hash of the samples.
import { luminanceWeights } from '../scopes/false-color'
import { GAMUT_TOLERANCE } from '../scopes/alarms'
import { halfValues, type LinearPixels } from '../scopes/pixels'
import { FROM_AP0, GAMUTS, LARGEST_HALF, MID_GREY } from '../scopes/spaces'

/** Luminance is counted in steps of 1/32 of an octave's start, from 24 stops below 18 % to 20 above. */
export const LOWEST_STOP = -24
export const HIGHEST_STOP = 20
export const BINS_PER_STOP = 32
const STOP_BINS = (HIGHEST_STOP - LOWEST_STOP) * BINS_PER_STOP
/** Luminance of a white card of 90 %, which an exposure is set by. */
export const DIFFUSE_WHITE = 0.9
export const GRID = { columns: 32, rows: 18 } as const

export interface PixelSums {
  pixelCount: number
  /** Samples of R, G and B, not pixels. */
  nanCount: number
  infCount: number
  negativeCount: number
  /** Pixels with any of R, G, B above 1.0. */
  aboveOneCount: number
  aboveWhiteCount: number
  /** Pixels outside each gamut, in GAMUTS' order; those with NaN or infinity are not judged. */
  outsideCounts: number[]
  /** Greatest finite sample; 0 when all are negative. */
  greatest: number
  /** Pixels by luminance, see BINS_PER_STOP; `darkCount` has none to speak of. */
  stopCounts: Uint32Array
  darkCount: number
  /** Mean linear AP0 of each cell of the grid: R, G, B, row by row from the top. */
  grid: Float32Array
  /** Of all samples as they are; equal frames have equal hashes. */
  hash: string
}

export interface PixelPass {
  figures: PixelSums
  /** Greatest component of each pixel in AP0 and in Rec.709, infinities as the largest half, NaN as 0. Used again. */
  levelsAp0: Float32Array
  levelsRec709: Float32Array
}

const WHITE_OVER_GREY = DIFFUSE_WHITE / MID_GREY
const FIRST_STEP = (127 + LOWEST_STOP) * BINS_PER_STOP
const STEP_SHIFT = 18

export function createPixelSums(): { add(pixels: LinearPixels): PixelPass } {
  let levelsAp0 = new Float32Array()
  let levelsRec709 = new Float32Array()
  const float = new Float32Array(1)
  const bits = new Uint32Array(float.buffer)
  // Luminance comes out as multiples of 18 %.
  const [wr, wg, wb] = luminanceWeights().map((weight) => weight / MID_GREY) as [number, number, number]
  const m = FROM_AP0.rec709

  function add({ data, width, height }: LinearPixels): PixelPass {
    const pixelCount = width * height
    if (levelsAp0.length !== pixelCount) {
      levelsAp0 = new Float32Array(pixelCount)
      levelsRec709 = new Float32Array(pixelCount)
    }
    const values = data instanceof Uint16Array ? halfValues() : null
    const stopCounts = new Uint32Array(STOP_BINS)
    const outsideCounts = GAMUTS.map(() => 0)
    const odd = { nanCount: 0, infCount: 0, negativeCount: 0 }
    const sums = new Float64Array(GRID.columns * GRID.rows * 3)
    const cells = new Uint32Array(GRID.columns * GRID.rows)
    let aboveOneCount = 0
    let aboveWhiteCount = 0
    let darkCount = 0
    let greatest = 0
    for (let y = 0, pixel = 0, at = 0; y < height; y += 1) {
      const gridRow = Math.floor((y * GRID.rows) / height) * GRID.columns
      for (let column = 0; column < GRID.columns; column += 1) {
        const end = y * width + Math.ceil(((column + 1) * width) / GRID.columns)
        let sumR = 0
        let sumG = 0
        let sumB = 0
        let count = 0
        for (; pixel < end; pixel += 1, at += 4) {
          let r = data[at] as number
          let g = data[at + 1] as number
          let b = data[at + 2] as number
          if (values) {
            r = values[r] as number
            g = values[g] as number
            b = values[b] as number
          }
          let isJudged = true
          if (!(r >= 0 && g >= 0 && b >= 0 && r <= LARGEST_HALF && g <= LARGEST_HALF && b <= LARGEST_HALF)) {
            isJudged = countOdd(odd, r) && countOdd(odd, g) && countOdd(odd, b)
            if (!isJudged) countRest(odd, r, g, b)
            if (r !== r || g !== g || b !== b) {
              levelsAp0[pixel] = 0
              levelsRec709[pixel] = 0
              if (r > 1 || g > 1 || b > 1) aboveOneCount += 1
              continue
            }
            if (r > 1 || g > 1 || b > 1) aboveOneCount += 1
            r = toFinite(r)
            g = toFinite(g)
            b = toFinite(b)
          } else if (r > 1 || g > 1 || b > 1) aboveOneCount += 1
          sumR += r
          sumG += g
          sumB += b
          count += 1
          const level = r > g ? (r > b ? r : b) : g > b ? g : b
          if (isJudged && level > greatest) greatest = level
          levelsAp0[pixel] = level
          const overGrey = wr * r + wg * g + wb * b
          if (overGrey > WHITE_OVER_GREY) aboveWhiteCount += 1
          float[0] = overGrey
          const step = ((bits[0] as number) >>> STEP_SHIFT) - FIRST_STEP
          if (step < 0 || overGrey <= 0) darkCount += 1
          else {
            const bin = step < STOP_BINS ? step : STOP_BINS - 1
            stopCounts[bin] = (stopCounts[bin] as number) + 1
          }
          const r7 = m[0] * r + m[1] * g + m[2] * b
          const g7 = m[3] * r + m[4] * g + m[5] * b
          const b7 = m[6] * r + m[7] * g + m[8] * b
          levelsRec709[pixel] = r7 > g7 ? (r7 > b7 ? r7 : b7) : g7 > b7 ? g7 : b7
          // A color inside Rec.709 is inside every other gamut too.
          if (isJudged && (r7 < 0 || g7 < 0 || b7 < 0)) countOutside(outsideCounts, r, g, b)
        }
        const cell = gridRow + column
        sums[cell * 3] = (sums[cell * 3] as number) + sumR
        sums[cell * 3 + 1] = (sums[cell * 3 + 1] as number) + sumG
        sums[cell * 3 + 2] = (sums[cell * 3 + 2] as number) + sumB
        cells[cell] = (cells[cell] as number) + count
      }
    }
    const grid = Float32Array.from(sums, (sum, index) => sum / Math.max(1, cells[Math.floor(index / 3)] ?? 1))
    const figures = {
      pixelCount,
      ...odd,
      aboveOneCount,
      aboveWhiteCount,
      outsideCounts,
      greatest,
      stopCounts,
      darkCount,
      grid,
      hash: hashSamples(data),
    }
    return { figures, levelsAp0, levelsRec709 }
  }

  return { add }
}

interface OddCounts {
  nanCount: number
  infCount: number
  negativeCount: number
}

/** Whether the sample is finite; counts it where it is odd. */
function countOdd(odd: OddCounts, value: number): boolean {
  if (value !== value) odd.nanCount += 1
  else if (value === Infinity || value === -Infinity) odd.infCount += 1
  else {
    if (value < 0) odd.negativeCount += 1
    return true
  }
  return false
}

/** After the first sample that is not finite, which ended the chain above, the others are counted too. */
function countRest(odd: OddCounts, r: number, g: number, b: number): void {
  if (!Number.isFinite(r)) {
    countOdd(odd, g)
    countOdd(odd, b)
  } else if (!Number.isFinite(g)) countOdd(odd, b)
}

function toFinite(value: number): number {
  return value > LARGEST_HALF ? LARGEST_HALF : value < -LARGEST_HALF ? -LARGEST_HALF : value
}

function countOutside(counts: number[], r: number, g: number, b: number): void {
  for (let gamut = 0; gamut < GAMUTS.length; gamut += 1) {
    const m = FROM_AP0[GAMUTS[gamut] ?? 'ap1']
    const red = m[0] * r + m[1] * g + m[2] * b
    const green = m[3] * r + m[4] * g + m[5] * b
    const blue = m[6] * r + m[7] * g + m[8] * b
    const lowest = Math.min(red, green, blue)
    if (lowest < 0 && lowest < -GAMUT_TOLERANCE * Math.max(red, green, blue, -lowest)) {
      counts[gamut] = (counts[gamut] ?? 0) + 1
    }
  }
}

/** Two lanes of FNV-1a over 32-bit words. */
function hashSamples(data: Uint16Array | Float32Array): string {
  const words = new Uint32Array(data.buffer, data.byteOffset, data.byteLength >>> 2)
  let even = 0x811c9dc5
  let odd = 0x01000193
  const end = words.length & ~1
  for (let at = 0; at < end; at += 2) {
    even = Math.imul(even ^ (words[at] as number), 0x01000193)
    odd = Math.imul(odd ^ (words[at + 1] as number), 0x01000193)
  }
  const toHex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')
  return toHex(even) + toHex(odd)
}
