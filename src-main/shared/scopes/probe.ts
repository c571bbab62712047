// A pixel, or an area's average, told in every unit a colorist may ask for.
import { transform } from '../domain/color-matrix'
import { toDiagram, type PlanePoint } from './chroma-plane'
import { createLinearRow, createRowReader, type LinearPixels, type Region } from './pixels'
import { AP1_LUMINANCE, FROM_AP0, toAcescct, toStops } from './spaces'
import type { ScopeView } from './views'

type Triple = [number, number, number]

export interface Probe {
  /** Pixels that were averaged; those with a NaN are not among them. */
  pixelCount: number
  nanCount: number
  linearAp0: Triple
  acescg: Triple
  acescct: Triple
  /** Luminance in stops from 18 %; -Infinity for none. */
  exposureStops: number
  /** CIE 1931; null without light. */
  xy: PlanePoint | null
  /** Under the view; null without one. */
  display: { code: Triple; code10: Triple; nits: Triple } | null
}

/** The average is of linear light; null when the area holds no pixel with numbers. */
export function probePixels(pixels: LinearPixels, region: Region, view: ScopeView | null): Probe | null {
  const reader = createRowReader(pixels, region)
  const { width, height } = reader.region
  const row = createLinearRow(width)
  const sums: Triple = [0, 0, 0]
  let nanCount = 0
  for (let line = 0; line < height; line += 1) {
    nanCount += reader.read(line, row)
    for (let x = 0; x < width; x += 1) {
      const red = row.r[x] as number
      if (red !== red) continue
      sums[0] += red
      sums[1] += row.g[x] as number
      sums[2] += row.b[x] as number
    }
  }
  const pixelCount = width * height - nanCount
  if (pixelCount === 0) return null
  const linearAp0: Triple = [sums[0] / pixelCount, sums[1] / pixelCount, sums[2] / pixelCount]
  const acescg = transform(FROM_AP0.ap1, linearAp0)
  const [wr, wg, wb] = AP1_LUMINANCE
  return {
    pixelCount,
    nanCount,
    linearAp0,
    acescg,
    acescct: [toAcescct(acescg[0]), toAcescct(acescg[1]), toAcescct(acescg[2])],
    exposureStops: toStops(wr * acescg[0] + wg * acescg[1] + wb * acescg[2]),
    xy: toDiagram('xy', ...linearAp0),
    display: view && toDisplay(linearAp0, view),
  }
}

function toDisplay([r, g, b]: Triple, view: ScopeView): NonNullable<Probe['display']> {
  const codes = new Float32Array(3)
  view.toCodes(r, g, b, codes)
  const code: Triple = [codes[0] ?? 0, codes[1] ?? 0, codes[2] ?? 0]
  const each = (make: (value: number) => number): Triple => [make(code[0]), make(code[1]), make(code[2])]
  return {
    code,
    code10: each((value) => Math.round(value * 1023)),
    nits: each((value) => view.toNits(value)),
  }
}
