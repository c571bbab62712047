// The dither: exact codes stay, what lies between comes out in proportion, and a seed gives the same bytes again.
import { describe, expect, it } from 'vitest'
import { ditherTo8 } from '../../../src-main/features/stills/dither'

describe('the dither', () => {
  it('keeps a value that lies on a code, and one that is off by the resampling’s own noise', async () => {
    for (const noise of [-2, -1, 0, 1, 2]) {
      const codes = Uint16Array.from({ length: 254 * 64 }, (_, index) => ((index % 254) + 1) * 257 + noise)
      const dithered = await ditherTo8(codes, 5)
      expect([...dithered]).toEqual(Array.from(codes, (_, index) => (index % 254) + 1))
    }
    expect([...(await ditherTo8(Uint16Array.of(0, 65_535), 5))]).toEqual([0, 255])
  })

  it('gives each value between two codes its own mean', async () => {
    const count = 200_000
    for (const rest of [16, 64, 128, 200, 240]) {
      const dithered = await ditherTo8(new Uint16Array(count).fill(100 * 257 + rest), 9)
      expect(new Set(dithered)).toEqual(new Set([100, 101]))
      const mean = dithered.reduce((sum, code) => sum + code, 0) / count
      expect(Math.abs(mean - 100 - rest / 257)).toBeLessThan(0.005)
    }
  })

  it('gives the same bytes for a seed, and others for another', async () => {
    const codes = Uint16Array.from({ length: 3000 }, (_, index) => index * 20)
    expect(await ditherTo8(codes, 1)).toEqual(await ditherTo8(codes, 1))
    expect(await ditherTo8(codes, 2)).not.toEqual(await ditherTo8(codes, 1))
    expect(await ditherTo8(codes, 0)).toHaveLength(3000)
  })
})
