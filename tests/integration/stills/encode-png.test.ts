// The PNG of strips: other readers find exactly the rows that went in, and cutting costs next to nothing.
import { deflateSync, inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { expect, it } from 'vitest'
import { encodePng } from '../../../src-main/features/stills/encode-png'
import { crc32 } from '../../support/png-crc'

/** Grain over a ramp; every row begins with its own number. */
function makePixels(width: number, height: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3)
  let state = 7
  for (let index = 0; index < pixels.length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    pixels[index] = ((index >> 6) & 127) + (state >>> 27)
  }
  for (let y = 0; y < height; y += 1) pixels[y * width * 3] = y & 255
  return pixels
}

const encode = (pixels: Uint8Array, width: number, height: number): Promise<Buffer> =>
  encodePng({ width, height }, (y, row) => row.set(pixels.subarray(y * width * 3, (y + 1) * width * 3)))

it.each([
  [1, 1],
  [7, 3],
  [1920, 1080],
  // One row is longer than a strip.
  [100_000, 3],
])('%i × %i comes back exactly', async (width, height) => {
  const pixels = makePixels(width, height)
  const png = await encode(pixels, width, height)
  const read = sharp(png, { failOn: 'warning', limitInputPixels: false })
  expect(await read.metadata()).toMatchObject({ format: 'png', width, height, channels: 3, depth: 'uchar' })
  expect(Buffer.compare(await read.raw().toBuffer(), Buffer.from(pixels))).toBe(0)
  expect(Buffer.compare(png, await encode(pixels, width, height))).toBe(0)
})

it('every checksum is right', async () => {
  const png = await encode(makePixels(640, 360), 640, 360)
  const parts: Buffer[] = []
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    const named = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(named))
    if (named.subarray(0, 4).toString('latin1') === 'IDAT') parts.push(named.subarray(4))
    at += 12 + length
  }
  // Inflate checks the stream's own sum at its end.
  expect(inflateSync(Buffer.concat(parts))).toHaveLength(360 * (1 + 640 * 3))
})

it.each([
  ['grain', makePixels(1920, 1080)],
  ['a drawing that repeats', Uint8Array.from({ length: 1920 * 1080 * 3 }, (_, index) => (index % 5761) >> 4)],
])('cutting %s into strips costs less than one part in a hundred', async (_name, pixels) => {
  const lines = Buffer.concat(
    Array.from({ length: 1080 }, (_, y) => [Buffer.of(0), pixels.subarray(y * 5760, (y + 1) * 5760)]).flat(),
  )
  const whole = deflateSync(lines, { level: 6 }).length
  expect((await encode(pixels, 1920, 1080)).length).toBeLessThan(whole * 1.01)
})
