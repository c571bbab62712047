import { describe, expect, it } from 'vitest'
import { GUIDES } from '#shared/contract/views'
import { cropCenter, FRAMING_DEFAULTS, stillToCanvas } from '#shared/domain/crop'
import { centerCrop } from '#shared/domain/crop-moves'
import { Failure } from '#shared/domain/failure'
import { lossWords, lostShare, residualWords, scaleWords } from '../../../src-renderer/bench/crop-words'
import { otherKeyframe } from '../../../src-renderer/bench/crop/comparison.svelte'
import { moveByKey, wheelFactor } from '../../../src-renderer/bench/crop/crop-keys'
import { guideLines, tiltGrid } from '../../../src-renderer/bench/crop/guide-lines'
import { loupePlace } from '../../../src-renderer/bench/crop/loupe-place'
import { PreparedFrame } from '../../../src-renderer/bench/crop/prepared-frame.svelte'

const STILL = { width: 6000, height: 4094 }
const CANVAS = { width: 1920, height: 1080 }
const key = { key: '', shiftKey: false, altKey: false, ctrlKey: false, metaKey: false }
const tilted = { ...centerCrop(STILL, CANVAS, { straightenDegrees: 10 }), width: 2000, height: 1125 }

describe('keys on the crop', () => {
  it('an arrow moves by one pixel of the still in the direction that is seen, ten with Shift', () => {
    for (const [shiftKey, px] of [
      [false, 1],
      [true, 10],
    ] as const) {
      const before = cropCenter(tilted)
      const moved = moveByKey({ ...key, key: 'ArrowRight', shiftKey }, tilted, STILL, CANVAS)
      if (!moved) throw new Error('an arrow moves')
      const after = cropCenter(moved)
      expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeCloseTo(px, 6)
      // On the canvas as it was, the new middle lies level to the right of the old one.
      const seen = stillToCanvas(after, tilted, CANVAS)
      expect(seen.y).toBeCloseTo(CANVAS.height / 2, 6)
      expect(seen.x).toBeGreaterThan(CANVAS.width / 2)
    }
  })

  it('plus and minus zoom about the middle and undo one another', () => {
    const closer = moveByKey({ ...key, key: '+' }, tilted, STILL, CANVAS)
    expect(closer?.width).toBeLessThan(tilted.width)
    const back = closer && moveByKey({ ...key, key: 'ArrowDown', altKey: true }, closer, STILL, CANVAS)
    expect(back?.width).toBeCloseTo(tilted.width, 6)
    if (back) expect(cropCenter(back).x).toBeCloseTo(cropCenter(tilted).x, 6)
  })

  it('other keys and shortcuts are not the crop’s', () => {
    expect(moveByKey({ ...key, key: 'a' }, tilted, STILL, CANVAS)).toBeUndefined()
    expect(moveByKey({ ...key, key: 'ArrowUp', ctrlKey: true }, tilted, STILL, CANVAS)).toBeUndefined()
  })

  it('a wheel turned there and back is where it began, and a pinch is stronger than a wheel', () => {
    const wheel = (deltaY: number, ctrlKey = false): number => wheelFactor({ deltaY, deltaMode: 0, ctrlKey })
    expect(wheel(120) * wheel(-120)).toBeCloseTo(1, 9)
    expect(wheel(-120)).toBeLessThan(1)
    expect(wheel(10, true)).toBeGreaterThan(wheel(10))
    expect(wheelFactor({ deltaY: 3, deltaMode: 1, ctrlKey: false })).toBeCloseTo(wheel(48), 9)
  })
})

describe('words of the strip', () => {
  const crop = { ...FRAMING_DEFAULTS, x: 186.25, y: 0, width: 5790, height: 3256.875 }

  it('a smaller picture is scaled, a larger one is upscaled and soft', () => {
    expect(scaleWords(STILL, crop, CANVAS)).toMatchObject({ word: 'scale', text: '0.33×', isEnlarged: false })
    const small = { ...crop, width: 1627, height: 915.19 }
    expect(scaleWords(STILL, small, CANVAS)).toMatchObject({ word: 'upscaled', text: '1.18× (soft)' })
  })

  it('on more than two sides the unit stands once', () => {
    expect(lossWords(STILL, { ...crop, y: 400 }, CANVAS)).toBe('3.1 left, 0.4 right, 9.8 top, 10.7 bottom %')
  })

  it('the whole loss is a share of the still’s area', () => {
    expect(lostShare({ width: 200, height: 100 }, { ...crop, x: 50, width: 100, height: 100 }, CANVAS)).toBe(
      '50.0 %',
    )
  })

  it('the residual is how far the corners land from where the crop asks, in pixels of the canvas', () => {
    // A quarter of a source pixel at the left and right, an eighth at the bottom.
    expect(residualWords(STILL, crop, CANVAS)).toBe(
      `${((Math.hypot(0.25, 0.125) * 1920) / 5790).toFixed(2)} px`,
    )
    expect(
      residualWords(STILL, { ...crop, straightenDegrees: 1, x: 100, width: 5000, height: 2812.5 }, CANVAS),
    ).toBe('0.00 px')
    expect(residualWords(STILL, { ...crop, width: 1600.5, height: 900.28125 }, CANVAS)).toBe('0.00 px')
  })
})

