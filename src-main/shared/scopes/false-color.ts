// False color in stops from 18 %: one color for each stop, with its legend. The grey of 18 % stays grey, as do the
// stops that need no attention; what is about to be lost is told by hue.
import type { LinearPixels } from './pixels'
import { createRowReader, createLinearRow } from './pixels'
import { AP1_LUMINANCE, FROM_AP0, MID_GREY } from './spaces'

export interface FalseColorBand {
  /** From here on, in stops from 18 %; -Infinity for the first. */
  fromStops: number
  label: string
  /** 8-bit display codes. */
  color: readonly [number, number, number]
}

/** From dark to bright; each band ends where the next begins. */
export const FALSE_COLORS: readonly FalseColorBand[] = [
  { fromStops: -Infinity, label: 'Below −8', color: [74, 20, 140] },
  { fromStops: -8, label: '−8 to −6', color: [40, 53, 147] },
  { fromStops: -6, label: '−6 to −4', color: [2, 119, 189] },
  { fromStops: -4, label: '−4 to −3', color: [0, 131, 143] },
  { fromStops: -3, label: '−3 to −2', color: [64, 64, 64] },
  { fromStops: -2, label: '−2 to −1', color: [88, 88, 88] },
  { fromStops: -1, label: '−1 to −½', color: [112, 112, 112] },
  { fromStops: -0.5, label: '18 %', color: [56, 142, 60] },
  { fromStops: 0.5, label: '+½ to +1', color: [152, 152, 152] },
  { fromStops: 1, label: '+1 to +2', color: [184, 184, 184] },
  { fromStops: 2, label: '+2 to +3', color: [216, 216, 216] },
  { fromStops: 3, label: '+3 to +4', color: [253, 216, 53] },
  { fromStops: 4, label: '+4 to +5', color: [251, 140, 0] },
  { fromStops: 5, label: '+5 to +6', color: [244, 81, 30] },
  { fromStops: 6, label: '+6 to +8', color: [211, 47, 47] },
  { fromStops: 8, label: 'Above +8', color: [255, 64, 200] },
]

/** Of a NaN: no color of the legend. */
export const NAN_COLOR = [255, 0, 255] as const

const LIMITS = FALSE_COLORS.map(({ fromStops }) =>
  fromStops === -Infinity ? -Infinity : MID_GREY * 2 ** fromStops,
)

/** The band of a luminance, 1.0 being AP1's white. */
export function bandOf(luminance: number): number {
  let band = 0
  while (band + 1 < LIMITS.length && luminance >= (LIMITS[band + 1] as number)) band += 1
  return band
}

/** RGBA, 8 bits, of the picture's size. */
export function drawFalseColor(pixels: LinearPixels): Uint8ClampedArray {
  const { width, height } = pixels
  const reader = createRowReader(pixels)
  const row = createLinearRow(width)
  const picture = new Uint8ClampedArray(width * height * 4)
  const [wr, wg, wb] = luminanceWeights()
  for (let line = 0, at = 0; line < height; line += 1) {
    reader.read(line, row)
    for (let x = 0; x < width; x += 1, at += 4) {
      const y = wr * (row.r[x] as number) + wg * (row.g[x] as number) + wb * (row.b[x] as number)
      const color = y === y ? (FALSE_COLORS[bandOf(y)]?.color ?? NAN_COLOR) : NAN_COLOR
      picture[at] = color[0]
      picture[at + 1] = color[1]
      picture[at + 2] = color[2]
      picture[at + 3] = 255
    }
  }
  return picture
}

/** Weights of linear AP0 in the luminance of AP1. */
export function luminanceWeights(): readonly [number, number, number] {
  const m = FROM_AP0.ap1
  const [r, g, b] = AP1_LUMINANCE
  return [r * m[0] + g * m[3] + b * m[6], r * m[1] + g * m[4] + b * m[7], r * m[2] + g * m[5] + b * m[8]]
}
