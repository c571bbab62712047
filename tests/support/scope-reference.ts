// The scopes' definitions read plainly: one pixel after the other, no tables, no rows. What the quick one must equal.
import {
  chromaAxes,
  DIAGRAM_RANGE,
  toChroma,
  toDiagram,
  VECTOR_RANGE,
} from '../../src-main/shared/scopes/chroma-plane'
import { PLANE_BINS, type ScopeBins, type ScopeRequest } from '../../src-main/shared/scopes/count-scope'
import { clipRegion, type LinearPixels } from '../../src-main/shared/scopes/pixels'
import { AP1_LUMINANCE, FROM_AP0, toAcescct } from '../../src-main/shared/scopes/spaces'
import { halfToFloat } from '../../src-main/shared/exr/half'
import { transform } from '../../src-main/shared/domain/color-matrix'

type Triple = [number, number, number]

export function countByReference(pixels: LinearPixels, request: ScopeRequest, columns: number): number[] {
  const { kind, scale } = request
  const region = clipRegion(pixels, request.region)
  const isPlane = kind === 'cie' || kind === 'vectorscope'
  const channels = { waveform: 'y', parade: 'rgb', histogram: 'rgby', vectorscope: '*', cie: '*' }[kind]
  const across = isPlane ? PLANE_BINS : kind === 'histogram' ? 1 : columns
  const up = isPlane ? PLANE_BINS : scale.bins
  const counts = new Array<number>(across * up * channels.length).fill(0)
  const add = (channel: number, column: number, row: number): void => {
    const at = (channel * up + row) * across + column
    counts[at] = (counts[at] ?? 0) + 1
  }
  for (let y = 0; y < region.height; y += 1) {
    for (let x = 0; x < region.width; x += 1) {
      const linear = readPixel(pixels, region.x + x, region.y + y)
      if (linear.some(Number.isNaN)) continue
      const point = isPlane ? placeOf(request, linear) : null
      if (point) {
        const range = kind === 'cie' ? DIAGRAM_RANGE[request.diagram ?? 'xy'] : VECTOR_RANGE
        const column = Math.floor((point.x - range.low) * (PLANE_BINS / (range.high - range.low)))
        const row = Math.floor((point.y - range.low) * (PLANE_BINS / (range.high - range.low)))
        if (column >= 0 && column < PLANE_BINS && row >= 0 && row < PLANE_BINS) add(0, column, row)
      }
      if (isPlane) continue
      const { rgb, luma } = toSignal(request, linear)
      const column = kind === 'histogram' ? 0 : Math.floor((x * columns) / region.width)
      ;[...channels].forEach((name, index) => {
        const value = name === 'y' ? luma : (rgb['rgb'.indexOf(name)] ?? 0)
        add(index, column, scale.toBin(value))
      })
    }
  }
  return counts
}

/** Where and how many differ. */
export function countDifferences(bins: ScopeBins, expected: readonly number[]): number {
  if (bins.counts.length !== expected.length) return Infinity
  return bins.counts.reduce((sum, count, at) => sum + (count === expected[at] ? 0 : 1), 0)
}

function readPixel({ data, width }: LinearPixels, x: number, y: number): Triple {
  const value = (channel: number): number => {
    const sample = data[(y * width + x) * 4 + channel] ?? 0
    const linear = data instanceof Uint16Array ? halfToFloat(sample) : sample
    return Math.abs(linear) === Infinity ? Math.sign(linear) * 65504 : linear
  }
  return [value(0), value(1), value(2)]
}

function toSignal({ scale }: ScopeRequest, linear: Triple): { rgb: Triple; luma: number } {
  const { view } = scale
  const rgb: Triple = view ? [0, 0, 0] : transform(FROM_AP0.ap1, linear)
  if (view) {
    const codes = new Float32Array(3)
    view.toCodes(...linear, codes)
    codes.forEach((code, channel) => (rgb[channel] = code))
  }
  const [wr, wg, wb] = view ? view.luma : AP1_LUMINANCE
  const luma = Math.fround(wr * rgb[0] + wg * rgb[1] + wb * rgb[2])
  return { rgb: [Math.fround(rgb[0]), Math.fround(rgb[1]), Math.fround(rgb[2])], luma }
}

function placeOf(request: ScopeRequest, linear: Triple): { x: number; y: number } | null {
  if (request.kind === 'cie') return toDiagram(request.diagram ?? 'xy', ...linear)
  const { rgb } = toSignal(request, linear)
  const codes = request.scale.view ? rgb : rgb.map((value) => Math.fround(toAcescct(value)))
  return toChroma(chromaAxes(request.scale.view), codes[0] ?? 0, codes[1] ?? 0, codes[2] ?? 0)
}
