// Every move leaves a crop that has the canvas's exact shape and, in fill, lies wholly inside the still.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canvasToStill,
  cropCenter,
  cropCorners,
  standingSize,
  stillToCanvas,
  toStanding,
  toUpright,
  type Crop,
  type PixelSize,
  type Turns,
} from '#shared/domain/crop'
import {
  centerCrop,
  centerCropAt,
  changeFit,
  dragCorner,
  fitCrop,
  largestWidth,
  mapCrop,
  panCrop,
  straightenCrop,
  turnCrop,
  zoomCrop,
  type Corner,
} from '#shared/domain/crop-moves'
import { anyFramed, anyStillSize, anyTilt } from '../../support/arbitrary-crops'

// Of the still's size: what floating point loses.
const EPSILON = 1e-9

function expectLawful(crop: Crop, still: PixelSize, canvas: PixelSize): void {
  expect(crop.height / crop.width).toBeCloseTo(canvas.height / canvas.width, 12)
  const room = standingSize(still, crop.turns)
  const slack = EPSILON * Math.max(room.width, room.height)
  const points = crop.fit === 'fill' ? cropCorners(crop) : [cropCenter(crop)]
  for (const { x, y } of points) {
    expect(x).toBeGreaterThanOrEqual(-slack)
    expect(y).toBeGreaterThanOrEqual(-slack)
    expect(x).toBeLessThanOrEqual(room.width + slack)
    expect(y).toBeLessThanOrEqual(room.height + slack)
  }
}

const far = fc.double({ min: -20_000, max: 20_000, noNaN: true })
const anyPoint = fc.record({ x: far, y: far })

