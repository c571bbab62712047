import { describe, expect, it } from 'vitest'
import { floatToHalf } from '#shared/exr/half'
import { numberWords, pixelsInSight } from '../../../src-renderer/viewer/pixel-values'

const words = (value: number): string => numberWords(floatToHalf(value))

/** Pixel x, y has x in red, y in green and 0.5 in blue. */
function pictureOf(width: number, height: number, hasAlpha = false) {
  const pixels = Array.from({ length: width * height }, (_, at) => [
    at % width,
    Math.floor(at / width),
    0.5,
    1,
  ])
  return { width, height, hasAlpha, halves: Uint16Array.from(pixels.flat().map(floatToHalf)) }
}

const upright = { isMirroredX: false, isMirroredY: false }

describe('the numbers in the pixels', () => {
  const picture = pictureOf(100, 80)
  const room = { width: 320, height: 200, pixelRatio: 1 }
  const place = { left: -640, top: -128, width: 6400, height: 5120 }

  it('are of the pixels in sight and no others, each in its middle', () => {
    const seen = pixelsInSight({ picture, place, room, ...upright })
    expect(seen.length).toBe(5 * 4)
    expect(seen[0]).toEqual({ x: 32, y: 32, words: ['10.00', '2.000', '0.5000'] })
    expect(seen.at(-1)).toEqual({ x: 288, y: 224, words: ['14.00', '5.000', '0.5000'] })
  })

  it('are not written while they could not be read', () => {
    const small = { left: 0, top: 0, width: 4700, height: 3760 }
    expect(pixelsInSight({ picture, place: small, room, ...upright })).toEqual([])
  })

  it('on a dense screen need as much room to the eye', () => {
    const dense = { ...room, pixelRatio: 2 }
    expect(pixelsInSight({ picture, place, room: dense, ...upright })).toEqual([])
    const large = { left: 0, top: 0, width: 12_800, height: 10_240 }
    expect(pixelsInSight({ picture, place: large, room: dense, ...upright })[1]).toMatchObject({
      x: 96,
      y: 32,
    })
  })

  it('follow a mirrored picture', () => {
    const seen = pixelsInSight({ picture, place, room, isMirroredX: true, isMirroredY: true })
    expect(seen[0]?.words).toEqual(['89.00', '77.00', '0.5000'])
  })

  it('have alpha only where the file has it', () => {
    const seen = pixelsInSight({ picture: pictureOf(100, 80, true), place, room, ...upright })
    expect(seen[0]?.words).toHaveLength(4)
  })
})

describe('a number', () => {
  it('keeps four figures in seven signs', () => {
    expect([0, 0.18, 1, 14.82, 345.5, 65504].map(words)).toEqual([
      ...['0.0000', '0.1801', '1.000', '14.82', '345.5', '65504'],
    ])
    expect([-0.25, 0.0001, -65504].map(words)).toEqual(['−0.2500', '1.0e−4', '−65504'])
  })

  it('names what is no number', () => {
    expect([NaN, Infinity, -Infinity].map(words)).toEqual(['NaN', '+Inf', '−Inf'])
  })
})