describe('guides', () => {
  it('every guide lies inside the canvas and is symmetric', () => {
    const lines = [...GUIDES.flatMap((guide) => guideLines(guide, CANVAS)), ...tiltGrid(CANVAS)]
    const points = lines.flatMap(({ from, to }) => [from, to])
    for (const { x, y } of points) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(Math.max(x, y)).toBeLessThanOrEqual(1)
      const isMirrored = points.some((other) => Math.hypot(other.x - (1 - x), other.y - (1 - y)) < 1e-9)
      expect(isMirrored).toBe(true)
    }
  })

  it('title safe keeps the inner 90 percent, and the cross has arms of one length', () => {
    expect(guideLines('title-safe', CANVAS)[0]).toEqual({
      from: { x: 0.05, y: 0.05 },
      to: { x: 0.95, y: 0.05 },
    })
    const [level, upright] = guideLines('center', CANVAS)
    const width = ((level?.to.x ?? 0) - (level?.from.x ?? 0)) * CANVAS.width
    expect(((upright?.to.y ?? 0) - (upright?.from.y ?? 0)) * CANVAS.height).toBeCloseTo(width, 9)
  })
})

describe('the loupe', () => {
  it('shows the pixel under the spot on whole pixels of the screen, at any density', () => {
    for (const ratio of [1, 1.5, 2]) {
      for (const spot of [
        { x: 0, y: 0 },
        { x: 0.37, y: 0.81 },
        { x: 1, y: 1 },
      ]) {
        const box = { width: 700, height: 393.75 }
        const { glass, image, pixel } = loupePlace(spot, CANVAS, box, ratio)
        const seenX = (glass.x + image.x) * ratio + pixel.x
        expect(seenX).toBeCloseTo(Math.round(seenX), 6)
        expect(Math.abs(seenX / ratio - spot.x * box.width)).toBeLessThanOrEqual(1 / ratio)
        expect(pixel.x).toBeLessThan(CANVAS.width)
        expect(glass.x + glass.width).toBeLessThanOrEqual(box.width + 1)
      }
    }
  })
})

describe('comparison', () => {
  const keys = [0, 60, 120].map((frame) => ({ stillId: `s${frame}`, frame, crop: tilted }))

  it('finds the keyframe before and after, and none beyond the ends', () => {
    expect(otherKeyframe('onion-previous', keys, 60)?.frame).toBe(0)
    expect(otherKeyframe('wipe-next', keys, 60)?.frame).toBe(120)
    expect(otherKeyframe('wipe-previous', keys, 0)).toBeUndefined()
    expect(otherKeyframe('prepared', keys, 60)).toBeUndefined()
  })

  it('a prepared frame that comes after another was asked for is dropped', async () => {
    const answers: ((mediaId: string) => void)[] = []
    const prepared = new PreparedFrame(
      () => new Promise((resolve) => answers.push((mediaId) => resolve({ mediaId, bytes: 1 }))),
    )
    const first = prepared.load('SH010', 0)
    const second = prepared.load('SH010', 0)
    expect(prepared.state).toEqual({ kind: 'making' })
    answers[1]?.('b')
    await second
    answers[0]?.('a')
    await first
    expect(prepared.state).toEqual({ kind: 'ready', mediaId: 'b' })
  })

  it('a prepared frame that cannot be made keeps its reason', async () => {
    const failure = new Failure('still-missing', 'lantern.tif')
    const prepared = new PreparedFrame(() => Promise.reject(failure))
    await prepared.load('SH010', 0)
    expect(prepared.state).toEqual({ kind: 'failed', error: failure })
  })
})
