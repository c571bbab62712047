import { describe, expect, it } from 'vitest'
import { TIERS } from '#shared/domain/canvas'
import { refusals } from '#shared/domain/rules'
import { createShot, type Shot, type ShotPatch } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'
import { closedChoice } from '../../../src-renderer/shot/choices'

const RANGES = ['sdr', 'hdr', 'hdr-exr'] as const
const everyChoice: ShotPatch[] = [
  ...TIERS.map((tier) => ({ tier })),
  ...RANGES.map((range) => ({ range })),
  { duration: 5 },
  { duration: 10 },
  { loop: true },
]
const plain: Shot = { ...createShot('SH010'), prompt: 'Rain on glass' }
const everyShot: Shot[] = TIERS.flatMap((tier) =>
  RANGES.flatMap((range) =>
    ([5, 10] as const).flatMap((duration) =>
      [true, false].map((loop) => ({ ...plain, tier, range, duration, loop })),
    ),
  ),
)

describe('closed choices', () => {
  it('an HDR shot has no 10 s, and the way there is SDR', () => {
    expect(closedChoice(plain, { duration: 10 }, '10 s')).toEqual({
      reasons: ['HDR needs 5 s.'],
      way: { label: 'Switch to SDR and 10 s', patch: { duration: 10, range: 'sdr' } },
    })
  })

  it('an SDR shot may have 10 s', () => {
    expect(closedChoice({ ...plain, range: 'sdr' }, { duration: 10 }, '10 s')).toBeUndefined()
  })

  it('a rule that is broken already closes nothing further', () => {
    expect(closedChoice({ ...plain, prompt: '' }, { tier: '1080p' }, '1080p')).toBeUndefined()
  })

  it('every way leads to the choice, in a shot that can be taken', () => {
    const lawful = everyShot.filter((shot) => refusals(shot).length === 0)
    let ways = 0
    for (const shot of lawful) {
      for (const choice of everyChoice) {
        const closed = closedChoice(shot, choice, 'it')
        if (!closed) {
          expect(refusals(patchShot(shot, choice))).toEqual([])
          continue
        }
        expect(closed.way?.patch).toMatchObject(choice)
        expect(refusals(patchShot(shot, closed.way?.patch ?? {}))).toEqual([])
        ways += 1
      }
    }
    expect(ways).toBeGreaterThan(10)
  })
})
