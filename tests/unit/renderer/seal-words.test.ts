// What a take says of its seal.
import { describe, expect, it } from 'vitest'
import { isSealIntact } from '#shared/domain/seal'
import { checkWords, findingWords, sealFacts, stampFacts } from '../../../src-renderer/takes/seal-words'
import { takeWords } from '../../../src-renderer/takes/take-words'
import { makeArrived, SEAL } from '../../support/fake-bridge-takes'

const broken = { ...SEAL, lastCheck: { at: SEAL.sealedAt, findings: [{ kind: 'changed' as const, path: 'exr/a.exr' }], findingCount: 1 } } // prettier-ignore

describe('the word sealed', () => {
  it('is shown for a sealed take only, and not after something was found', () => {
    expect(takeWords(makeArrived(1))).toEqual({ text: 'sealed', tone: 'strong' })
    expect(takeWords(makeArrived(1, { state: 'arrived', seal: null })).text).toBe('arrived')
    expect(takeWords(makeArrived(1, { seal: broken }))).toEqual({ text: 'seal broken', tone: 'bad' })
    expect([isSealIntact(null), isSealIntact(SEAL), isSealIntact(broken)]).toEqual([false, true, false])
  })
})

describe('the facts of a seal', () => {
  it('say what was stamped, and warn of a color space that was only assumed', () => {
    const take = makeArrived(1)
    const values = (facts: ReturnType<typeof stampFacts>) => facts.map(({ value }) => value)
    expect(values(stampFacts(take)).slice(0, 3)).toEqual(['24 fps', '01:00:00:00', 'SH010_v001_practice'])
    expect(stampFacts(take)[0]?.note).toBe('5.042 s')
    expect(stampFacts(take).some(({ isWarning }) => isWarning)).toBe(false)
    const assumed = { ...take, stamp: take.stamp && { ...take.stamp, colorSpace: 'assumed' as const } }
    expect(stampFacts(assumed).at(-1)).toMatchObject({
      isWarning: true,
      value: 'ACES2065-1, assumed by the project',
    })
    expect(stampFacts(makeArrived(1, { sequence: null, stamp: null }))).toEqual([])
  })

  it('say what was sealed and what was found', () => {
    expect(
      sealFacts(SEAL)
        .map(({ value }) => value)
        .slice(1),
    ).toEqual(['121 files', '2 files', 'when it was sealed'])
    expect(checkWords(broken.lastCheck)).toBe('One file is not as it was sealed.')
    expect(checkWords({ ...broken.lastCheck, findings: [], findingCount: 0 })).toBe(
      'Every file is as it was sealed.',
    )
    expect(findingWords({ kind: 'missing', path: 'exr/a.exr' })).toBe('exr/a.exr: missing')
  })
})
