import { describe, expect, it } from 'vitest'
import type { Crop } from '#shared/domain/crop'
import { centerCrop, panCrop } from '#shared/domain/crop-moves'
import { CropDesk, type CropSubject } from '../../../src-renderer/bench/crop/crop-desk.svelte'
import { MEDIA } from '../../support/fake-bridge-media'
import { makeStill } from '../../support/fake-bridge-takes'

const CANVAS = { width: 1280, height: 720 }

function subjectOf(frame: number, width = 6000, height = 4000): CropSubject {
  const still = makeStill(`still-${frame}.tif`, MEDIA.lantern, { width, height })
  return { shotName: 'SH010', frame, still, crop: centerCrop(still, CANVAS), canvas: CANVAS }
}

function setUp() {
  let subject = subjectOf(0)
  const committed: { frame: number; crop: Crop }[] = []
  const timers = new Set<() => void>()
  const desk = new CropDesk({
    subject: () => subject,
    commit(_shotName, frame, crop) {
      committed.push({ frame, crop })
      if (frame === subject.frame) subject = { ...subject, crop }
    },
    later(run) {
      timers.add(run)
      return () => timers.delete(run)
    },
  })
  const moved = (y: number): Crop => panCrop(subject.crop, subject.still, CANVAS, { x: 0, y })
  return {
    desk,
    committed,
    timers,
    moved,
    elapse: () => [...timers].forEach((run) => run()),
    show: (next: CropSubject) => (subject = next),
  }
}

describe('the crop under the hand', () => {
  it('a drag shows every step and becomes one edit when it ends', () => {
    const { desk, committed, moved } = setUp()
    desk.begin()
    const last = moved(3)
    for (const crop of [moved(1), moved(2), last]) desk.preview(crop)
    expect(desk.crop).toBe(last)
    expect(committed).toEqual([])
    desk.commit()
    expect(committed).toEqual([{ frame: 0, crop: last }])
  })

  it('a drag that is taken back leaves the crop as it was', () => {
    const { desk, committed, moved } = setUp()
    const start = desk.begin()
    desk.preview(moved(40))
    desk.cancel()
    desk.commit()
    expect(desk.crop).toBe(start)
    expect(committed).toEqual([])
  })

  it('turns of a wheel that follow closely are one edit', () => {
    const { desk, committed, timers, moved, elapse } = setUp()
    desk.settle(moved(1))
    desk.settle(moved(2))
    expect(timers.size).toBe(1)
    elapse()
    expect(committed).toHaveLength(1)
  })

  it('what is unfinished is an edit of its own before the next gesture starts from it', () => {
    const { desk, committed, moved } = setUp()
    const first = moved(5)
    desk.settle(first)
    expect(desk.begin()).toBe(first)
    expect(committed).toEqual([{ frame: 0, crop: first }])
  })

  it('a gesture on one keyframe is neither seen nor made on another', () => {
    const { desk, committed, moved, show, elapse } = setUp()
    const crop = moved(7)
    desk.settle(crop)
    const other = subjectOf(120)
    show(other)
    expect(desk.crop).toBe(other.crop)
    elapse()
    expect(committed).toEqual([{ frame: 0, crop }])
  })

  it('a crop that came back to where it was is no edit', () => {
    const { desk, committed } = setUp()
    const start = desk.begin()
    if (start) desk.preview({ ...start })
    desk.commit()
    expect(committed).toEqual([])
  })

  it('a copied crop is pasted on another still by shares of its size', () => {
    const { desk, committed, moved, show } = setUp()
    desk.paste()
    desk.take(moved(100))
    desk.copy()
    show(subjectOf(120, 3000, 2000))
    desk.paste()
    expect(committed.map(({ frame }) => frame)).toEqual([0, 120])
    const [from, to] = committed.map(({ crop }) => crop)
    expect((to?.y ?? 0) * 2).toBeCloseTo(from?.y ?? NaN, 6)
    expect((to?.width ?? 0) * 2).toBeCloseTo(from?.width ?? NaN, 6)
  })
})
