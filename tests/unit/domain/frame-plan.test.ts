// How a prepared frame is planned: what is snapped, what is warped, and how far it may miss.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'
import { FRAMING_DEFAULTS, standingSize, stillToCanvas, type Crop, type Turns } from '#shared/domain/crop'
import { centerCrop, fitCrop } from '#shared/domain/crop-moves'
import { planFrame } from '#shared/domain/frame-plan'

const still = { width: 4000, height: 3000 }
const canvas = { width: 1280, height: 720 }

const lawful = fc
  .record({
    still: fc.record({
      width: fc.integer({ min: 64, max: 9000 }),
      height: fc.integer({ min: 64, max: 9000 }),
    }),
    canvas: fc.constantFrom(...BUILT_IN_CANVASES),
    x: fc.double({ min: -2, max: 2, noNaN: true }),
    y: fc.double({ min: -2, max: 2, noNaN: true }),
    size: fc.double({ min: 0.02, max: 2, noNaN: true }),
    turns: fc.constantFrom<Turns>(0, 1, 2, 3),
    straightenDegrees: fc.oneof(fc.constant(0), fc.double({ min: -15, max: 15, noNaN: true })),
    fit: fc.constantFrom('fill' as const, 'pad' as const),
  })
  .map(({ still, canvas, x, y, size, ...framing }) => {
    const room = standingSize(still, framing.turns)
    const width = room.width * size
    const wanted: Crop = {
      ...FRAMING_DEFAULTS,
      ...framing,
      x: x * room.width,
      y: y * room.height,
      width,
      height: width,
    }
    return { still, canvas, crop: fitCrop(wanted, still, canvas) }
  })

describe('a plan', () => {
  it('never misses by half a canvas pixel, stays inside still and canvas, and says how far it is off', () => {
    fc.assert(
      fc.property(lawful, ({ still, canvas, crop }) => {
        const plan = planFrame(still, crop, canvas)
        const { source, target } = plan
        const room = standingSize(still, crop.turns)
        for (const number of [
          source.left,
          source.top,
          source.width,
          source.height,
          target.left,
          target.top,
          target.width,
          target.height,
        ])
          expect(Number.isInteger(number)).toBe(true)
        expect(Math.min(source.left, source.top, target.left, target.top)).toBeGreaterThanOrEqual(0)
        expect(Math.min(source.width, source.height, target.width, target.height)).toBeGreaterThanOrEqual(1)
        expect(source.left + source.width).toBeLessThanOrEqual(room.width)
        expect(source.top + source.height).toBeLessThanOrEqual(room.height)
        expect(target.left + target.width).toBeLessThanOrEqual(canvas.width)
        expect(target.top + target.height).toBeLessThanOrEqual(canvas.height)
        expect(plan.residual).toBeLessThan(0.5)
        if (plan.kind === 'warp') return
        for (const [x, y] of [
          [0, 0],
          [1, 0],
          [0, 1],
          [1, 1],
        ] as const) {
          const asked = stillToCanvas(
            { x: source.left + x * source.width, y: source.top + y * source.height },
            crop,
            canvas,
          )
          const miss = Math.hypot(
            asked.x - target.left - x * target.width,
            asked.y - target.top - y * target.height,
          )
          expect(miss).toBeLessThanOrEqual(plan.residual + 1e-6)
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('of a crop that is made smaller takes whole source pixels', () => {
    const crop: Crop = { ...FRAMING_DEFAULTS, x: 100.3, y: 50.4, width: 2560, height: 1440 }
    const plan = planFrame(still, crop, canvas)
    expect(plan).toMatchObject({
      kind: 'resize',
      source: { left: 100, top: 50, width: 2560, height: 1440 },
      target: { left: 0, top: 0, ...canvas },
    })
    expect(plan.residual).toBeCloseTo(0.25, 6)
  })

  it('of a crop of the canvas’s own size on whole pixels copies them', () => {
    const crop: Crop = { ...FRAMING_DEFAULTS, x: 7, y: 9, ...canvas }
    expect(planFrame(still, crop, canvas)).toMatchObject({ kind: 'copy', residual: 0 })
  })

  it('warps where whole pixels would miss by half a canvas pixel', () => {
    const crop: Crop = { ...FRAMING_DEFAULTS, x: 7.45, y: 9.45, ...canvas }
    expect(planFrame(still, crop, canvas)).toMatchObject({ kind: 'warp', residual: 0 })
  })

  it('warps what is enlarged or tilted, and rotates at the source’s resolution', () => {
    const enlarged = planFrame(still, { ...FRAMING_DEFAULTS, x: 10, y: 10, width: 640, height: 360 }, canvas)
    expect(enlarged).toMatchObject({ kind: 'warp', between: canvas })
    const crop = centerCrop(still, canvas, { straightenDegrees: 3 })
    const tilted = planFrame(still, crop, canvas)
    expect(tilted.kind).toBe('warp')
    if (tilted.kind === 'warp') expect(tilted.between.width).toBe(Math.round(crop.width))
  })

  it('of a padded still lays it on whole canvas pixels', () => {
    const square = { width: 1440, height: 1440 }
    const plan = planFrame(square, centerCrop(square, canvas, { fit: 'pad' }), canvas)
    expect(plan).toMatchObject({
      kind: 'resize',
      source: { left: 0, top: 0, ...square },
      target: { left: 280, top: 0, width: 720, height: 720 },
      residual: 0,
    })
  })
})
