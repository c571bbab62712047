import { describe, expect, it } from 'vitest'
import { acceptedCounts } from '../../../src-main/features/delivery/frame-counts'
import { findDifferences, type VerifyVideoOptions } from '../../../src-main/features/delivery/verify-video'
import type { VideoProbe } from '../../../src-main/ports/ffmpeg'

const asked: VerifyVideoOptions['asked'] = { width: 1280, height: 720, duration: 5, range: 'sdr' }
const probe: VideoProbe = {
  codec: 'h264',
  width: 1280,
  height: 720,
  frameRate: [24, 1],
  frames: 121,
  pixelFormat: 'yuv420p',
  primaries: 'bt709',
  transfer: 'bt709',
  matrix: 'bt709',
  range: 'tv',
  hasAudio: false,
}

describe('a video is held against what was asked for', () => {
  it('with 120 or 121 frames for 5 s, 240 or 241 for 10 s', () => {
    expect(findDifferences(probe, asked)).toEqual([])
    expect(findDifferences({ ...probe, frames: 120, frameRate: [48, 2] }, asked)).toEqual([])
    expect(findDifferences({ ...probe, frames: 241 }, { ...asked, duration: 10 })).toEqual([])
  })

  it('with the exact count of a short practice render', () => {
    expect(findDifferences({ ...probe, frames: 12 }, { ...asked, frames: 12 })).toEqual([])
    expect(findDifferences({ ...probe, frames: 13 }, { ...asked, frames: 12 })).toHaveLength(1)
    expect(acceptedCounts({})).toEqual([])
  })

  it.each<[string, Partial<VideoProbe>, RegExp]>([
    ['size', { width: 1920, height: 1080 }, /1920 × 1080 instead of 1280 × 720/],
    ['count', { frames: 119 }, /119 frames instead of 120 or 121/],
    ['rate', { frameRate: [24000, 1001] }, /24000\/1001/],
    ['rate unknown', { frameRate: [0, 0] }, /0\/0/],
  ])('%s', (_, change, words) => {
    expect(findDifferences({ ...probe, ...change }, asked).join()).toMatch(words)
  })

  it('plain Rec.709 is no HDR, unless EXR was asked for beside it', () => {
    expect(findDifferences(probe, { ...asked, range: 'hdr' })).toHaveLength(1)
    expect(findDifferences(probe, { ...asked, range: 'hdr-exr' })).toEqual([])
    const pq = { ...probe, transfer: 'smpte2084', pixelFormat: 'yuv420p10le' }
    expect(findDifferences(pq, { ...asked, range: 'hdr' })).toEqual([])
  })
})
