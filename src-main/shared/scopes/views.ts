// What scopes need of a view: codes and nits of a scene-linear pixel. Made from a baked LUT's table; whoever has a
// better view gives another function of the same shape.
import { fromCells, SHAPER, toCells } from '../domain/color/shaper'
import { decode } from '../domain/color/transfers'
import type { ViewTable } from '../domain/color/view-table'
import { FROM_AP0 } from './spaces'
import type { Matrix3 } from '../domain/color-matrix'

export interface ScopeView {
  id: string
  title: string
  /** Negative AP0 components count as 0. Where they do not, they can make a pixel brighter. */
  floorsAp0: boolean
  /** Weights of R, G and B in the luma of its codes. */
  luma: readonly [number, number, number]
  /** Writes display codes 0…1 to `codes` (R, G, B) for linear AP0; no NaN comes in. */
  toCodes(r: number, g: number, b: number, codes: Float32Array): void
  /** Nits of one channel's code 0…1; grows with the code. */
  toNits(code: number): number
  /** No pixel whose greatest AP1 component is at most `greatestAp1` has a code above this. */
  greatestCode(greatestAp1: number): number
  /** The other way round: no pixel whose greatest AP1 component is at most this has a code above `code`. */
  safeBelow(code: number): number
}

/** A view with its table, as plain data: a worker can be given one. */
export interface BakedLut {
  id: string
  title: string
  table: ViewTable
  transfer: 'pq' | 'bt1886'
  /** Negative AP0 components count as 0, before the matrix. */
  floorsAp0: boolean
}

export const REC709_LUMA = [0.2126, 0.7152, 0.0722] as const
export const REC2020_LUMA = [0.2627, 0.678, 0.0593] as const
const SDR_WHITE_NITS = 100
/** Steps of the shaper's table: 1/512 of an octave's start, less than 1/150 of a cell. */
const SHAPER_SHIFT = 14

export function createLutView({ id, title, table, transfer, floorsAp0 }: BakedLut): ScopeView {
  const { size } = SHAPER
  if (table.length !== size ** 3 * 3) throw new RangeError(`The LUT ${id} has not ${size}³ points.`)
  const shaper = shaperTable()
  const bounds = greatestCodes(table, size)
  const toAp1: Matrix3 = FROM_AP0.ap1
  const coordinates = new Float32Array(3)
  const float = new Float32Array(1)
  const bits = new Uint32Array(float.buffer)
  const shape = (linear: number): number => {
    float[0] = linear
    return linear > 0 ? (shaper[(bits[0] as number) >>> SHAPER_SHIFT] as number) : 0
  }
  return {
    id,
    title,
    floorsAp0,
    luma: transfer === 'pq' ? REC2020_LUMA : REC709_LUMA,
    toCodes(r, g, b, codes) {
      const red = r > 0 || !floorsAp0 ? r : 0
      const green = g > 0 || !floorsAp0 ? g : 0
      const blue = b > 0 || !floorsAp0 ? b : 0
      coordinates[0] = shape(toAp1[0] * red + toAp1[1] * green + toAp1[2] * blue)
      coordinates[1] = shape(toAp1[3] * red + toAp1[4] * green + toAp1[5] * blue)
      coordinates[2] = shape(toAp1[6] * red + toAp1[7] * green + toAp1[8] * blue)
      interpolate(table, size, coordinates, codes)
    },
    toNits: (code) => decode(transfer, code) * (transfer === 'pq' ? 1 : SDR_WHITE_NITS),
    greatestCode: (greatest) => bounds[Math.min(size - 1, Math.ceil(shape(greatest)))] ?? 1,
    safeBelow(code) {
      if (code >= (bounds[size - 1] ?? 1)) return Infinity
      const next = bounds.findIndex((bound) => bound > code)
      // A little less than the lattice's line: the shaper's table is taken at the middle of its steps.
      return next <= 1 ? 0 : fromCells(next - 1) * 0.998
    },
  }
}

let shaper: Float32Array | undefined

/** Cells by the upper bits of a positive float32, taken at the middle of each step. One for all views. */
function shaperTable(): Float32Array {
  const middles = (): Float32Array =>
    new Float32Array(
      Uint32Array.from(
        { length: 0x80000000 / 2 ** SHAPER_SHIFT },
        (_, step) => step * 2 ** SHAPER_SHIFT + 2 ** (SHAPER_SHIFT - 1),
      ).buffer,
    )
  shaper ??= middles().map(toCells)
  return shaper
}

/** Tetrahedral, between the lattice's points. */
function interpolate(table: Uint16Array, size: number, at: Float32Array, codes: Float32Array): void {
  const x = at[0] as number
  const y = at[1] as number
  const z = at[2] as number
  const i = Math.min(size - 2, x | 0)
  const j = Math.min(size - 2, y | 0)
  const k = Math.min(size - 2, z | 0)
  const p = x - i
  const q = y - j
  const s = z - k
  const stepX = 3
  const stepY = 3 * size
  const stepZ = 3 * size * size
  const low = i * stepX + j * stepY + k * stepZ
  // From the cell's low corner to its high one along its edges, the largest fraction's edge first.
  let first: number
  let second: number
  let most: number
  let middle: number
  let least: number
  if (p >= q) {
    if (q >= s) [first, second, most, middle, least] = [stepX, stepX + stepY, p, q, s]
    else if (p >= s) [first, second, most, middle, least] = [stepX, stepX + stepZ, p, s, q]
    else [first, second, most, middle, least] = [stepZ, stepX + stepZ, s, p, q]
  } else if (s > q) [first, second, most, middle, least] = [stepZ, stepY + stepZ, s, q, p]
  else if (s > p) [first, second, most, middle, least] = [stepY, stepY + stepZ, q, s, p]
  else [first, second, most, middle, least] = [stepY, stepX + stepY, q, p, s]
  const high = low + stepX + stepY + stepZ
  for (let channel = 0; channel < 3; channel += 1) {
    const code =
      (table[low + channel] as number) * (1 - most) +
      (table[low + first + channel] as number) * (most - middle) +
      (table[low + second + channel] as number) * (middle - least) +
      (table[high + channel] as number) * least
    codes[channel] = code / 65535
  }
}

/** For every lattice step: the greatest code of all points that lie no further out. */
function greatestCodes(table: Uint16Array, size: number): Float32Array {
  const bounds = new Float32Array(size)
  for (let point = 0; point < size ** 3; point += 1) {
    const out = Math.max(point % size, Math.floor(point / size) % size, Math.floor(point / size ** 2))
    for (let channel = 0; channel < 3; channel += 1) {
      bounds[out] = Math.max(bounds[out] ?? 0, (table[point * 3 + channel] ?? 0) / 65535)
    }
  }
  for (let step = 1; step < size; step += 1) bounds[step] = Math.max(bounds[step] ?? 0, bounds[step - 1] ?? 0)
  return bounds
}
