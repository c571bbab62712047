// The decoder on files built in memory: sample for sample, windows, regions and statistics, and what it refuses.
import { describe, expect, it } from 'vitest'
import { isExrError, type DecodeOptions } from '../../../src-main/shared/exr/decode'
import { buildExr, type BuildPart } from '../../support/build-exr'
import { loadDecoder } from '../../support/exr-module'

const decoder = loadDecoder()
const value = (channel: number, x: number, y: number): number => channel * 64 + (x % 8) + (y % 16) / 4 - 2
const PART: BuildPart = { width: 37, height: 41, pixel: value }

function codeOf(bytes: Uint8Array, options: DecodeOptions): string {
  try {
    decoder.decode(bytes, options)
    return 'decoded'
  } catch (error) {
    return isExrError(error) ? error.code : String(error)
  }
}

describe('a scanline picture', () => {
  it.each(['none', 'zips', 'zip'] as const)('of compression %s gives back every sample', (compression) => {
    const image = decoder.decode(buildExr({ ...PART, compression }), { output: 'rgba-float' })
    expect([image.width, image.height]).toEqual([37, 41])
    for (let y = 0; y < 41; y += 1) {
      for (let x = 0; x < 37; x += 1) {
        const at = (y * 37 + x) * 4
        expect([...image.data.subarray(at, at + 4)]).toEqual([
          value(2, x, y),
          value(1, x, y),
          value(0, x, y),
          1,
        ])
      }
    }
  })

  it('is the same whatever type its channels have', () => {
    const plain = decoder.decode(buildExr(PART), { output: 'rgba-half' })
    const channels: BuildPart['channels'] = [
      { name: 'B', type: 'float' },
      { name: 'G' },
      { name: 'R', type: 'float' },
    ]
    const mixed = decoder.decode(buildExr({ ...PART, channels, compression: 'zip' }), { output: 'rgba-half' })
    expect(mixed.data).toEqual(plain.data)
  })

  it('stands where its display window says, with nothing around it', () => {
    const bytes = buildExr({ ...PART, origin: [10, 5], displayWindow: [8, 4, 60, 60] })
    const image = decoder.decode(bytes, { output: 'rgba-float' })
    expect([image.width, image.height]).toEqual([53, 57])
    expect([...image.data.subarray(0, 4)]).toEqual([0, 0, 0, 0])
    const at = (1 * 53 + 2) * 4
    expect([...image.data.subarray(at, at + 4)]).toEqual([value(2, 0, 0), value(1, 0, 0), value(0, 0, 0), 1])
  })

  it('gives a region into a buffer of the caller', () => {
    const into = new Float32Array(3 * 2 * 4).fill(9)
    const region = { min: { x: 4, y: 20 }, max: { x: 6, y: 21 } }
    const image = decoder.decode(buildExr({ ...PART, compression: 'zip' }), {
      output: 'rgba-float',
      region,
      into,
    })
    expect(image.data.buffer).toBe(into.buffer)
    expect(into[0]).toBe(value(2, 4, 20))
    expect(into[4 * 3 + 8 + 1]).toBe(value(1, 6, 21))
  })

  it('is measured in the same pass', () => {
    const image = decoder.decode(buildExr(PART), { output: 'rgba-half', statistics: true })
    const blue = image.statistics.find(({ name }) => name === 'B')
    expect(blue).toMatchObject({ minimum: -2, maximum: 8.75, nanCount: 0, infCount: 0, count: 37 * 41 })
    let negative = 0
    for (let y = 0; y < 41; y += 1) for (let x = 0; x < 37; x += 1) if (value(0, x, y) < 0) negative += 1
    expect(blue?.negativeCount).toBe(negative)
  })
})

describe('tiles and parts', () => {
  it('of a mipmap the full-size level is taken', () => {
    const tiles = { width: 16, height: 16, mode: 1 }
    const tiled = decoder.decode(buildExr({ ...PART, tiles }), { output: 'rgba-half' })
    expect(tiled.data).toEqual(decoder.decode(buildExr(PART), { output: 'rgba-half' }).data)
  })

  it('a part is decoded by its number', () => {
    const second: BuildPart = { ...PART, lineOrder: 1, compression: 'zips' }
    const bytes = buildExr({ width: 4, height: 4 }, second)
    const image = decoder.decode(bytes, { output: 'rgba-half', part: 1 })
    expect(image.data).toEqual(decoder.decode(buildExr(PART), { output: 'rgba-half' }).data)
  })
})

describe('what cannot be decoded is said by name', () => {
  const bytes = buildExr({ ...PART, compression: 'zip' })
  it('a file cut short', () => {
    expect(codeOf(bytes.subarray(0, bytes.length - 5), { output: 'rgba-half' })).toBe('bad-chunk')
  })
  it('a byte changed inside a deflate stream', () => {
    const changed = bytes.slice()
    changed[bytes.length - 9] = (changed[bytes.length - 9] ?? 0) ^ 0x10
    expect(codeOf(changed, { output: 'rgba-half' })).toBe('bad-data')
  })
  it('a part that is not there, and a buffer too small', () => {
    expect(codeOf(bytes, { output: 'rgba-half', part: 1 })).toBe('bad-request')
    expect(codeOf(bytes, { output: 'rgba-half', into: new Uint16Array(8) })).toBe('bad-request')
  })
  it('more pixels than the caller allows', () => {
    expect(codeOf(bytes, { output: 'rgba-half', mostPixels: 100 })).toBe('too-large')
  })
})
