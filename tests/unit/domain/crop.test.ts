// Where points of a still lie on the canvas and back, with every turn and tilt.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canvasToStill,
  cropCorners,
  FRAMING_DEFAULTS,
  standingSize,
  stillToCanvas,
  toStanding,
  toUpright,
  uprightToCanvas,
  type Crop,
} from '#shared/domain/crop'
import { anyFramed, anyStillSize, anyTurns } from '../../support/arbitrary-crops'

const unit = fc.double({ min: 0, max: 1, noNaN: true })
const at = (x: number, y: number) => ({ x, y })

describe('a quarter turn', () => {
  const still = { width: 400, height: 300 }

  it.each([
    [0, at(0, 0)],
    [1, at(300, 0)],
    [2, at(400, 300)],
    [3, at(0, 400)],
  ] as const)('%i clockwise takes the first corner where a turned print has it', (turns, corner) => {
    expect(toStanding(at(0, 0), still, turns)).toEqual(corner)
  })

  it('is undone exactly, and stays inside the standing still', () => {
    fc.assert(
      fc.property(anyStillSize, anyTurns, unit, unit, (size, turns, u, v) => {
        const point = at(u * size.width, v * size.height)
        const standing = toStanding(point, size, turns)
        const room = standingSize(size, turns)
        expect(standing.x).toBeGreaterThanOrEqual(0)
        expect(standing.x).toBeLessThanOrEqual(room.width)
        expect(standing.y).toBeLessThanOrEqual(room.height)
        const back = toUpright(standing, size, turns)
        expect(back.x).toBeCloseTo(point.x, 6)
        expect(back.y).toBeCloseTo(point.y, 6)
      }),
    )
  })
})

describe('the canvas', () => {
  it('and the still map onto one another and back to a millionth of a pixel', () => {
    fc.assert(
      fc.property(anyFramed, unit, unit, ({ canvas, crop }, u, v) => {
        const point = at(u * canvas.width, v * canvas.height)
        const back = stillToCanvas(canvasToStill(point, crop, canvas), crop, canvas)
        expect(back.x).toBeCloseTo(point.x, 6)
        expect(back.y).toBeCloseTo(point.y, 6)
      }),
    )
  })

  it('shows a picture that is turned clockwise for a positive tilt', () => {
    const canvas = { width: 100, height: 100 }
    const crop: Crop = { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 100, height: 100, straightenDegrees: 10 }
    // A point right of the middle of the still sinks on the canvas.
    const right = stillToCanvas(at(90, 50), crop, canvas)
    expect(right.y).toBeGreaterThan(50)
    expect(right.x).toBeLessThan(90)
    // So the crop's own right edge rises on the still.
    const [, topRight] = cropCorners(crop)
    expect(topRight.y).toBeLessThan(0)
  })

  it('is reached from the upright still by one matrix, the same as by points', () => {
    fc.assert(
      fc.property(anyFramed, unit, unit, ({ still, canvas, crop }, u, v) => {
        const [a, b, c, d, e, f] = uprightToCanvas(still, crop, canvas)
        const point = at(u * still.width, v * still.height)
        const expected = stillToCanvas(toStanding(point, still, crop.turns), crop, canvas)
        const size = Math.max(1, Math.abs(expected.x), Math.abs(expected.y))
        expect(Math.abs(a * point.x + c * point.y + e - expected.x) / size).toBeLessThan(1e-6)
        expect(Math.abs(b * point.x + d * point.y + f - expected.y) / size).toBeLessThan(1e-6)
      }),
    )
  })
})
