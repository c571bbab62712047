import { describe, expect, it } from 'vitest'
import { createShot, type Shot, type Still } from '#shared/domain/shot'
import { moveKeyframe, removeKeyframe } from '#shared/domain/keyframe-edits'
import { addStill, patchShot } from '#shared/domain/shot-edits'

const still = (id: string, width = 4000, height = 3000): Still => ({
  id,
  originalName: `${id}.png`,
  fileName: `${id}.png`,
  sha256: id,
  bytes: 1,
  width,
  height,
  format: 'png',
  bitDepth: 8,
  orientation: 1,
  profile: null,
  colorModel: 'srgb',
  hasAlpha: false,
})
const frames = (shot: Shot): number[] => shot.keyframes.map((key) => key.frame)

describe('edits of a shot', () => {
  it('pins the first still at 0 and proposes its aspect, the second at the end, the third in the widest gap', () => {
    const one = addStill(createShot('SH010'), still('a'))
    expect([one.aspect, frames(one)]).toEqual(['4:3', [0]])
    const two = addStill(one, still('b', 1920, 1080))
    expect([two.aspect, frames(two)]).toEqual(['4:3', [0, 120]])
    expect(frames(addStill(two, still('c')))).toEqual([0, 60, 120])
    expect(frames(addStill(addStill(two, still('c')), still('d')))).toEqual([0, 30, 60, 120])
  })

  it('replaces what was pinned on a frame that is named', () => {
    const shot = addStill(addStill(createShot('SH010'), still('a')), still('b'), 0)
    expect(shot.keyframes.map((key) => key.stillId)).toEqual(['b'])
    expect(shot.stills.map((known) => known.id)).toEqual(['a', 'b'])
  })

  it('lays crops anew when the canvas changes its shape, and only then', () => {
    const shot = addStill(createShot('SH010'), still('a'))
    const wide = patchShot(shot, { aspect: '16:9' })
    expect(wide.keyframes[0]?.crop).toMatchObject({ width: 4000, height: 2250, y: 375 })
    expect(patchShot(wide, { prompt: 'x' }).keyframes[0]?.crop).toEqual(wide.keyframes[0]?.crop)
  })

  it('keeps the last frame last when the length changes', () => {
    const shot = addStill(addStill(createShot('SH010'), still('a')), still('b'))
    expect(frames(patchShot(shot, { duration: 10 }))).toEqual([0, 240])
    expect(frames(patchShot(patchShot(shot, { duration: 10 }), { duration: 5 }))).toEqual([0, 120])
  })

  it('refuses moves onto a taken frame or outside the shot', () => {
    const shot = addStill(addStill(createShot('SH010'), still('a')), still('b'))
    expect(moveKeyframe(shot, 0, 120)).toBe(shot)
    expect(moveKeyframe(shot, 0, 121)).toBe(shot)
    expect(frames(moveKeyframe(shot, 120, 30))).toEqual([0, 30])
    expect(frames(removeKeyframe(shot, 0))).toEqual([120])
  })
})
