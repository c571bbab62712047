// Edits as data: each does what it says and nothing else, and says what undo will call it.
import { describe, expect, it } from 'vitest'
import { createShot, type Shot } from '#shared/domain/shot'
import { applyEdit, describeEdit, shotEditSchema, type ShotEdit } from '#shared/domain/shot-edit'
import { addStill } from '#shared/domain/shot-edits'
import { makeStill } from '../../support/arbitrary-crops'

const frames = (shot: Shot): number[] => shot.keyframes.map((key) => key.frame)
const shot = addStill(
  addStill(addStill({ ...createShot('SH010'), range: 'sdr' }, makeStill('a')), makeStill('b')),
  makeStill('c'),
)

describe('an edit', () => {
  it.each<[ShotEdit, number[]]>([
    [{ kind: 'move', from: 60, to: 48 }, [0, 48, 120]],
    [{ kind: 'move', from: 60, to: 120 }, [0, 60, 120]],
    [{ kind: 'remove', frame: 60 }, [0, 120]],
    [{ kind: 'pin', stillId: 'a', frame: 30 }, [0, 30, 60, 120]],
    [{ kind: 'pin', stillId: 'c', frame: -1 }, [0, 60, 120]],
    [{ kind: 'pin', stillId: 'nobody', frame: 30 }, [0, 60, 120]],
    [{ kind: 'retime', duration: 10, by: 'time' }, [0, 60, 240]],
    [{ kind: 'retime', duration: 10, by: 'proportion' }, [0, 120, 240]],
    [{ kind: 'drop-still', stillId: 'b' }, [0, 60]],
    [{ kind: 'patch', patch: { prompt: 'x' } }, [0, 60, 120]],
  ])('%j leaves keyframes at %j', (edit, expected) => {
    expect(frames(applyEdit(shot, edit))).toEqual(expected)
  })

  it('that pins on the last frame replaces the still there', () => {
    const pinned = applyEdit(shot, { kind: 'pin', stillId: 'c', frame: -1 })
    expect(pinned.keyframes.at(-1)?.stillId).toBe('c')
  })

  it('spreads evenly', () => {
    const moved = applyEdit(shot, { kind: 'move', from: 60, to: 5 })
    expect(frames(applyEdit(moved, { kind: 'spread' }))).toEqual([0, 60, 120])
  })

  it('from outside can neither bring stills in nor change a name', () => {
    const parsed = shotEditSchema.parse({
      kind: 'patch',
      patch: { stills: [{ fileName: '../../secret' }], name: 'x', version: 9, prompt: 'P' },
    })
    expect(parsed).toEqual({ kind: 'patch', patch: { prompt: 'P' } })
  })

  it('has a name for undo, and typing has one for all its strokes', () => {
    expect(describeEdit({ kind: 'patch', patch: { prompt: 'a' } })).toEqual({
      label: 'prompt',
      mergeKey: 'prompt',
    })
    expect(describeEdit({ kind: 'patch', patch: { tier: '1080p', range: 'hdr' } }).label).toBe(
      'resolution and dynamic range',
    )
    expect(describeEdit({ kind: 'spread' })).toEqual({ label: 'even spread', mergeKey: undefined })
  })
})
