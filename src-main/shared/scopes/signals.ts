// Rows of pixels as the signals scopes show: linear AP1 with its luminance, or a view's codes with their luma.
import { AP1_LUMINANCE, FROM_AP0 } from './spaces'
import type { LinearRow } from './pixels'
import type { ScopeView } from './views'

export interface SignalRow {
  r: Float32Array
  g: Float32Array
  b: Float32Array
  /** Luminance of linear AP1, or the codes' luma. */
  y: Float32Array
}

export function createSignalRow(width: number): SignalRow {
  const plane = (): Float32Array => new Float32Array(width)
  return { r: plane(), g: plane(), b: plane(), y: plane() }
}

/** Fills `signal` with the first `count` pixels of `row`; NaN stays NaN. */
export type SignalMaker = (row: LinearRow, count: number, signal: SignalRow) => void

export function createSignalMaker(view: ScopeView | null): SignalMaker {
  return view ? (row, count, signal) => viewSignals(view, row, count, signal) : sceneSignals
}

function sceneSignals(row: LinearRow, count: number, { r, g, b, y }: SignalRow): void {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = FROM_AP0.ap1
  const [yr, yg, yb] = AP1_LUMINANCE
  for (let x = 0; x < count; x += 1) {
    const red = row.r[x] as number
    const green = row.g[x] as number
    const blue = row.b[x] as number
    const r1 = m0 * red + m1 * green + m2 * blue
    const g1 = m3 * red + m4 * green + m5 * blue
    const b1 = m6 * red + m7 * green + m8 * blue
    r[x] = r1
    g[x] = g1
    b[x] = b1
    y[x] = yr * r1 + yg * g1 + yb * b1
  }
}

function viewSignals(view: ScopeView, row: LinearRow, count: number, { r, g, b, y }: SignalRow): void {
  const [yr, yg, yb] = view.luma
  const codes = new Float32Array(3)
  for (let x = 0; x < count; x += 1) {
    const red = row.r[x] as number
    if (red === red) view.toCodes(red, row.g[x] as number, row.b[x] as number, codes)
    else codes.fill(NaN)
    const r1 = codes[0] as number
    const g1 = codes[1] as number
    const b1 = codes[2] as number
    r[x] = r1
    g[x] = g1
    b[x] = b1
    y[x] = yr * r1 + yg * g1 + yb * b1
  }
}
