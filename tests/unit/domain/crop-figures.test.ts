// What a crop costs, in figures an artist reads.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cropLoss } from '#shared/domain/crop-figures'
import { centerCrop, panCrop } from '#shared/domain/crop-moves'
import { anyFramed } from '../../support/arbitrary-crops'

const still = { width: 6000, height: 4000 }
const canvas = { width: 1920, height: 1080 }

describe('the loss', () => {
  it('is told at each side, with the scale', () => {
    const loss = cropLoss(still, centerCrop(still, canvas), canvas)
    expect(loss).toMatchObject({ left: 0, right: 0, padded: 0 })
    expect(loss.top).toBeCloseTo(0.078125, 9)
    expect(loss.bottom).toBeCloseTo(0.078125, 9)
    expect(loss.kept).toBeCloseTo(0.84375, 9)
    expect(loss.scale).toBeCloseTo(0.32, 9)
  })

  it('moves with the crop', () => {
    const up = panCrop(centerCrop(still, canvas), still, canvas, { x: 0, y: -200 })
    const loss = cropLoss(still, up, canvas)
    expect(loss.top).toBeCloseTo(0.028125, 9)
    expect(loss.bottom).toBeCloseTo(0.128125, 9)
  })

  it('is nothing in pad, where the canvas shows its filling instead', () => {
    const loss = cropLoss(still, centerCrop(still, canvas, { fit: 'pad' }), canvas)
    expect(loss).toMatchObject({ left: 0, right: 0, top: 0, bottom: 0 })
    expect(loss.kept).toBeCloseTo(1, 9)
    expect(loss.padded).toBeCloseTo(1 - 1.5 / (16 / 9), 9)
  })

  it('is measured on the picture as it stands, turned', () => {
    const loss = cropLoss(still, centerCrop(still, canvas, { turns: 1 }), canvas)
    expect([loss.left, loss.right]).toEqual([0, 0])
    expect(loss.top).toBeCloseTo((6000 - 2250) / 2 / 6000, 9)
  })

  it('of a tilted crop counts the corners: kept area is the crop’s own where it lies inside', () => {
    fc.assert(
      fc.property(anyFramed, ({ still: size, canvas: shape, crop }) => {
        const loss = cropLoss(size, crop, shape)
        const area = (crop.width * crop.height) / (size.width * size.height)
        expect(loss.kept).toBeLessThanOrEqual(1 + 1e-9)
        if (crop.fit === 'fill') expect(loss.kept).toBeCloseTo(area, 6)
        expect(loss.kept / area + loss.padded).toBeCloseTo(1, 6)
      }),
    )
  })
})
