// The stage's chain once more, by the domain's own chain in doubles: what the shaders' colors are compared with.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { inRepository } from '../../scripts/repository.mjs'
import {
  AP0,
  AP1,
  conversionMatrix,
  luminanceWeights,
  P3_D65,
  REC709,
  transform,
  type Chromaticities,
  type Matrix3,
} from '#shared/domain/color-matrix'
import { decode, hlgToNits } from '#shared/domain/color/transfers'
import { createViewChain } from '#shared/domain/color/view-chain'
import { unpackTable, type ViewTable } from '#shared/domain/color/view-table'
import { findView, type View } from '#shared/domain/color/views'
import type { CanvasSpace } from '../../src-renderer/viewer/gl/canvas-space'
import type { PictureSettings } from '../../src-renderer/viewer/gl/picture-settings'
import type { Rgb } from './color-difference'

export interface ReferenceChain {
  view: View
  table: ViewTable
  settings: PictureSettings
  space: CanvasSpace
  chromaticities: Chromaticities | null
}

/** A view that has a table, and its table. */
export function readReferenceView(id: string): { view: View; table: ViewTable } {
  const view = findView(id)
  if (view?.chain.kind !== 'table') throw new Error(`no table of ${id}`)
  const packed = readFileSync(inRepository('assets', 'luts', 'tables', `${view.chain.table}.gz`))
  return { view, table: unpackTable(gunzipSync(packed)) }
}

const matrixBetween = (from: Chromaticities, to: Chromaticities): Matrix3 => {
  const matrix = conversionMatrix(from, to)
  if (!matrix) throw new Error('no matrix')
  return matrix
}

/** Codes of the canvas, 0…1, of one pixel's RGBA as the file has it. */
export function toReferenceCodes(pixel: readonly number[], chain: ReferenceChain): Rgb {
  const [r = 0, g = 0, b = 0, alpha = 1] = pixel
  const { settings, view, table } = chain
  if (settings.channel === 'alpha') return same(Math.min(1, Math.max(0, alpha)))
  const index = ['red', 'green', 'blue'].indexOf(settings.channel)
  const light: Rgb = index < 0 ? [r, g, b] : same(pixel[index] ?? 0)
  if (light.some(Number.isNaN)) return [1, 0, 1]
  const { exposureStops } = settings
  const toAp0 = matrixBetween(chain.chromaticities ?? AP0, AP0)
  const codes = new Float32Array(3)
  if (settings.channel === 'luma') {
    const gray = same(luma(transform(toAp0, each(light, toFinite)), view) * 2 ** exposureStops)
    createViewChain({ view, table, toAp0: matrixBetween(AP1, AP0) })(gray, codes)
  } else {
    createViewChain({ view, table, toAp0, exposureStops })(light, codes)
  }
  const [red = 0, green = 0, blue = 0] = codes
  return toCanvas(
    each([red, green, blue], (code) => code ** (1 / settings.gamma)),
    view,
    chain.space,
  )
}

const toFinite = (value: number): number => Math.min(65504, Math.max(-65504, value))

function luma(ap0: Rgb, { chain }: View): number {
  const isFloored = chain.kind === 'table' && chain.floorsAp0
  const floored = isFloored ? each(ap0, (value) => Math.max(0, value)) : ap0
  const [r, g, b] = transform(matrixBetween(AP0, AP1), floored)
  const [wr, wg, wb] = luminanceWeights(AP1) ?? [NaN, NaN, NaN]
  return wr * r + wg * g + wb * b
}

const each = (color: Rgb, map: (value: number) => number): Rgb => [
  map(color[0]),
  map(color[1]),
  map(color[2]),
]
const same = (value: number): Rgb => [value, value, value]

/** Windows show Rec.709 video as if it were sRGB; 203 nits are their white. */
function toLight(codes: Rgb, { transfer }: View['display']): Rgb {
  if (transfer === 'hlg') return each(hlgToNits(codes), (nits) => nits / 203)
  if (transfer === 'pq') return each(codes, (code) => decode('pq', code) / 203)
  return each(codes, (code) => decode(transfer === 'bt1886' ? 'srgb' : transfer, code))
}

function toCanvas(codes: Rgb, { display }: View, space: CanvasSpace): Rgb {
  const matrix = matrixBetween(display.primaries, space === 'srgb' ? REC709 : P3_D65)
  return each(transform(matrix, toLight(codes, display)), (value) => {
    const shown = Math.min(1, Math.max(0, value))
    return shown <= 0.0031308 ? shown * 12.92 : 1.055 * shown ** (1 / 2.4) - 0.055
  })
}
