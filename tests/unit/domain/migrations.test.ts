// Files of the first version are read as they were meant.
import { describe, expect, it } from 'vitest'
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import { projectFileSchema } from '#shared/domain/project'
import { shotFileSchema, shotSchema } from '#shared/domain/shot'
import { makeStill } from '../../support/arbitrary-crops'

const FIRST_SHOT = {
  version: 1,
  name: 'SH010',
  prompt: 'Über die Brücke',
  tier: '720p',
  aspect: '16:9',
  duration: 5,
  range: 'hdr-exr',
  loop: false,
  stills: [makeStill('a', 1600, 900)],
  keyframes: [{ stillId: 'a', frame: 0, crop: { x: 0, y: 10, width: 1600, height: 890, fit: 'fill' } }],
}

describe('shot.json of version 1', () => {
  it('gains turns, tilt, pad and backdrop, and loses nothing', () => {
    const shot = shotFileSchema.parse(FIRST_SHOT)
    expect(shotSchema.parse(shot)).toEqual(shot)
    expect(shot).toMatchObject({
      version: 2,
      prompt: 'Über die Brücke',
      isCropLinked: false,
      easing: 'linear',
    })
    expect(shot.keyframes[0]?.crop).toEqual({
      x: 0,
      y: 10,
      width: 1600,
      height: 890,
      fit: 'fill',
      turns: 0,
      straightenDegrees: 0,
      padKind: 'solid',
      padCode: 0,
      backdropCode: 118,
    })
  })

  it('of this version passes as it is, and one that is no shot is refused', () => {
    const shot = shotFileSchema.parse(FIRST_SHOT)
    expect(shotFileSchema.parse(shot)).toEqual(shot)
    expect(shotFileSchema.safeParse({ ...FIRST_SHOT, tier: '8k' }).success).toBe(false)
    expect(shotFileSchema.safeParse(null).success).toBe(false)
  })
})

describe('project.json', () => {
  const first = { version: 1, name: 'P', createdAt: '2026-01-01T00:00:00.000Z', shotOrder: ['SH010'] }
  const gained = { version: 3, conform: DEFAULT_CONFORM }

  it('of version 1 has neither a budget nor looks, and the numbers and time code its frames have', () => {
    expect(projectFileSchema.parse(first)).toEqual({ ...first, ...gained, budgetUsd: null, looks: [] })
  })

  it('of version 2 keeps its budget and looks', () => {
    const second = { ...first, version: 2, budgetUsd: 12, looks: [{ name: 'N', text: 'T' }] }
    expect(projectFileSchema.parse(second)).toEqual({ ...second, ...gained })
    expect(projectFileSchema.parse(projectFileSchema.parse(second))).toEqual({ ...second, ...gained })
  })
})
