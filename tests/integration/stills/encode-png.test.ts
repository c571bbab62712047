// The PNG of strips: other readers find exactly the rows that went in, and it is no larger than sharp's own.
import { inflateSync } from 'node:zlib'
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

it('cutting into strips costs less than one part in a hundred', async () => {
  const pixels = makePixels(1920, 1080)
  const whole = await sharp(pixels, { raw: { width: 1920, height: 1080, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer()
  expect((await encode(pixels, 1920, 1080)).length).toBeLessThan(whole.length * 1.01)
})
