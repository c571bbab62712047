import { describe, expect, it } from 'vitest'
import { placeKeyframes, placeTicks } from '../../../src-renderer/bench/timeline/timeline-layout'
import { toFrame } from '../../../src-renderer/window/drop-place'

const strip = { lastFrame: 120, width: 700, thumbWidth: 76, selectedFrame: 0, toText: String }

describe('the keyframe strip', () => {
  it('thumbnails start at their frame and never leave the strip', () => {
    const placed = placeKeyframes({ ...strip, frames: [0, 60, 118, 120] })
    expect(placed.map((key) => key.left)).toEqual([0, 350, 624, 624])
    expect(placed.map((key) => Math.round(key.at))).toEqual([0, 350, 688, 700])
  })

  it('labels never run into one another, and the chosen one is always shown', () => {
    const frames = Array.from({ length: 64 }, (_, index) => Math.round((index * 120) / 63))
    const placed = placeKeyframes({ ...strip, frames: [...new Set(frames)], selectedFrame: 61 })
    const shown = placed.filter((key) => key.isLabelShown)
    expect(shown.some((key) => key.frame === 61)).toBe(true)
    shown
      .slice(1)
      .forEach((key, index) => expect(key.labelLeft - (shown[index]?.labelLeft ?? 0)).toBeGreaterThan(22))
  })

  it('the first and the last keep their names where others crowd them', () => {
    const placed = placeKeyframes({ ...strip, frames: [0, 2, 60, 113, 118, 120], selectedFrame: 60 })
    expect(placed.filter((key) => key.isLabelShown).map((key) => key.frame)).toEqual([0, 60, 120])
  })

  it('first and last say so', () => {
    const labels = placeKeyframes({ ...strip, frames: [0, 7, 120] }).map((key) => key.label)
    expect(labels).toEqual(['0 · first', '7', '120 · last'])
  })

  it('has a major tick each second and the last frame among them', () => {
    const majors = placeTicks(240, 700, 'frames').filter((tick) => tick.isMajor)
    expect(majors.map((tick) => tick.frame)).toEqual([0, 24, 48, 72, 96, 120, 144, 168, 192, 216, 240])
    expect(majors.at(-1)?.at).toBe(700)
  })

  it('thins its ticks where they would crowd', () => {
    expect(placeTicks(240, 200, 'frames')).toHaveLength(21)
    expect(placeTicks(240, 700, 'frames')).toHaveLength(41)
  })

  it('a drop falls on the nearest frame, and beside the strip on its end', () => {
    expect([-0.2, 0, 0.5, 0.996, 1.3].map((share) => toFrame(share, 120))).toEqual([0, 0, 60, 120, 120])
  })
})
