import { FRAMING_DEFAULTS } from '#shared/domain/crop'
import { describe, expect, it } from 'vitest'
import type { Display } from '#shared/contract/display-views'
import { lossWords, scaleWords, stillWords } from '../../../src-renderer/bench/crop-words'
import { shotWords } from '../../../src-renderer/takes/shot-words'
import {
  formatBytes,
  formatLight,
  formatShare,
  lightFacts,
  sequenceFacts,
} from '../../../src-renderer/takes/take-facts'
import { damagedFrames, formatTimeLeft, takeMoney, takeWords } from '../../../src-renderer/takes/take-words'
import type { PictureSettings } from '../../../src-renderer/viewer/gl/picture-settings'
import { chooseSource, toSources } from '../../../src-renderer/viewer/sources'
import { whatYouSee } from '../../../src-renderer/viewer/what-you-see'
import { makeArrived, makeTake, PROXIES, SEQUENCE } from '../../support/fake-bridge-takes'

const text = (parts: { text: string }[]): string => parts.map((part) => part.text).join(' · ')

describe('what the eye sees', () => {
  const take = makeArrived(1)
  const settings: PictureSettings = { exposureStops: 0, gamma: 1, channel: 'color' }
  const display: Display = { name: 'Rec.709 BT.1886', primaries: 'rec709', transfer: 'bt1886' }
  const view = { label: 'ACES 1.3 SDR, Rec.709 BT.1886', display }
  const stopped = { take, showing: 'still', isPlaying: false, settings, view, space: 'srgb' } as const

  it('a true frame is named with its file, its space and its view', () => {
    expect(text(whatYouSee(stopped))).toBe(
      'True EXR frame · half ZIPS 1280 × 720 · ACES2065-1 read · ACES 1.3 SDR, Rec.709 BT.1886 · sRGB window',
    )
  })

  it('a space that is only assumed is a warning', () => {
    const assumed = { ...take, sequence: { ...SEQUENCE, isColorSpaceAssumed: true } }
    expect(whatYouSee({ ...stopped, take: assumed })).toContainEqual({
      text: 'ACES2065-1 assumed',
      tone: 'warn',
    })
  })

  it('a proxy never passes for the frame', () => {
    expect(text(whatYouSee({ ...stopped, showing: 'sdr-proxy', isPlaying: true }))).toBe(
      'SDR proxy, H.264 · ACES 1.3 SDR, Rec.709 BT.1886 · color-managed by this window · playing',
    )
    expect(text(whatYouSee({ ...stopped, showing: 'hdr-proxy' }))).toContain('own tone mapping')
  })

  it('what the artist has set is said, and a copy that lacks it says so', () => {
    const set: PictureSettings = { exposureStops: -1.5, gamma: 1.2, channel: 'red' }
    expect(text(whatYouSee({ ...stopped, settings: set }))).toContain(
      'red alone · exposure −1.50 · gamma 1.20',
    )
    expect(text(whatYouSee({ ...stopped, settings: set, showing: 'sdr-proxy' }))).toContain(
      'exposure, gamma and channel are not in this copy',
    )
  })

  it('alpha goes through no view', () => {
    const alpha = text(whatYouSee({ ...stopped, settings: { ...settings, channel: 'alpha', gamma: 2 } }))
    expect(alpha).toContain('alpha alone')
    expect(alpha).not.toMatch(/ACES 1.3|gamma/)
  })

  it('a view brighter than the window, and a window wider than sRGB, are named', () => {
    const pq = { label: 'ACES 1.3 HDR PQ 1000 nit', display: { ...display, transfer: 'pq' as const } }
    expect(text(whatYouSee({ ...stopped, view: pq, space: 'display-p3' }))).toContain(
      'ACES 1.3 HDR PQ 1000 nit · Display P3 window · cut off above 203 nit',
    )
  })
})

describe('sources of a take', () => {
  it('a take with EXR is looked at frame by frame and plays its SDR proxy', () => {
    const [first] = toSources(makeArrived(1))
    expect(first).toMatchObject({
      id: 'exr',
      frameCount: 121,
      clip: { showing: 'sdr-proxy', framesPerSecond: 24 },
    })
  })

  it('without proxies the clip as received is what moves', () => {
    const sources = toSources(makeArrived(1, { sdrProxyMediaId: null, hdrProxyMediaId: null }))
    expect(sources.map((source) => [source.id, source.clip?.showing])).toEqual([
      ['exr', 'video'],
      ['mp4', 'video'],
    ])
  })

  it('a clip keeps its own rate', () => {
    const video = { ...makeArrived(1).video, frameRate: [24000, 1001] } as ReturnType<
      typeof makeArrived
    >['video']
    const sources = toSources(makeArrived(1, { sequence: null, video }))
    expect(sources[0]?.clip?.framesPerSecond).toBeCloseTo(23.976, 3)
  })

  it('a take that has not arrived has nothing to look at', () => {
    expect(toSources(makeTake(1))).toEqual([])
  })

  it('a source that this take lacks falls back to its first', () => {
    expect(chooseSource(toSources(makeArrived(1, { hdrProxyMediaId: null })), 'hdr')?.id).toBe('exr')
  })
})

