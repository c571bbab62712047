import { once } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLightMeter, pqToNits } from '../../../src-main/features/preview/light-meter'

const PIXELS = 6

/** Frames of three planes, as little-endian uint16. */
function toBytes(frames: readonly (readonly (readonly number[])[])[]): Buffer {
  return Buffer.from(Uint16Array.from(frames.flat(2)).buffer)
}

async function meter(bytes: Buffer, cuts: readonly number[] = []) {
  const { sink, read } = createLightMeter(PIXELS)
  let from = 0
  for (const cut of [...[...cuts].sort((a, b) => a - b), bytes.length]) {
    sink.write(bytes.subarray(from, cut))
    from = cut
  }
  sink.end()
  await once(sink, 'finish')
  return read()
}

const frame = [
  [100, 0, 0, 0, 0, 65535],
  [0, 200, 0, 0, 5, 0],
  [0, 0, 300, 0, 4, 0],
]
const greatest = [100, 200, 300, 0, 5, 65535]
const nits = (code: number): number => pqToNits(code / 65535)
const average = (codes: readonly number[]): number =>
  codes.reduce((sum, code) => sum + nits(code), 0) / codes.length

describe('PQ', () => {
  test('has 10 000 nit at 1, nothing at 0, and 100 nit at 0.5081', () => {
    expect(pqToNits(1)).toBeCloseTo(10_000, 6)
    expect(pqToNits(0)).toBe(0)
    expect(pqToNits(0.508078)).toBeCloseTo(100, 2)
    expect(pqToNits(-0.1)).toBe(0)
  })
})

describe('the light meter', () => {
  test('takes the greatest component of each pixel', async () => {
    const light = await meter(toBytes([frame]))
    expect(light?.maxCll).toBeCloseTo(10_000, 6)
    expect(light?.maxFall).toBeCloseTo(average(greatest), 9)
  })

  test('takes the brightest frame’s average, not the average of frames', async () => {
    const dim = [1, 2, 3].map(() => Array.from({ length: PIXELS }, () => 20_000))
    const bright = [1, 2, 3].map(() => Array.from({ length: PIXELS }, () => 40_000))
    const light = await meter(toBytes([dim, bright, dim]))
    expect(light).toEqual({
      frames: 3,
      maxCll: nits(40_000),
      maxFall: expect.closeTo(nits(40_000), 9) as number,
    })
  })

  test('reads the same however the bytes are cut, even in the middle of a code', async () => {
    const bytes = toBytes([frame, frame, frame])
    const whole = await meter(bytes)
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
        expect(await meter(bytes, cuts)).toEqual(whole)
      }),
      { numRuns: 25 },
    )
  })

  test('leaves out a frame that did not come whole, and knows nothing before the first', async () => {
    const dark = [1, 2, 3].map(() => Array.from({ length: PIXELS }, () => 0))
    const cut = toBytes([dark, frame]).subarray(0, -4)
    // The light of the cut frame must not count either.
    expect(await meter(cut)).toMatchObject({ frames: 1, maxCll: 0, maxFall: 0 })
    expect(await meter(toBytes([frame]).subarray(0, 10))).toBeNull()
  })
})
