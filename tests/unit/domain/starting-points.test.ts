import { describe, expect, it } from 'vitest'
import { namesCameraMove } from '#shared/domain/camera-language'
import { cropSchema } from '#shared/domain/crop'
import { centerCrop } from '#shared/domain/crop-moves'
import { refusals } from '#shared/domain/rules'
import { createShot, type Keyframe, type Shot } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'
import { startFrom, STARTING_POINTS, stillsWanted } from '#shared/domain/starting-points'

const canvas = { width: 1280, height: 720 }
const still = {
  ...canvas,
  id: 'a',
  originalName: 'a.png',
  fileName: 'a.png',
  sha256: '',
  bytes: 1,
  format: 'png',
}
const full = { ...still, bitDepth: 8, orientation: 1, profile: null, colorModel: 'srgb', hasAlpha: false }

function shotWith(frames: number[]): Shot {
  const crop = cropSchema.parse(centerCrop(canvas, canvas))
  const keyframes: Keyframe[] = frames.map((frame) => ({ stillId: 'a', frame, crop }))
  return { ...createShot('SH010'), range: 'sdr', stills: [full], keyframes }
}

describe('starting points', () => {
  it.each(STARTING_POINTS)('$id keeps every rule once its stills are there', (point) => {
    const shot = shotWith([0, 20, 40, 60, 100])
    const started = patchShot(shot, startFrom(point, shot))
    expect(refusals(started)).toEqual([])
    expect(started.keyframes.map((key) => key.frame)).toEqual(point.stillFrames)
    expect(stillsWanted(point, started)).toEqual({ missing: 0, isPlaced: true })
  })

  it.each(STARTING_POINTS)('$id says what the camera does', (point) => {
    expect(namesCameraMove(point.prompt)).toBe(true)
  })

  it('says how many stills are still to come, and when they stand elsewhere', () => {
    const many = STARTING_POINTS.filter((point) => point.stillFrames.length === 4)
    expect(many.map((point) => stillsWanted(point, shotWith([0])))).toEqual([{ missing: 3, isPlaced: false }])
    expect(many.map((point) => stillsWanted(point, shotWith([0, 60, 120, 240])))).toEqual([
      { missing: 0, isPlaced: false },
    ])
  })
})
