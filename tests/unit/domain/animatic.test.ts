import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { animaticAt, ease } from '#shared/domain/animatic'
import { FRAMING_DEFAULTS } from '#shared/domain/crop'
import { createShot, EASINGS, type Shot } from '#shared/domain/shot'

const crop = { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 16, height: 9 }

function shotAt(frames: readonly number[], patch: Partial<Shot> = {}): Shot {
  const keyframes = frames.map((frame) => ({ stillId: `at ${frame}`, frame, crop }))
  return { ...createShot('SH010'), keyframes, ...patch }
}

function seen(shot: Shot, frame: number): (number | null | undefined)[] {
  const blend = animaticAt(shot, frame)
  return [blend?.from.frame, blend?.to?.frame ?? null, blend?.weight]
}

describe('the animatic', () => {
  it('shows nothing without keyframes and one alone in full', () => {
    expect(animaticAt(shotAt([]), 12)).toBeUndefined()
    expect(seen(shotAt([48]), 0)).toEqual([48, null, 0])
    expect(seen(shotAt([48], { loop: true }), 100)).toEqual([48, null, 0])
  })

  it('dissolves between two and stands still outside them', () => {
    const shot = shotAt([24, 72])
    expect(seen(shot, 10)).toEqual([24, null, 0])
    expect(seen(shot, 24)).toEqual([24, null, 0])
    expect(seen(shot, 36)).toEqual([24, 72, 0.25])
    expect(seen(shot, 72)).toEqual([72, null, 0])
    expect(seen(shot, 119)).toEqual([72, null, 0])
  })

  it('in a loop the last dissolves into the first across the seam', () => {
    const shot = shotAt([20, 60], { loop: true })
    // From 60 over the seam at 120 to 20: 80 frames.
    expect(seen(shot, 100)).toEqual([60, 20, 0.5])
    expect(seen(shot, 0)).toEqual([60, 20, 0.75])
    expect(seen(shot, 10)).toEqual([60, 20, 0.875])
  })

  it('in a loop the seam is whole: the last frame shows what the first shows', () => {
    const frames = fc.uniqueArray(fc.integer({ min: 0, max: 119 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(frames, (unordered) => {
        const shot = shotAt(
          [...unordered].sort((a, b) => a - b),
          { loop: true },
        )
        const end = animaticAt(shot, 120 - 1e-9)
        const start = animaticAt(shot, 0)
        const light = (blend: typeof end, frame: number): number =>
          !blend
            ? 0
            : (blend.from.frame === frame ? 1 - blend.weight : 0) +
              (blend.to?.frame === frame ? blend.weight : 0)
        for (const frame of unordered) expect(light(end, frame)).toBeCloseTo(light(start, frame), 6)
      }),
    )
  })

  it('smooth begins and ends at rest, hold cuts at the next keyframe', () => {
    expect(seen(shotAt([0, 120], { easing: 'smooth' }), 30)).toEqual([0, 120, 0.15625])
    expect(seen(shotAt([0, 120], { easing: 'hold' }), 119.9)).toEqual([0, null, 0])
    expect(seen(shotAt([0, 120], { easing: 'hold' }), 120)).toEqual([120, null, 0])
  })

  it.each(EASINGS)('%s goes from nothing to all and never back', (easing) => {
    expect([ease(0, easing), ease(1, easing)]).toEqual([0, 1])
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b) => {
          expect(ease(Math.min(a, b), easing)).toBeLessThanOrEqual(ease(Math.max(a, b), easing))
        },
      ),
    )
  })
})
