import { describe, expect, it } from 'vitest'
import type { Canvas } from '#shared/domain/canvas'
import { centerCrop, panCrop } from '#shared/domain/crop-moves'
import { createShot, type Shot } from '#shared/domain/shot'
import { addStill, answerProposal, matchCrops, patchShot, pinStill, setCrop } from '#shared/domain/shot-edits'
import { makeStill } from '../../support/arbitrary-crops'

const frames = (shot: Shot): number[] => shot.keyframes.map((key) => key.frame)
const cropAt = (shot: Shot, frame: number) => shot.keyframes.find((key) => key.frame === frame)?.crop
const canvas = { width: 1280, height: 720 }

describe('a still that is added', () => {
  it('is pinned first at 0, then at the end, then in the widest gap', () => {
    const one = addStill(createShot('SH010'), makeStill('a'))
    expect(frames(one)).toEqual([0])
    const two = addStill(one, makeStill('b', 1920, 1080))
    expect(frames(two)).toEqual([0, 120])
    expect(frames(addStill(two, makeStill('c')))).toEqual([0, 60, 120])
    expect(frames(addStill(addStill(two, makeStill('c')), makeStill('d')))).toEqual([0, 30, 60, 120])
  })

  it('as the first proposes its nearest aspect and changes nothing else', () => {
    const shot = addStill(createShot('SH010'), makeStill('a'))
    expect([shot.aspect, shot.proposedAspect]).toEqual(['16:9', '4:3'])
    expect(cropAt(shot, 0)).toMatchObject({ x: 0, y: 375, width: 4000, height: 2250 })
    const taken = patchShot(shot, answerProposal(shot, true))
    expect([taken.aspect, taken.proposedAspect]).toEqual(['4:3', null])
    const left = patchShot(shot, answerProposal(shot, false))
    expect([left.aspect, left.proposedAspect]).toEqual(['16:9', null])
    expect(cropAt(left, 0)).toEqual(cropAt(shot, 0))
  })

  it('of the canvas’s own shape proposes nothing; a second still neither', () => {
    const shot = addStill(createShot('SH010'), makeStill('a', 1920, 1080))
    expect(shot.proposedAspect).toBeNull()
    expect(addStill(shot, makeStill('b')).proposedAspect).toBeNull()
  })

  it('replaces what was pinned on a frame that is named', () => {
    const shot = addStill(addStill(createShot('SH010'), makeStill('a')), makeStill('b'), 0)
    expect(shot.keyframes.map((key) => key.stillId)).toEqual(['b'])
    expect(shot.stills.map((known) => known.id)).toEqual(['a', 'b'])
  })

  it('goes to the shelf when the model takes no further keyframe', () => {
    let shot = createShot('SH010')
    for (let index = 0; index < 70; index += 1) shot = addStill(shot, makeStill(String(index)))
    expect(shot.keyframes).toHaveLength(64)
    expect(shot.stills).toHaveLength(70)
    expect(new Set(frames(shot)).size).toBe(64)
  })
})

describe('a crop', () => {
  const shot = addStill(createShot('SH010'), makeStill('a'))
  const panned = panCrop(cropAt(shot, 0) ?? centerCrop(makeStill('a'), canvas), makeStill('a'), canvas, {
    x: 0,
    y: -100,
  })

  it('is laid anew when the aspect changes, its turns kept', () => {
    const turned = setCrop(shot, 0, centerCrop(makeStill('a'), canvas, { turns: 1 }))
    const tall = patchShot(turned, { aspect: '9:16' })
    expect(cropAt(tall, 0)).toMatchObject({ turns: 1, height: 4000, width: 2250 })
  })

  it('stays where it is when only the tier or anything else changes', () => {
    const moved = setCrop(shot, 0, panned)
    expect(cropAt(patchShot(moved, { tier: '1080p' }), 0)).toMatchObject({ y: 275, width: 4000 })
    expect(cropAt(patchShot(moved, { prompt: 'x' }), 0)).toEqual(panned)
  })

  it('follows a tier whose size is not quite the same shape, about the same middle', () => {
    const narrow = patchShot(shot, { aspect: '21:9' })
    const draft = patchShot(narrow, { tier: '360p', range: 'sdr' })
    const crop = cropAt(draft, 0)
    expect((crop?.height ?? 0) / (crop?.width ?? 1)).toBeCloseTo(312 / 736, 12)
    expect((crop?.y ?? 0) + (crop?.height ?? 0) / 2).toBeCloseTo(1500, 9)
  })

  it('that is linked is given to every keyframe, by shares of its still', () => {
    const two = addStill(shot, makeStill('b', 2000, 1500))
    const own = setCrop(two, 0, panned)
    expect(cropAt(own, 120)).toEqual(cropAt(two, 120))
    const linked = setCrop({ ...two, isCropLinked: true }, 0, panned)
    expect(cropAt(linked, 0)).toEqual(panned)
    expect(cropAt(linked, 120)).toMatchObject({ y: 137.5, width: 2000 })
    expect(matchCrops(own, 0).keyframes).toEqual(linked.keyframes)
  })

  it('that is linked comes along with a still that is pinned later', () => {
    const linked = setCrop({ ...shot, isCropLinked: true }, 0, panned)
    const pinned = pinStill(linked, makeStill('c'), 60)
    expect(cropAt(pinned, 60)).toEqual(panned)
  })

  it('takes the shape of the table in force', () => {
    const live: Canvas = { tier: '720p', aspect: '16:9', width: 1280, height: 704, grade: 'live' }
    const patched = patchShot(setCrop(shot, 0, panned), { tier: '1080p' }, [live])
    const back = patchShot(patched, { tier: '720p' }, [live])
    const crop = cropAt(back, 0)
    expect((crop?.height ?? 0) / (crop?.width ?? 1)).toBeCloseTo(704 / 1280, 12)
  })
})

describe('a patch', () => {
  it('of the length keeps the last frame last', () => {
    const shot = addStill(addStill(createShot('SH010'), makeStill('a')), makeStill('b'))
    expect(frames(patchShot(shot, { duration: 10 }))).toEqual([0, 240])
    expect(frames(patchShot(patchShot(shot, { duration: 10 }), { duration: 5 }))).toEqual([0, 120])
  })

  it('with keyframes out of order puts them in order', () => {
    const shot = addStill(addStill(createShot('SH010'), makeStill('a')), makeStill('b'))
    expect(frames(patchShot(shot, { keyframes: [...shot.keyframes].reverse() }))).toEqual([0, 120])
  })
})
