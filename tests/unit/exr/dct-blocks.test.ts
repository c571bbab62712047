// DWA's blocks against the same sums in plain arithmetic: OpenEXR's order of sums, rounding to half, and only then the
// way to linear light.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { fillLinearTable, LINEAR_ENTRIES } from '../../../src-main/shared/exr/dwa-linear-table'
import { floatToHalf, halfToFloat } from '../../../src-main/shared/exr/half'
import { instantiate } from '../../../src-main/shared/exr/wasm-module'
import { seededRandom } from '../../support/seeded-random'

const ZIGZAG = [
  0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7,
  14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46,
  53, 60, 61, 54, 47, 55, 62, 63,
]
const [A, B, C, D, E, F, G] = [
  0.3535536, 0.4903927, 0.4619398, 0.4157349, 0.2777855, 0.1913422, 0.09754573,
].map(Math.fround) as [number, number, number, number, number, number, number]
const END = 0xff00

const f = Math.fround
const add = (one: number, other: number): number => f(one + other)
const sub = (one: number, other: number): number => f(one - other)
const times = (one: number, other: number): number => f(one * other)

const wasm = instantiate(
  new WebAssembly.Module(readFileSync(resolve(import.meta.dirname, '../../../dist/wasm/exr.wasm'))),
)
const heap = wasm.heapStart()
fillLinearTable(new Uint16Array(wasm.memory.buffer, wasm.linearTable(), LINEAR_ENTRIES))

function blockOf(dc: number, ac: readonly number[]): number[] {
  const [acAt, dcAt, plane] = [heap, heap + 1024, heap + 1088]
  if (wasm.memory.buffer.byteLength < heap + 4096) wasm.memory.grow(1)
  new Uint16Array(wasm.memory.buffer, acAt, ac.length).set(ac)
  new Uint16Array(wasm.memory.buffer, dcAt, 1)[0] = dc
  expect(wasm.decodeBlocks(1, acAt, acAt + 2 * ac.length, dcAt, 1, 1, plane, 128, 0)).toBe(
    acAt + 2 * ac.length,
  )
  return [...new Uint16Array(wasm.memory.buffer, plane, 64)]
}

/** Each sum in pairs in the row pass; the shared ones first in the column pass. */
function eight(x: readonly number[], isRow: boolean): number[] {
  const [x0, x1, x2, x3, x4, x5, x6, x7] = x as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const odd0 = add(add(times(B, x1), times(D, x3)), add(times(E, x5), times(G, x7)))
  const odds = isRow
    ? [
        sub(sub(times(D, x1), times(G, x3)), add(times(B, x5), times(E, x7))),
        add(sub(times(E, x1), times(B, x3)), add(times(G, x5), times(D, x7))),
        add(sub(times(G, x1), times(E, x3)), sub(times(D, x5), times(B, x7))),
      ]
    : [
        sub(sub(times(D, x1), add(times(G, x3), times(B, x5))), times(E, x7)),
        add(add(sub(times(E, x1), times(B, x3)), times(G, x5)), times(D, x7)),
        sub(add(times(G, x1), times(D, x5)), add(times(E, x3), times(B, x7))),
      ]
  const evens = isRow
    ? [
        add(add(times(A, x0), times(C, x2)), add(times(A, x4), times(F, x6))),
        sub(add(times(A, x0), times(F, x2)), add(times(A, x4), times(C, x6))),
        sub(sub(times(A, x0), times(F, x2)), sub(times(A, x4), times(C, x6))),
        add(sub(times(A, x0), times(C, x2)), sub(times(A, x4), times(F, x6))),
      ]
    : [
        add(add(times(A, x0), times(A, x4)), add(times(C, x2), times(F, x6))),
        add(sub(times(A, x0), times(A, x4)), sub(times(F, x2), times(C, x6))),
        sub(sub(times(A, x0), times(A, x4)), sub(times(F, x2), times(C, x6))),
        sub(add(times(A, x0), times(A, x4)), add(times(C, x2), times(F, x6))),
      ]
  const pairs = evens.map((even, index): [number, number] => [even, [odd0, ...odds][index] ?? 0])
  return [
    ...pairs.map(([even, odd]) => add(even, odd)),
    ...pairs.reverse().map(([even, odd]) => sub(even, odd)),
  ]
}

function plainFloats(dc: number, ac: readonly number[]): number[] {
  const block = new Array<number>(64).fill(0)
  block[0] = halfToFloat(dc)
  let place = 1
  for (const value of ac) {
    if (value === END) break
    if (value >> 8 === 0xff) place += value & 0xff
    else block[ZIGZAG[place++] ?? 0] = halfToFloat(value)
  }
  const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((row) => eight(block.slice(row * 8, row * 8 + 8), true))
  const columns = rows.map((_, column) => eight(rows.map((row) => row[column] ?? 0), false)) // prettier-ignore
  return rows.flatMap((_, row) => columns.map((column) => column[row] ?? 0))
}

function linearOf(half: number): number {
  const magnitude = half & 0x7fff
  if (magnitude >= 0x7c00 || magnitude === 0) return 0
  const value = halfToFloat(magnitude)
  const linear = value <= 1 ? value ** f(2.2) : f(9.02501329156) ** f(value - 1)
  return floatToHalf(f(linear)) | (half & 0x8000)
}

const plainBlock = (dc: number, ac: readonly number[]): number[] =>
  plainFloats(dc, ac).map((value) => linearOf(floatToHalf(value)))

it('blocks with few and many coefficients, zeros counted at the start, within and to the end, come out the same', () => {
  const random = seededRandom(3)
  for (let round = 0; round < 2000; round += 1) {
    const ac: number[] = []
    const most = [4, 10, 30, 63][round % 4] ?? 63
    let place = 1
    while (place < most) {
      const zeros = random() < 0.3 ? 2 + Math.floor(random() * 6) : 0
      if (zeros > 0) ac.push(0xff00 + zeros)
      else ac.push(floatToHalf((random() - 0.5) * 2 ** -(random() * 10)))
      place += zeros || 1
    }
    if (place < 64) ac.push(END)
    const dc = floatToHalf((random() - 0.3) * 20)
    expect(blockOf(dc, ac), `round ${round}`).toEqual(plainBlock(dc, ac))
  }
})

it('values just beyond the smallest half keep their sign', () => {
  // The largest float that rounds to zero is -2^-25; up to one part in 2048 beyond it a shorter look takes it for that.
  const isDoubtful = (value: number): boolean => value < -(2 ** -25) && value > -(2 ** -25) * (1 + 2 ** -11)
  let found = 0
  for (let dc = 0x8001; dc < 0x8040 && found < 4; dc += 1) {
    for (let ac = 1; ac < 0x200 && found < 4; ac += 1) {
      if (!plainFloats(dc, [ac, END]).some(isDoubtful)) continue
      found += 1
      const block = blockOf(dc, [ac, END])
      expect(block).toEqual(plainBlock(dc, [ac, END]))
      expect(block).toContain(0x8000)
    }
  }
  expect(found).toBe(4)
})
