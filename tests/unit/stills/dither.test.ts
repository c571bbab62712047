// The dither: exact codes stay, what lies between comes out in proportion, and a seed gives the same bytes again.
import { describe, expect, it } from 'vitest'
import { createDither } from '../../../src-main/features/stills/dither'

function ditherTo8(codes: Uint16Array, seed: number, cut = codes.length): Uint8Array {
  const dithered = new Uint8Array(codes.length)
  const dither = createDither(seed)
  dither(codes.subarray(0, cut), dithered.subarray(0, cut))
  dither(codes.subarray(cut), dithered.subarray(cut))
  return dithered
}

describe('the dither', () => {
  it('keeps a value that lies on a code, and one that is off by the resampling’s own noise', () => {
    for (const noise of [-2, -1, 0, 1, 2]) {
      const codes = Uint16Array.from({ length: 254 * 64 }, (_, index) => ((index % 254) + 1) * 257 + noise)
      const dithered = ditherTo8(codes, 5)
      expect([...dithered]).toEqual(Array.from(codes, (_, index) => (index % 254) + 1))
    }
    expect([...ditherTo8(Uint16Array.of(0, 65_535), 5)]).toEqual([0, 255])
  })

  it('gives each value between two codes its own mean', () => {
    const count = 200_000
    for (const rest of [16, 64, 128, 200, 240]) {
      const dithered = ditherTo8(new Uint16Array(count).fill(100 * 257 + rest), 9)
      expect(new Set(dithered)).toEqual(new Set([100, 101]))
      const mean = dithered.reduce((sum, code) => sum + code, 0) / count
      expect(Math.abs(mean - 100 - rest / 257)).toBeLessThan(0.005)
    }
  })

  it('gives the same bytes for a seed, and others for another', () => {
    const codes = Uint16Array.from({ length: 3000 }, (_, index) => index * 20)
    expect(ditherTo8(codes, 1)).toEqual(ditherTo8(codes, 1))
    expect(ditherTo8(codes, 2)).not.toEqual(ditherTo8(codes, 1))
    expect(new Set(ditherTo8(codes, 0)).size).toBeGreaterThan(200)
    expect(ditherTo8(codes, 1, 1234)).toEqual(ditherTo8(codes, 1))
  })
})
