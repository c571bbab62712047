// A view's 3D table: how it is stored (see pack in assets/luts/rendering.py) and how it is read, tetrahedrally.
// Knows numbers; files and compression are the caller's.
import { SHAPER, toCells } from './shaper'

/** Codes 0…65535 (0…1), three a point, red changing fastest, then green, then blue. */
export type ViewTable = Uint16Array

const { size: SIZE } = SHAPER
const POINTS = SIZE ** 3
/** Bytes of a table as stored, after gzip is undone. */
export const PACKED_BYTES = POINTS * 6

/** Stored are differences along red, channel by channel, all low bytes before all high bytes. Throws RangeError. */
export function unpackTable(halves: Uint8Array): ViewTable {
  if (halves.length !== PACKED_BYTES) throw new RangeError(`A view's table has ${PACKED_BYTES} bytes`)
  const table = new Uint16Array(POINTS * 3)
  for (let channel = 0, at = 0; channel < 3; channel++) {
    let code = 0
    for (let point = 0; point < POINTS; point++, at++) {
      const step = (halves[at] ?? 0) + 256 * (halves[at + POINTS * 3] ?? 0)
      code = (point % SIZE === 0 ? step : code + step) & 0xffff
      table[point * 3 + channel] = code
    }
  }
  return table
}

const RED_STEP = 3
const GREEN_STEP = 3 * SIZE
const BLUE_STEP = 3 * SIZE * SIZE

/** Linear AP1 at `pixels[at…at+2]` is replaced by the table's codes 0…1. */
export function lookUp(table: ViewTable, pixels: Float32Array | Float64Array, at: number): void {
  const r = toCells(pixels[at] ?? 0)
  const g = toCells(pixels[at + 1] ?? 0)
  const b = toCells(pixels[at + 2] ?? 0)
  const lowR = Math.min(SIZE - 2, Math.floor(r))
  const lowG = Math.min(SIZE - 2, Math.floor(g))
  const lowB = Math.min(SIZE - 2, Math.floor(b))
  let far = r - lowR
  let middle = g - lowG
  let near = b - lowB
  let farStep = RED_STEP
  let middleStep = GREEN_STEP
  let nearStep = BLUE_STEP
  // The three fractions in falling order: the corners are visited along the greatest first.
  if (far < middle) [far, middle, farStep, middleStep] = [middle, far, middleStep, farStep]
  if (middle < near) [middle, near, middleStep, nearStep] = [near, middle, nearStep, middleStep]
  if (far < middle) [far, middle, farStep, middleStep] = [middle, far, middleStep, farStep]
  const first = lowR * RED_STEP + lowG * GREEN_STEP + lowB * BLUE_STEP
  const second = first + farStep
  const third = second + middleStep
  const last = third + nearStep
  for (let channel = 0; channel < 3; channel++) {
    const sum =
      (table[first + channel] ?? 0) * (1 - far) +
      (table[second + channel] ?? 0) * (far - middle) +
      (table[third + channel] ?? 0) * (middle - near) +
      (table[last + channel] ?? 0) * near
    pixels[at + channel] = sum / 65535
  }
}
