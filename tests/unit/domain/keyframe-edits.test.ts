// Keyframes in time: never two on one frame, always in order, and nothing moves that was not asked to.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FRAMING_DEFAULTS } from '#shared/domain/crop'
import { lastFrameIndex } from '#shared/domain/frame-time'
import {
  moveKeyframe,
  nearestFreeFrame,
  needsRetimeChoice,
  retimeKeyframes,
  spreadKeyframes,
} from '#shared/domain/keyframe-edits'
import { createShot, type DurationSeconds, type Shot } from '#shared/domain/shot'

const crop = { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 16, height: 9 }

function shotAt(frames: readonly number[], duration: DurationSeconds = 5): Shot {
  const keyframes = [...frames]
    .sort((a, b) => a - b)
    .map((frame) => ({ stillId: `at ${frame}`, frame, crop }))
  return { ...createShot('SH010'), duration, range: 'sdr', keyframes }
}
const framesOf = (shot: Pick<Shot, 'keyframes'>): number[] => shot.keyframes.map((key) => key.frame)
const idsOf = (shot: Pick<Shot, 'keyframes'>): string[] => shot.keyframes.map((key) => key.stillId)

const anyShot = fc
  .constantFrom<DurationSeconds>(5, 10)
  .chain((duration) =>
    fc
      .uniqueArray(fc.integer({ min: 0, max: lastFrameIndex(duration) }), { maxLength: 64 })
      .map((frames) => shotAt(frames, duration)),
  )

function expectInOrder(shot: Pick<Shot, 'keyframes'>, lastFrame: number): void {
  const frames = framesOf(shot)
  expect(frames).toEqual([...new Set(frames)].sort((a, b) => a - b))
  expect(frames.every((frame) => frame >= 0 && frame <= lastFrame)).toBe(true)
}

describe('keyframes in time', () => {
  it('a move never puts two on one frame, loses none and keeps their order', () => {
    fc.assert(
      fc.property(anyShot, fc.nat(63), fc.integer({ min: -3, max: 250 }), (shot, index, to) => {
        const from = framesOf(shot)[index % Math.max(1, shot.keyframes.length)] ?? 0
        const moved = moveKeyframe(shot, from, to)
        expectInOrder(moved, lastFrameIndex(shot.duration))
        expect(idsOf(moved).sort()).toEqual(idsOf(shot).sort())
      }),
    )
  })

  it('-1 is the last frame, and a taken frame or one outside leaves the shot as it is', () => {
    const shot = shotAt([0, 60])
    expect(framesOf(moveKeyframe(shot, 60, -1))).toEqual([0, 120])
    expect(moveKeyframe(shot, 60, 0)).toBe(shot)
    expect(moveKeyframe(shot, 60, 121)).toBe(shot)
    expect(moveKeyframe(shot, 60, 60.5)).toBe(shot)
  })

  it('a dragged keyframe lands on the nearest free frame of the snap', () => {
    const shot = shotAt([0, 48, 60])
    expect(nearestFreeFrame(shot, 60, 48.4, 'frame')).toBe(49)
    expect(nearestFreeFrame(shot, 60, 50, 'second')).toBe(72)
    expect(nearestFreeFrame(shot, 60, 999, 'frame')).toBe(120)
    expect(nearestFreeFrame(shot, 60, -7, 'second')).toBe(24)
  })

  it('where it lands is never taken by another', () => {
    fc.assert(
      fc.property(anyShot, fc.double({ min: -50, max: 300, noNaN: true }), (shot, wanted) => {
        const [from] = framesOf(shot)
        if (from === undefined) return
        const landed = nearestFreeFrame(shot, from, wanted, 'frame')
        expect(framesOf(shot).filter((frame) => frame !== from)).not.toContain(landed)
      }),
    )
  })

  it('an even spread keeps everyone and their order, from the first frame to the last', () => {
    fc.assert(
      fc.property(anyShot, (shot) => {
        const spread = spreadKeyframes(shot)
        expectInOrder(spread, lastFrameIndex(shot.duration))
        expect(idsOf(spread)).toEqual(idsOf(shot))
        if (shot.keyframes.length > 1)
          expect([framesOf(spread)[0], framesOf(spread).at(-1)]).toEqual([0, lastFrameIndex(shot.duration)])
      }),
    )
    expect(framesOf(spreadKeyframes(shotAt([3, 4, 5, 6])))).toEqual([0, 40, 80, 120])
  })

  it('another length keeps each keyframe once or names it as dropped', () => {
    fc.assert(
      fc.property(anyShot, fc.constantFrom('time' as const, 'proportion' as const), (shot, by) => {
        const to = shot.duration === 5 ? 10 : 5
        const { keyframes, droppedFrames } = retimeKeyframes(shot, to, by)
        expectInOrder({ keyframes }, lastFrameIndex(to))
        const kept = keyframes.map((key) => key.stillId)
        expect([...kept, ...droppedFrames.map((frame) => `at ${frame}`)].sort()).toEqual(idsOf(shot).sort())
      }),
    )
  })

  it('to 10 s by proportion and back nothing is dropped and nothing has moved', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 120 })), (frames) => {
        const shot = shotAt(frames)
        const there = retimeKeyframes(shot, 10, 'proportion')
        const back = retimeKeyframes({ ...shot, duration: 10, keyframes: there.keyframes }, 5, 'proportion')
        expect([there.droppedFrames, back.droppedFrames]).toEqual([[], []])
        expect(back.keyframes).toEqual(shot.keyframes)
      }),
    )
  })

  it('to 10 s by time and back nothing has moved, where nothing was dropped', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 120 })), (frames) => {
        const shot = shotAt(frames)
        const there = retimeKeyframes(shot, 10, 'time')
        const back = retimeKeyframes({ ...shot, duration: 10, keyframes: there.keyframes }, 5, 'time')
        expect(back.keyframes).toEqual(shot.keyframes)
      }),
    )
  })

  it('by time the beats stay, what lies after the end is dropped by name, and the last stays the last', () => {
    const shot = shotAt([0, 30, 200, 240], 10)
    const byTime = retimeKeyframes(shot, 5, 'time')
    expect([framesOf(byTime), byTime.droppedFrames]).toEqual([[0, 30, 120], [200]])
    const byProportion = retimeKeyframes(shot, 5, 'proportion')
    expect([framesOf(byProportion), byProportion.droppedFrames]).toEqual([[0, 15, 100, 120], []])
  })

  it('a length is asked about only where a keyframe lies between the ends', () => {
    expect(needsRetimeChoice(shotAt([0, 120]), 10)).toBe(false)
    expect(needsRetimeChoice(shotAt([0, 60, 120]), 10)).toBe(true)
    expect(needsRetimeChoice(shotAt([0, 60, 120]), 5)).toBe(false)
  })
})
