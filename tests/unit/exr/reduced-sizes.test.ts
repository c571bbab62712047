// Pictures of a half, a quarter and an eighth of the size: exact means, and DWA's own for thumbnails.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DecodedImage, DecodeOptions } from '../../../src-main/shared/exr/decode'
import { halfToFloat } from '../../../src-main/shared/exr/half'
import { buildExr, type BuildPart } from '../../support/build-exr'
import { loadDecoder } from '../../support/exr-module'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/exr')
const decoder = loadDecoder()
const value = (channel: number, x: number, y: number): number => channel * 64 + (x % 8) + (y % 16) / 4 - 2
const PART: BuildPart = { width: 37, height: 41, compression: 'zip', pixel: value }
const fixture = (name: string): Buffer => readFileSync(resolve(FIXTURES, name))

const toItself = (sample: number): number => sample
/** What DWA keeps of samples below one. */
const toGamma = (sample: number): number => Math.sign(sample) * Math.abs(sample) ** (1 / 2.2)
const fromGamma = (sample: number): number => Math.sign(sample) * Math.abs(sample) ** 2.2

/** Means of what the decoder gives at full size. */
function plainMeans({ data, width, height }: DecodedImage, size: number, curve = toItself): number[] {
  const means: number[] = []
  for (let top = 0; top < height; top += size) {
    for (let left = 0; left < width; left += size) {
      const [right, bottom] = [Math.min(width, left + size), Math.min(height, top + size)]
      for (let color = 0; color < 4; color += 1) {
        let sum = 0
        for (let y = top; y < bottom; y += 1) {
          for (let x = left; x < right; x += 1) sum += curve(data[(y * width + x) * 4 + color] ?? NaN)
        }
        means.push(sum / ((right - left) * (bottom - top)))
      }
    }
  }
  return means
}

describe('reduced', () => {
  const region = { min: { x: 3, y: 5 }, max: { x: 30, y: 39 } }
  it.each<[string, Buffer | Uint8Array, DecodeOptions]>([
    ['scanlines', buildExr(PART), { output: 'rgba-float' }],
    ['tiles', buildExr({ ...PART, tiles: { width: 11, height: 7, mode: 0 } }), { output: 'rgba-float' }],
    ['a region', buildExr(PART), { output: 'rgba-float', region }],
    [
      'a display window wider than the data',
      buildExr({ ...PART, origin: [10, 5], displayWindow: [8, 4, 60, 60] }),
      { output: 'rgba-float' },
    ],
    ['luminance and chroma', fixture('luminance-chroma.exr'), { output: 'rgba-float' }],
  ])('%s: each pixel is the mean of those there', (_, bytes, options) => {
    for (const reduce of [2, 4, 8] as const) {
      const full = decoder.decode(bytes, options)
      const image = decoder.decode(bytes, { ...options, reduce })
      expect([image.width, image.height]).toEqual([Math.ceil(full.width / reduce), Math.ceil(full.height / reduce)]) // prettier-ignore
      const means = plainMeans(full, reduce)
      expect(image.data).toHaveLength(means.length)
      for (const [at, mean] of means.entries()) expect(image.data[at]).toBeCloseTo(mean, 3)
      expect(image.isRough).toBe(false)
    }
  })

  it('to halves they are the floats rounded, in a buffer of the caller', () => {
    const into = new Uint16Array(19 * 21 * 4).fill(9)
    const { data } = decoder.decode(buildExr(PART), { output: 'rgba-half', reduce: 2, into })
    const floats = decoder.decode(buildExr(PART), { output: 'rgba-float', reduce: 2 }).data
    expect(data.buffer).toBe(into.buffer)
    for (const [at, bits] of into.entries()) expect(halfToFloat(bits)).toBeCloseTo(floats[at] ?? NaN, 0)
  })

  it('planes are not reduced', () => {
    expect(() => decoder.decode(buildExr(PART), { output: 'planar', reduce: 2 })).toThrow(/not reduced/)
  })
})

describe('a thumbnail', () => {
  it.each(['half-dwaa.exr', 'half-dwab.exr', 'tiles-dwaa.exr'])(
    'of %s is the mean where DWA keeps its values, and says that it is rough',
    (name) => {
      const full = decoder.decode(fixture(name), { output: 'rgba-float' })
      const thumbnail = decoder.decode(fixture(name), { output: 'rgba-float', thumbnail: true })
      expect(thumbnail.isRough).toBe(true)
      const means = plainMeans(full, 8, toGamma).map(fromGamma)
      expect(thumbnail.data).toHaveLength(means.length)
      for (const [at, mean] of means.entries()) expect(thumbnail.data[at]).toBeCloseTo(mean, 2)
      // Grain lies lower there than in linear light.
      expect(plainMeans(full, 8)[0]).toBeGreaterThan((thumbnail.data[0] ?? NaN) + 0.05)
    },
  )

  it('of a region takes the block under the middle of each pixel', () => {
    const whole = decoder.decode(fixture('half-dwaa.exr'), { output: 'rgba-half', thumbnail: true })
    const region = { min: { x: 6, y: 10 }, max: { x: 21, y: 33 } }
    const piece = decoder.decode(fixture('half-dwaa.exr'), { output: 'rgba-half', thumbnail: true, region })
    expect([piece.width, piece.height]).toEqual([2, 3])
    const pixel = ({ data, width }: DecodedImage, x: number, y: number): number[] => [
      ...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
    ]
    // The middles lie at 10 and 18 across, at 14, 22 and 30 down.
    for (const y of [0, 1, 2])
      for (const x of [0, 1]) expect(pixel(piece, x, y)).toEqual(pixel(whole, x + 1, y + 1))
  })

  it('of every other kind is the mean, and not rough', () => {
    for (const name of ['half-zip.exr', 'mixed-dwaa.exr', 'luminance-chroma.exr']) {
      const thumbnail = decoder.decode(fixture(name), { output: 'rgba-float', thumbnail: true })
      const means = decoder.decode(fixture(name), { output: 'rgba-float', reduce: 8 })
      if (thumbnail.isRough) continue
      expect(thumbnail.data).toEqual(means.data)
    }
    expect(decoder.decode(fixture('half-zip.exr'), { output: 'rgba-half', thumbnail: true }).isRough).toBe(
      false,
    )
  })

  it('has no statistics', () => {
    const ask = { output: 'rgba-half', thumbnail: true, statistics: true } as const
    expect(() => decoder.decode(fixture('half-dwaa.exr'), ask)).toThrow(/no statistics/)
  })
})
