import { describe, expect, it } from 'vitest'
import { acceptedCounts } from '../../../src-main/features/delivery/frame-counts'
import { findDifferences, type AskedVideo } from '../../../src-main/features/delivery/prove-video'
import type { VideoProbe } from '../../../src-main/ports/ffmpeg'

const asked: AskedVideo = { width: 1280, height: 720, duration: 5, range: 'sdr' }
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

const PQ = { transfer: 'smpte2084', primaries: 'bt2020', pixelFormat: 'yuv420p10le' }

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
    expect(findDifferences({ ...probe, ...change }, asked)[0]?.sentence).toMatch(words)
  })

  it.each<[string, Partial<VideoProbe>, AskedVideo['range'], string[]]>([
    ['plain Rec.709 for HDR', {}, 'hdr', ['video-range-not-as-asked damage']],
    ['plain Rec.709 beside EXR', {}, 'hdr-exr', []],
    ['PQ in BT.2020', PQ, 'hdr', []],
    ['HLG in BT.2020', { ...PQ, transfer: 'arib-std-b67' }, 'hdr', []],
    ['PQ in BT.709', { ...PQ, primaries: 'bt709' }, 'hdr', ['video-tags-unusual warning']],
    ['10 bit without tags', { ...PQ, transfer: null }, 'hdr', ['video-tags-unusual warning']],
    ['PQ for SDR', PQ, 'sdr', ['video-range-not-as-asked damage']],
    ['SDR without tags', { transfer: null }, 'sdr', ['video-tags-unusual warning']],
    ['a codec of long ago', { codec: 'mpeg4' }, 'sdr', ['video-codec-unusual warning']],
  ])('by its codec and color tags: %s', (_, change, range, expected) => {
    const found = findDifferences({ ...probe, ...change }, { ...asked, range })
    expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual(expected)
  })
})
