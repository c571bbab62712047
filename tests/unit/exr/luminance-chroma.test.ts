// Luminance and chroma to colors: a file of OpenEXR's own hand, regions of it, floats, and what is refused.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { halfToFloat } from '../../../src-main/shared/exr/half'
import { luminanceWeights } from '../../../src-main/shared/exr/luminance-weights'
import { buildExr } from '../../support/build-exr'
import { loadDecoder } from '../../support/exr-module'

const decoder = loadDecoder()
const bytes = readFileSync(resolve(import.meta.dirname, '../../fixtures/exr/luminance-chroma.exr'))
const CHROMA = [{ name: 'BY', sampling: [2, 2] as [number, number] }, { name: 'RY', sampling: [2, 2] as [number, number] }, { name: 'Y' }] // prettier-ignore

it('the colors are those OpenEXR makes', () => {
  const { data, width, height } = decoder.decode(bytes, { output: 'rgba-half' })
  expect([width, height]).toEqual([46, 34])
  const hash = createHash('sha256').update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  expect(hash.digest('hex')).toBe('f394618d0d7298f9d5b26653e131e0e9024c481a48a9eeec43a7ef1e9c0a3371')
})

it('a region has the same pixels as the whole, and floats the same values as halves', () => {
  const whole = decoder.decode(bytes, { output: 'rgba-half', window: 'data' }).data
  const region = { min: { x: 5, y: 11 }, max: { x: 30, y: 24 } }
  const piece = decoder.decode(bytes, { output: 'rgba-float', region })
  for (let y = 0; y < piece.height; y += 1) {
    for (let at = 0; at < piece.width * 4; at += 1) {
      const expected = halfToFloat(whole[((y + 5) * 46 + 9) * 4 + at] ?? 0)
      expect(piece.data[y * piece.width * 4 + at]).toBe(expected)
    }
  }
})

it('without chroma it is grey, infinite light too', () => {
  const light = (x: number, y: number): number => (x === 7 ? Infinity : x + 8 * y)
  const pixel = (channel: number, x: number, y: number): number => (channel < 2 ? 0 : light(x, y))
  const { data } = decoder.decode(buildExr({ width: 8, height: 6, channels: CHROMA, pixel }), {
    output: 'rgba-float',
  })
  for (let at = 0; at < 48; at += 1) {
    const grey = light(at % 8, Math.floor(at / 8))
    expect([...data.subarray(at * 4, at * 4 + 4)]).toEqual([grey, grey, grey, 1])
  }
})

it('one chroma channel alone counts the other as zero', () => {
  const channels = [{ name: 'RY', sampling: [2, 2] as [number, number] }, { name: 'Y' }]
  const red = buildExr({ width: 8, height: 6, channels, pixel: (channel) => (channel === 0 ? 0.5 : 1) })
  const [r = 0, g = 0, b = 0] = decoder.decode(red, { output: 'rgba-float' }).data
  const [redWeight = 0, greenWeight = 0] = luminanceWeights(null)
  expect(b).toBe(1)
  expect(r).toBeCloseTo(1.5, 2)
  expect(g).toBeCloseTo(1 - (0.5 * redWeight) / greenWeight, 2)
})

it('the weights are those of the primaries', () => {
  const rounded = (weights: Float32Array): number[] => [...weights].map((each) => Number(each.toFixed(4)))
  expect(rounded(luminanceWeights(null))).toEqual([0.2126, 0.7152, 0.0722])
  const ap0 = { red: { x: 0.7347, y: 0.2653 }, green: { x: 0, y: 1 }, blue: { x: 0.0001, y: -0.077 }, white: { x: 0.32168, y: 0.33767 } } // prettier-ignore
  expect(rounded(luminanceWeights(ap0))).toEqual([0.344, 0.7282, -0.0721])
})

it('chroma of another size, and primaries that span nothing, are refused', () => {
  const full = buildExr({ width: 8, height: 6, channels: [{ name: 'BY' }, { name: 'RY' }, { name: 'Y' }] })
  expect(() => decoder.decode(full, { output: 'rgba-half' })).toThrow(/half the size/)
  const point = { x: 0.3, y: 0.3 }
  expect(() => luminanceWeights({ red: point, green: point, blue: point, white: point })).toThrow(
    /no meaning/,
  )
})

it('the numbers are those of the colors, not of luminance and chroma', () => {
  const image = decoder.decode(bytes, { output: 'rgba-float', statistics: true })
  expect(image.channelNames).toEqual(['R', 'G', 'B', 'A'])
  expect(image.statistics.map(({ name }) => name)).toEqual(['R', 'G', 'B', 'A'])
  for (const [color, { maximum, minimum, aboveOneCount, count }] of image.statistics.entries()) {
    const samples = [...image.data].filter((_, at) => at % 4 === color)
    expect([maximum, minimum]).toEqual([Math.max(...samples), Math.min(...samples)])
    expect([aboveOneCount, count]).toEqual([samples.filter((each) => each > 1).length, samples.length])
  }
})
