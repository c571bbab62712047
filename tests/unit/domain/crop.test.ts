import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASPECTS, TIERS, toCanvas } from '#shared/domain/canvas'
import { cropLoss } from '#shared/domain/crop-figures'
import { centerCrop } from '#shared/domain/crop-moves'

const side = fc.integer({ min: 64, max: 12_000 })

describe('the center crop', () => {
  it('lies inside the still, in whole pixels, in the middle, and is as large as it can be', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.constantFrom(...TIERS),
        fc.constantFrom(...ASPECTS),
        (width, height, tier, aspect) => {
          const canvas = toCanvas(tier, aspect)
          const crop = centerCrop({ width, height }, canvas)
          expect(Number.isInteger(crop.x) && Number.isInteger(crop.y)).toBe(true)
          expect(crop.x + crop.width).toBeLessThanOrEqual(width)
          expect(crop.y + crop.height).toBeLessThanOrEqual(height)
          expect(crop.width === width || crop.height === height).toBe(true)
          expect(Math.abs(width - crop.width - 2 * crop.x)).toBeLessThanOrEqual(1)
          expect(Math.abs(height - crop.height - 2 * crop.y)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })

  it('has the shape of the canvas to within half a source pixel', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom(...ASPECTS), (width, height, aspect) => {
        const canvas = toCanvas('720p', aspect)
        const crop = centerCrop({ width, height }, canvas)
        const exactHeight = (crop.width * canvas.height) / canvas.width
        const exactWidth = (crop.height * canvas.width) / canvas.height
        const residual = Math.min(Math.abs(crop.height - exactHeight), Math.abs(crop.width - exactWidth))
        expect(residual).toBeLessThanOrEqual(0.5 + 1e-9)
      }),
    )
  })

  it('says what is lost at each side and how far the picture is scaled', () => {
    const loss = cropLoss(
      { width: 6000, height: 4000 },
      centerCrop({ width: 6000, height: 4000 }, { width: 1920, height: 1080 }),
      {
        width: 1920,
        height: 1080,
      },
    )
    expect(loss.left).toBe(0)
    expect(loss.top).toBeCloseTo(0.078, 3)
    expect(loss.bottom).toBeCloseTo(0.07825, 3)
    expect(loss.scale).toBeCloseTo(0.32, 5)
  })
})
