import { FRAMING_DEFAULTS, type Crop } from '#shared/domain/crop'
import { describe, expect, it } from 'vitest'
import { checkBudget, LADDER, toPrice } from '#shared/domain/prices'
import { RULES } from '#shared/domain/rule-table'
import { checkRules, refusals } from '#shared/domain/rules'
import { createShot, type Keyframe, type Shot } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'
import { makeStill } from '../../support/arbitrary-crops'

const STILL = makeStill('a', 1280, 720)
const key = (frame: number, changes: Partial<Crop> = {}): Keyframe => ({
  stillId: STILL.id,
  frame,
  crop: { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 1280, height: 720, ...changes },
})
const shot = (changes: Partial<Shot>): Shot => ({
  ...createShot('SH010'),
  prompt: 'A slow push-in.',
  stills: [STILL],
  ...changes,
})
const many = (count: number): Keyframe[] => Array.from({ length: count }, (_, index) => key(index))

// Each rule both ways: the smallest shot that breaks it, and its nearest legal neighbor.
const CASES: [id: string, broken: Partial<Shot>, kept: Partial<Shot>][] = [
  ['prompt-length', { prompt: '  ' }, { prompt: 'x' }],
  ['prompt-length', { prompt: 'x'.repeat(6001) }, { prompt: 'x'.repeat(6000) }],
  ['hdr-tier', { tier: '540p' }, { tier: '1080p' }],
  ['hdr-tier', { tier: '360p', range: 'hdr' }, { tier: '360p', range: 'sdr' }],
  ['hdr-duration', { duration: 10 }, { duration: 5 }],
  ['loop-duration', { loop: true, duration: 10, range: 'sdr' }, { loop: true, duration: 5, range: 'sdr' }],
  ['loop-hdr', { loop: true, range: 'hdr' }, { loop: true, range: 'sdr' }],
  [
    'loop-keyframes',
    { loop: true, range: 'sdr', keyframes: [key(0), key(120)] },
    { loop: true, range: 'sdr', keyframes: [key(0)] },
  ],
  ['keyframe-range', { keyframes: [key(121)] }, { keyframes: [key(120)] }],
  ['keyframe-unique', { keyframes: [key(5), key(5)] }, { keyframes: [key(5), key(6)] }],
  ['keyframe-count', { range: 'sdr', keyframes: many(65) }, { range: 'sdr', keyframes: many(64) }],
  ['hdr-keyframes', { keyframes: [key(0), key(60), key(120)] }, { keyframes: [key(0), key(120)] }],
  ['canvas-derived', { aspect: '21:9', keyframes: [] }, { aspect: '1:1' }],
  ['keyframe-still', { stills: [], keyframes: [key(0)] }, { keyframes: [key(0)] }],
  ['image-aspect', { keyframes: [key(0, { height: 718 })] }, { keyframes: [key(0, { height: 720.4 })] }],
  [
    'ten-seconds-anchor',
    { duration: 10, range: 'sdr', keyframes: [key(0)] },
    { duration: 10, range: 'sdr', keyframes: [key(0), key(240)] },
  ],
  ['keyframe-advertised', { range: 'sdr', keyframes: many(17) }, { range: 'sdr', keyframes: many(16) }],
  ['hdr-pair', { keyframes: [key(0)] }, { keyframes: [] }],
  ['hdr-pair', { aspect: '1:1' }, { aspect: '1:1', range: 'sdr' }],
]

describe("the model's rules", () => {
  it.each(CASES)('%s speaks when broken and is silent when kept', (id, broken, kept) => {
    expect(checkRules(shot(broken)).map((finding) => finding.id)).toContain(id)
    expect(checkRules(shot(kept)).map((finding) => finding.id)).not.toContain(id)
  })

  it('tests every rule there is', () => {
    expect(new Set(CASES.map(([id]) => id))).toEqual(new Set(RULES.map((rule) => rule.id)))
  })

  it('offers remedies that mend exactly what they claim to', () => {
    for (const [id, broken] of CASES) {
      for (const remedy of checkRules(shot(broken)).find((finding) => finding.id === id)?.remedies ?? []) {
        const mended = patchShot(shot(broken), remedy.patch)
        expect(
          checkRules(mended).map((finding) => finding.id),
          `${id}: ${remedy.label}`,
        ).not.toContain(id)
      }
    }
  })

  it('stops a take only for rules that refuse', () => {
    expect(refusals(shot({ aspect: '21:9' }))).toEqual([])
    expect(refusals(shot({ tier: '540p' })).map((finding) => finding.id)).toEqual(['hdr-tier'])
  })
})

describe('prices', () => {
  it.each([
    ['360p', 'sdr', 5, 0.06],
    ['720p', 'hdr-exr', 5, 0.9],
    ['1080p', 'hdr-exr', 5, 3.6],
  ] as const)('%s %s %i s is %f', (tier, range, duration, usd) => {
    expect(toPrice(tier, range, duration)).toEqual({ usd, isEstimate: false })
  })

  it('marks 10 s as an estimate and offers no HDR there', () => {
    expect(toPrice('720p', 'sdr', 10)).toEqual({ usd: 0.9, isEstimate: true })
    expect(toPrice('720p', 'hdr', 10)).toBeUndefined()
    expect(toPrice('540p', 'hdr', 5)).toBeUndefined()
  })
})

describe('the ladder', () => {
  it('holds rungs the model offers, each dearer than the one before', () => {
    const prices = LADDER.map(({ tier, range }) => toPrice(tier, range, 5)?.usd)
    expect(prices).toEqual([0.06, 0.6, 0.9, 3.6])
  })

  it('is climbed with crops and keyframes as they are', () => {
    const draft = shot({ tier: '360p', range: 'sdr', keyframes: [key(0), key(120)] })
    for (const { tier, range } of LADDER) {
      expect(patchShot(draft, { tier, range }).keyframes).toEqual(draft.keyframes)
    }
  })
})

describe('the budget', () => {
  it.each([
    [null, 100, 3.6, undefined],
    [10, 0, 3.6, { leftUsd: 10, isPassed: false }],
    [3.6, 0, 3.6, { leftUsd: 3.6, isPassed: false }],
    [3.59, 0, 3.6, { leftUsd: 3.59, isPassed: true }],
    // 0.1 + 0.2 is not 0.3 to a machine; to the cent it is.
    [1.2, 0.1 + 0.2, 0.9, { leftUsd: 0.9, isPassed: false }],
    [4.35, 0, 4.35, { leftUsd: 4.35, isPassed: false }],
    [5, 7.2, 0.06, { leftUsd: 0, isPassed: true }],
  ])('of %s with %s spent, for %s: %j', (budget, spent, price, verdict) => {
    expect(checkBudget(budget, spent, price)).toEqual(verdict)
  })
})