describe('a take on its card', () => {
  it('says what it is busy with rather than its state', () => {
    const activity = { step: 'proxies', fraction: 0.5, secondsLeft: 3 } as const
    expect(takeWords(makeTake(1, { state: 'arrived', activity })).text).toBe('making proxies')
  })

  it('names the damaged frame, or how many', () => {
    const damaged = (frames: number[]) =>
      makeTake(1, { state: 'damaged', failure: { code: 'exr-damaged', message: '', details: { frames } } })
    expect(takeWords(damaged([1087]))).toEqual({ text: 'frame 1087 damaged', tone: 'warn' })
    expect(takeWords(damaged([1087, 1003])).text).toBe('2 frames damaged')
    expect(damagedFrames(damaged([1087, 1003]))).toEqual([1003, 1087])
  })

  it('practice is never money', () => {
    expect(takeMoney(makeTake(1))).toBe('would be $0.90')
    expect(takeMoney(makeTake(1, { origin: 'bought', billedUsd: 0.87 }))).toBe('$0.87')
  })

  it('time left keeps its width', () => {
    expect([0.4, 59.6, 80, 3600].map(formatTimeLeft)).toEqual(['0:00', '1:00', '1:20', '60:00'])
  })

  it('a shot is told in one line', () => {
    expect(shotWords({ aspect: '21:9', duration: 5, range: 'hdr-exr', loop: false })).toBe(
      '21:9 · 5 s · HDR + EXR',
    )
    expect(shotWords({ aspect: '1:1', duration: 5, range: 'sdr', loop: true })).toBe('1:1 · 5 s · loop')
  })
})

describe('facts of a take', () => {
  it('the range ends at the last conformed frame, and the brightest frame counts from 0', () => {
    const facts = sequenceFacts(SEQUENCE)
    expect(facts[0]).toMatchObject({ value: '1001–1121', note: '121 frames' })
    expect(facts.find((fact) => fact.label === 'Brightest')).toMatchObject({
      value: '14.82',
      frame: { takeFrame: 48, number: 1049 },
    })
  })

  it('MaxCLL and MaxFALL say of which view they are', () => {
    expect(lightFacts(PROXIES)).toMatchObject([{ value: '987, 141 nit', note: 'ACES 1.3 PQ 1000 nit view' }])
    expect(lightFacts({ ...PROXIES, maxCll: null })).toEqual([])
  })

  it('NaN is a warning', () => {
    const facts = sequenceFacts({ ...SEQUENCE, nanCount: 3 })
    expect(facts.find((fact) => fact.label === 'NaN, Inf')).toMatchObject({ value: '3, 0', isWarning: true })
  })

  it('numbers keep four figures and fit units', () => {
    expect([0.18, 14.82, 987.24, 65504].map(formatLight)).toEqual(['0.180', '14.82', '987.2', '65504'])
    expect([0, 0.00002, 0.0042, 0.25].map(formatShare)).toEqual([
      '0.00 %',
      'under 0.01 %',
      '0.42 %',
      '25.0 %',
    ])
    expect([10, 9_400_000, 5.12e9].map(formatBytes)).toEqual(['1 kB', '9.4 MB', '5.12 GB'])
  })
})

describe('the crop in words', () => {
  const still = { width: 6000, height: 4094 }
  const canvas = { width: 1280, height: 720 }

  it('names the lost sides and the scale', () => {
    const crop = { ...FRAMING_DEFAULTS, x: 0, y: 442, width: 6000, height: 3375, fit: 'fill' } as const
    expect(lossWords(still, crop, canvas)).toBe('10.8 % top, 6.8 % bottom')
    expect(scaleWords(still, crop, canvas)).toEqual({ word: 'scale', text: '0.21×', isEnlarged: false })
  })

  it('a still of the canvas’s own shape loses nothing', () => {
    const same = { width: 640, height: 360 }
    const crop = { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 640, height: 360, fit: 'fill' } as const
    expect(lossWords(same, crop, canvas)).toBe('nothing')
    expect(scaleWords(same, crop, canvas)).toEqual({
      word: 'upscaled',
      text: '2.00× (soft)',
      isEnlarged: true,
    })
  })

  it('a still without a profile says what it is taken for', () => {
    expect(stillWords({ bitDepth: 8, profile: null, colorModel: 'srgb' })).toBe(
      '8 bit · no profile, taken as sRGB',
    )
    expect(stillWords({ bitDepth: 16, profile: 'Display P3', colorModel: 'rgb16' })).toBe(
      '16 bit · Display P3',
    )
  })
})
