import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStatisticsMeter } from '../../../src-main/features/delivery/frame-statistics'
import { seededRandom } from '../../support/seeded-random'

/** Frames given as [G, B, R] planes. */
function toBytes(...planes: number[][]): Uint8Array {
  return new Uint8Array(new Float32Array(planes.flat()).buffer)
}

function measure(width: number, height: number, bytes: Uint8Array, cuts: readonly number[] = []) {
  const meter = createStatisticsMeter(width, height)
  const edges = [
    0,
    ...cuts.map((cut) => cut % (bytes.length + 1)).sort((one, other) => one - other),
    bytes.length,
  ]
  for (const [index, edge] of edges.entries()) meter.add(bytes.subarray(edge, edges[index + 1] ?? edge))
  return meter.result()
}

const infinity = Infinity
const two = toBytes(
  [0.5, 2, NaN, -1], // G of the first frame
  [0.5, 3, 0.25, 1], // B
  [0.5, 4, 0.25, -infinity], // R
  [0, 5, 0, 7.5],
  [0, 0, infinity, 0],
  [0, 0, 0, -0],
)

describe('statistics over raw frames', () => {
  it('finds the brightest finite sample and the frame that has it', () => {
    expect(measure(2, 2, two).brightest).toEqual({ value: 7.5, frame: 1 })
    expect(measure(2, 2, two.subarray(0, two.length / 2)).brightest).toEqual({ value: 4, frame: 0 })
  })

  it('counts NaN, infinities and negatives as samples; minus zero and minus infinity are not negatives', () => {
    expect(measure(2, 2, two)).toMatchObject({ nanCount: 1, infCount: 2, negativeCount: 1 })
  })

  it('counts a pixel above one once, whichever of its samples are, and anew in each frame', () => {
    // First frame: pixel 1 (three samples). Second: pixel 1 again, pixel 3 and the infinite pixel 2.
    expect(measure(2, 2, two)).toMatchObject({ aboveOneCount: 4, pixelCount: 8, frames: 2 })
  })

  it('has no brightest where no sample is finite', () => {
    expect(measure(1, 1, toBytes([NaN], [infinity], [-infinity])).brightest).toBeNull()
  })

  it('has a brightest below zero where all are', () => {
    expect(measure(1, 1, toBytes([-3], [-2], [-5])).brightest).toEqual({ value: -2, frame: 0 })
  })

  it('counts any bits as a plain reading of the floats does', () => {
    const random = seededRandom(11)
    const special = [0x3f800000, 0x3f800001, 0x7f800000, 0x7f800001, 0xff800000, 0xff800001, 0x80000000, 1, 0]
    const pick = () => special[Math.floor(random() * 40)] ?? Math.floor(random() * 2 ** 32)
    for (let round = 0; round < 50; round += 1) {
      const bits = Uint32Array.from({ length: 6 * 4 * 3 }, pick)
      const values = [...new Float32Array(bits.buffer)]
      const finite = values.filter(Number.isFinite)
      const above = Array.from({ length: 24 }, (_, at) =>
        [0, 24, 48].some((plane) => (values[at + plane] ?? 0) > 1),
      )
      expect(measure(6, 4, new Uint8Array(bits.buffer))).toEqual({
        frames: 1,
        brightest: { value: Math.max(...finite), frame: 0 },
        nanCount: values.filter(Number.isNaN).length,
        infCount: values.filter((value) => Math.abs(value) === infinity).length,
        negativeCount: values.filter((value) => value < 0 && value > -Infinity).length,
        aboveOneCount: above.filter(Boolean).length,
        pixelCount: 24,
      })
    }
  })

  it('gives the same numbers however the bytes are cut', () => {
    const random = seededRandom(7)
    const samples = Array.from({ length: 3 * 5 * 7 * 3 }, () => (random() < 0.05 ? NaN : random() * 4 - 1))
    const bytes = toBytes(samples)
    const whole = measure(5, 7, bytes)
    expect(whole.frames).toBe(3)
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), (cuts) => {
        expect(measure(5, 7, bytes, cuts)).toEqual(whole)
      }),
      { seed: 1001, numRuns: 200 },
    )
  })

  it('takes bytes from anywhere in a larger buffer', () => {
    const shifted = new Uint8Array(two.length + 3)
    shifted.set(two, 3)
    expect(measure(2, 2, shifted.subarray(3))).toEqual(measure(2, 2, two))
  })

  it('does not count a frame that broke off', () => {
    expect(measure(2, 2, two.subarray(0, two.length - 1)).frames).toBe(1)
  })
})