describe('the crop is lawful', () => {
  it('however it is panned', () => {
    fc.assert(
      fc.property(anyFramed, anyPoint, ({ still, canvas, crop }, by) => {
        const panned = panCrop(crop, still, canvas, by)
        expectLawful(panned, still, canvas)
        expect(panned.width).toBe(crop.width)
      }),
    )
  })

  it('however it is zoomed, and what lies under the pointer stays there while the edges allow it', () => {
    fc.assert(
      fc.property(
        anyFramed,
        anyPoint,
        fc.double({ min: 0.01, max: 50, noNaN: true }),
        ({ still, canvas, crop }, anchor, factor) => {
          expectLawful(zoomCrop(crop, still, canvas, factor, anchor), still, canvas)
        },
      ),
    )
    const still = { width: 6000, height: 4000 }
    const canvas = { width: 1280, height: 720 }
    const crop = zoomCrop(centerCrop(still, canvas), still, canvas, 0.5)
    const anchor = canvasToStill({ x: 300, y: 200 }, crop, canvas)
    const zoomed = zoomCrop(crop, still, canvas, 0.6, anchor)
    expect(stillToCanvas(anchor, zoomed, canvas).x).toBeCloseTo(300, 6)
    expect(stillToCanvas(anchor, zoomed, canvas).y).toBeCloseTo(200, 6)
  })

  it('whichever corner is drawn wherever, and the corner across stays', () => {
    fc.assert(
      fc.property(
        anyFramed,
        fc.constantFrom<Corner[]>(0, 1, 2, 3),
        anyPoint,
        ({ still, canvas, crop }, corner, to) => {
          const drawn = dragCorner(crop, still, canvas, corner, to)
          expectLawful(drawn, still, canvas)
          if (crop.fit === 'pad') return
          const across = ((corner + 2) % 4) as Corner
          const size = Math.max(still.width, still.height)
          // At the smallest size the crop may have to be moved back inside.
          if (Math.abs(drawn.width - crop.width) < EPSILON * size) return
          const before = cropCorners(crop)[across]
          const after = cropCorners(drawn)[across]
          expect(Math.hypot(after.x - before.x, after.y - before.y) / size).toBeLessThan(1e-6)
        },
      ),
    )
  })

  it('at every tilt, and going back to level restores what was there', () => {
    fc.assert(
      fc.property(anyFramed, anyTilt, ({ still, canvas, crop }, degrees) => {
        expectLawful(straightenCrop(crop, still, canvas, degrees), still, canvas)
        const back = straightenCrop(crop, still, canvas, crop.straightenDegrees)
        expect(back.width / crop.width).toBeCloseTo(1, 9)
      }),
    )
  })

  it('after any number of quarter turns, and four of them give the same picture', () => {
    fc.assert(
      fc.property(anyFramed, fc.integer({ min: -9, max: 9 }), ({ still, canvas, crop }, quarters) => {
        expectLawful(turnCrop(crop, still, canvas, quarters), still, canvas)
        const middle = toStanding(
          toUpright(cropCenter(crop), still, crop.turns),
          still,
          ((crop.turns + 1) % 4) as Turns,
        )
        const once = turnCrop(
          centerCropAt({ ...crop, fit: 'pad' }, still, canvas, cropCenter(crop)),
          still,
          canvas,
          1,
        )
        expect(cropCenter(once).x).toBeCloseTo(middle.x, 4)
        expect(cropCenter(once).y).toBeCloseTo(middle.y, 4)
        const around = turnCrop(crop, still, canvas, 4)
        expect(around.turns).toBe(crop.turns)
        expect(around.x).toBeCloseTo(crop.x, 5)
      }),
    )
  })

  it('in fill and in pad; pad loses nothing, fill pads nothing', () => {
    fc.assert(
      fc.property(anyFramed, ({ still, canvas, crop }) => {
        const filled = changeFit({ ...crop, fit: 'pad' }, still, canvas, 'fill')
        expectLawful(filled, still, canvas)
        const padded = changeFit({ ...crop, fit: 'fill' }, still, canvas, 'pad')
        expectLawful(padded, still, canvas)
        const room = standingSize(still, padded.turns)
        for (const corner of [
          { x: 0, y: 0 },
          { x: room.width, y: 0 },
          { x: room.width, y: room.height },
          { x: 0, y: room.height },
        ]) {
          const { x, y } = stillToCanvas(corner, padded, canvas)
          expect(x).toBeGreaterThanOrEqual(-1e-6)
          expect(y).toBeGreaterThanOrEqual(-1e-6)
          expect(x).toBeLessThanOrEqual(canvas.width + 1e-6)
          expect(y).toBeLessThanOrEqual(canvas.height + 1e-6)
        }
      }),
    )
  })

  it('when it is brought to another still, and comes back the same', () => {
    fc.assert(
      fc.property(anyFramed, anyStillSize, ({ still, canvas, crop }, other) => {
        expectLawful(mapCrop(crop, still, other, canvas), other, canvas)
        const same = mapCrop(crop, still, still, canvas)
        expect(same.x).toBeCloseTo(crop.x, 4)
        expect(same.width).toBeCloseTo(crop.width, 4)
      }),
    )
  })

  it('after the canvas has changed its size under it', () => {
    fc.assert(
      fc.property(anyFramed, ({ still, crop }) => {
        const canvas = { width: 1104, height: 830 }
        expectLawful(fitCrop(crop, still, canvas), still, canvas)
      }),
    )
  })
})

describe('the first crop', () => {
  it('is the largest there is: a hair wider would leave the still', () => {
    fc.assert(
      fc.property(anyFramed, ({ still, canvas, crop }) => {
        const first = centerCrop(still, canvas, {
          turns: crop.turns,
          straightenDegrees: crop.straightenDegrees,
        })
        expectLawful(first, still, canvas)
        expect(first.width).toBeCloseTo(largestWidth(still, canvas, first), 9)
        const wider = {
          ...first,
          x: first.x - 0.5,
          width: first.width * 1.001 + 1,
          height: first.height * 1.001 + 1,
        }
        const room = standingSize(still, crop.turns)
        const isOutside = cropCorners(wider).some(
          ({ x, y }) => x < 0 || y < 0 || x > room.width || y > room.height,
        )
        expect(isOutside).toBe(true)
      }),
    )
  })

  it('keeps the exact ratio of a canvas that is not quite 3:4', () => {
    const crop = centerCrop({ width: 3000, height: 4000 }, { width: 832, height: 1104 })
    expect(crop.width).toBe(3000)
    expect(crop.height).toBeCloseTo(3980.769, 3)
  })
})
