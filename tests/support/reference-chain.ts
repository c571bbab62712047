// The stage's chain once more, in doubles and in other words than the shaders: what their colors are compared with.
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { inRepository } from '../../scripts/repository.mjs'
import type { DisplayView } from '#shared/contract/display-views'
import {
  AP0,
  conversionMatrix,
  P3_D65,
  REC2020,
  REC709,
  transform,
  type Chromaticities,
} from '#shared/domain/color-matrix'
import type { CanvasSpace } from '../../src-renderer/viewer/gl/canvas-space'
import type { PictureSettings } from '../../src-renderer/viewer/gl/picture-settings'
import type { Rgb } from './color-difference'

const ALARM: Rgb = [1, 0, 1]
const PRIMARIES = { rec709: REC709, 'p3-d65': P3_D65, rec2020: REC2020 }

export interface ReferenceChain {
  view: DisplayView
  table: Uint16Array
  settings: PictureSettings
  space: CanvasSpace
  chromaticities: Chromaticities | null
}

/** A table of assets/luts by the view's id. */
export function readLutTable(viewId: string): Uint16Array {
  const bytes = gunzipSync(readFileSync(inRepository('assets', 'luts', `${viewId}.u16.gz`)))
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2)
}

/** Codes of the canvas, 0…1, of one pixel's RGBA as the file has it. */
export function toReferenceCodes(pixel: readonly number[], chain: ReferenceChain): Rgb {
  const [r = 0, g = 0, b = 0, alpha = 1] = pixel
  const { settings, view } = chain
  const index = ['red', 'green', 'blue'].indexOf(settings.channel)
  const read = index < 0 ? [r, g, b] : [pixel[index] ?? 0]
  if (settings.channel === 'alpha') return same(Math.min(1, Math.max(0, alpha)))
  if (read.some(Number.isNaN)) return ALARM
  const finite = read.map((value) => Math.min(65504, Math.max(-65504, value)))
  const light: Rgb = [finite[0] ?? 0, finite[1] ?? finite[0] ?? 0, finite[2] ?? finite[0] ?? 0]
  const toAp0 = conversionMatrix(chain.chromaticities ?? AP0, AP0)
  if (!toAp0) throw new Error('no matrix')
  let working: Rgb = transform(view.toWorking, transform(toAp0, light))
  working = each(working, (value) => value * 2 ** settings.exposureStops)
  if (settings.channel === 'luma') {
    const [wr, wg, wb] = view.luminance
    working = same(wr * working[0] + wg * working[1] + wb * working[2])
  }
  const { nitsPerUnit, largestLinear } = view.shaper
  const shaped = each(working, (value) =>
    toPq((Math.min(largestLinear, Math.max(0, value)) * nitsPerUnit) / 10000),
  )
  const codes = each(tetrahedral(chain.table, view.lutSize, shaped), (code) => code ** (1 / settings.gamma))
  return toCanvas(codes, view, chain.space)
}

const each = (color: Rgb, map: (value: number) => number): Rgb => [
  map(color[0]),
  map(color[1]),
  map(color[2]),
]
const same = (value: number): Rgb => [value, value, value]

function toPq(light: number): number {
  const power = light ** (2610 / 16384)
  return ((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375
}

function fromPq(code: number): number {
  const power = code ** (1 / 78.84375)
  return (Math.max(0, power - 0.8359375) / (18.8515625 - 18.6875 * power)) ** (16384 / 2610)
}

/** From the low corner along the axes, the one with the most left first. */
function tetrahedral(table: Uint16Array, size: number, shaped: Rgb): Rgb {
  const places = shaped.map((value) => value * (size - 1))
  const corner = places.map((place) => Math.min(size - 2, Math.floor(place)))
  const parts = places.map((place, axis) => place - (corner[axis] ?? 0))
  const order = [0, 1, 2].sort((one, other) => (parts[other] ?? 0) - (parts[one] ?? 0))
  const point = (): number[] => {
    const [x = 0, y = 0, z = 0] = corner
    const at = ((z * size + y) * size + x) * 3
    return [0, 1, 2].map((channel) => (table[at + channel] ?? 0) / 65535)
  }
  let before = point()
  const sum = [...before]
  for (const axis of order) {
    corner[axis] = (corner[axis] ?? 0) + 1
    const next = point()
    for (const channel of [0, 1, 2]) {
      const step = (next[channel] ?? 0) - (before[channel] ?? 0)
      sum[channel] = (sum[channel] ?? 0) + (parts[axis] ?? 0) * step
    }
    before = next
  }
  return [sum[0] ?? 0, sum[1] ?? 0, sum[2] ?? 0]
}

function toCanvas(codes: Rgb, { display }: DisplayView, space: CanvasSpace): Rgb {
  const light = each(codes, (code) => {
    if (display.transfer === 'pq') return (fromPq(code) * 10000) / 203
    if (display.transfer === 'gamma-2.6') return code ** 2.6
    return code <= 0.04045 ? code / 12.92 : ((code + 0.055) / 1.055) ** 2.4
  })
  const matrix = conversionMatrix(PRIMARIES[display.primaries], space === 'srgb' ? REC709 : P3_D65)
  if (!matrix) throw new Error('no matrix')
  return each(transform(matrix, light), (value) => {
    const shown = Math.min(1, Math.max(0, value))
    return shown <= 0.0031308 ? shown * 12.92 : 1.055 * shown ** (1 / 2.4) - 0.055
  })
}
