import { describe, expect, it } from 'vitest'
import {
  fitScale,
  largestZoom,
  MIDDLE,
  nextZoom,
  pan,
  placePicture,
  zoomAround,
  zoomWords,
} from '../../../src-renderer/viewer/stage-geometry'

const room = { width: 1000, height: 700, pixelRatio: 1 }
const picture = { width: 1920, height: 1080 }
const fitted = { zoom: null, center: MIDDLE }

describe('the picture on the stage', () => {
  it('fits with a margin on its longer side, in the middle', () => {
    expect(placePicture(room, picture, fitted)).toEqual({ left: 20, top: 80, width: 960, height: 540 })
  })

  it('keeps the same margin to the eye on a screen of twice the pixels', () => {
    const dense = { width: 2000, height: 1400, pixelRatio: 2 }
    expect(placePicture(dense, picture, fitted)).toEqual({ left: 40, top: 160, width: 1920, height: 1080 })
  })

  it('at 1:1 has as many screen pixels as it has pixels, on whole ones', () => {
    const place = placePicture(room, picture, { zoom: 1, center: { x: 0.25, y: 0.7501 } })
    expect(place).toEqual({ left: 20, top: -460, width: 1920, height: 1080 })
  })

  it('lies on whole pixels of the screen in a room of any width', () => {
    const odd = { width: 1001, height: 701, pixelRatio: 1 }
    const { left, top } = placePicture(odd, picture, { zoom: 1, center: MIDDLE })
    expect([left, top]).toEqual([-459, -189])
  })

  it('forgets where it was moved to once it fits', () => {
    expect(placePicture(room, picture, { zoom: null, center: { x: 0, y: 0 } }).left).toBe(20)
  })
})

describe('zooming', () => {
  it('goes by powers of two from whatever scale there is, and ends at 64:1', () => {
    expect(fitScale(room, picture)).toBe(0.5)
    expect(nextZoom(room, picture, null, 1)).toBe(1)
    expect(nextZoom(room, picture, null, -1)).toBe(0.25)
    expect(nextZoom(room, picture, 0.3, 1)).toBe(0.5)
    expect(nextZoom(room, picture, 0.3, -1)).toBe(0.25)
    expect(nextZoom(room, picture, 64, 1)).toBe(64)
    expect(nextZoom(room, picture, 1 / 16, -1)).toBe(1 / 16)
  })

  it('reaches the same size to the eye on a dense screen', () => {
    expect(largestZoom({ ...room, pixelRatio: 2 })).toBe(128)
    expect(largestZoom({ ...room, pixelRatio: 1.5 })).toBe(128)
  })

  it('leaves what is under the pointer where it is', () => {
    const at = { x: 700, y: 300 }
    const under = ({ left, top, width, height }: ReturnType<typeof placePicture>) => [
      (at.x - left) / width,
      (at.y - top) / height,
    ]
    const before = under(placePicture(room, picture, fitted))
    const after = under(placePicture(room, picture, zoomAround(room, picture, fitted, 8, at)))
    expect(after[0]).toBeCloseTo(before[0] ?? NaN, 3)
    expect(after[1]).toBeCloseTo(before[1] ?? NaN, 3)
  })

  it('says its scale as others do', () => {
    expect([null, 1, 64, 0.25, 0.3].map(zoomWords)).toEqual(['Fit', '1:1', '64:1', '1:4', '30 %'])
  })
})

describe('moving over the picture', () => {
  it('follows the hand by as many screen pixels', () => {
    const framing = { zoom: 2, center: MIDDLE }
    const before = placePicture(room, picture, framing)
    const after = placePicture(room, picture, pan(picture, framing, { x: 30, y: -12 }))
    expect([after.left - before.left, after.top - before.top]).toEqual([30, -12])
  })

  it('does nothing to a fitted picture', () => {
    expect(pan(picture, fitted, { x: 30, y: 30 })).toEqual(fitted)
  })

  it('never loses it: the middle of the stage stays on the picture', () => {
    expect(pan(picture, { zoom: 2, center: MIDDLE }, { x: 99_999, y: -99_999 }).center).toEqual({
      x: 0,
      y: 1,
    })
  })
})
