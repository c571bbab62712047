import { describe, expect, it } from 'vitest'
import {
  createHalfTable,
  floatBitsToHalf,
  floatsToHalves,
  floatToHalf,
  halfToFloat,
  halfToFloatBits,
} from '#shared/exr/half'

describe('half floats', () => {
  it('come back as they were, all 65536 of them, NaN payloads and signed zeros included', () => {
    const wrong: number[] = []
    for (let half = 0; half < 0x10000; half++) {
      if (floatBitsToHalf(halfToFloatBits(half)) !== half) wrong.push(half)
    }
    expect(wrong).toEqual([])
  })

  it('are the values IEEE 754 gives them', () => {
    const value = (half: number): number => {
      const [sign, exponent, fraction] = [half >> 15 ? -1 : 1, (half >> 10) & 31, half & 1023]
      if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
      if (exponent === 0) return sign * fraction * 2 ** -24
      return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
    }
    const table = createHalfTable()
    for (let half = 0; half < 0x10000; half++) {
      if (!Object.is(table[half], value(half))) expect([half, table[half]]).toEqual([half, value(half)])
    }
  })

  it('round to the nearest, and ties to even, between every two neighbours', () => {
    for (let half = 0; half < 0x7bff; half++) {
      const [low, high] = [halfToFloat(half), halfToFloat(half + 1)]
      const middle = (low + high) / 2
      const even = half % 2 === 0 ? half : half + 1
      const below = floatBitsToHalf(bitsOf(middle) - 1)
      const above = floatBitsToHalf(bitsOf(middle) + 1)
      const got = [below, floatToHalf(middle), above]
      if (got.join() !== [half, even, half + 1].join()) expect(got).toEqual([half, even, half + 1])
    }
  })

  it('overflow to infinity from 65520 on and hold 65504 below', () => {
    expect(halfToFloat(floatToHalf(65519.99))).toBe(65504)
    expect(halfToFloat(floatToHalf(65520))).toBe(Infinity)
    expect(halfToFloat(floatToHalf(-1e30))).toBe(-Infinity)
    expect(halfToFloat(floatToHalf(Infinity))).toBe(Infinity)
  })

  it('keep a NaN a NaN, even when its payload lies below the half', () => {
    for (const bits of [0x7f800001, 0xff800001, 0x7fc00000, 0x7fffffff]) {
      const half = floatBitsToHalf(bits)
      expect([half & 0x7c00, (half & 0x3ff) > 0, half >>> 15]).toEqual([0x7c00, true, bits >>> 31])
    }
  })

  it('convert a part of a larger array in place of its own', () => {
    const source = Float32Array.of(9, 0.5, -2, 9).subarray(1, 3)
    const target = new Uint16Array(2)
    floatsToHalves(source, target)
    expect([...target]).toEqual([0x3800, 0xc000])
  })
})

function bitsOf(value: number): number {
  return new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0
}
