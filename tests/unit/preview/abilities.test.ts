import { describe, expect, test } from 'vitest'
import { createPreview } from '../../../src-main/features/preview/create-preview'
import type { FfmpegCapabilities } from '../../../src-main/ports/ffmpeg'

const READY: FfmpegCapabilities = {
  status: 'ready',
  ffmpegPath: '/usr/bin/ffmpeg',
  ffprobePath: '/usr/bin/ffprobe',
  version: '7.1',
  missing: [],
  consequences: [],
  hasZscale: true,
  hdrProxyEncoder: 'libsvtav1',
}

/** A preview whose ffmpeg must not be run. */
function previewWith(change: Partial<FfmpegCapabilities>) {
  return createPreview({
    run: () => Promise.reject(new Error('ffmpeg was run')),
    capabilities: () => ({ ...READY, ...change }),
    lutFolder: '/nowhere',
    cacheFolder: '/nowhere',
  })
}

const exrOrder = {
  folder: '/exr',
  sequence: { baseName: 'a', firstFrame: 1001, count: 3, width: 64, height: 36, chromaticities: null },
  outFolder: '/out',
  baseName: 'a',
  isPractice: false,
}
const pqOrder = {
  videoPath: '/a.mp4',
  video: { width: 64, height: 36, frames: 3, frameRate: [24, 1] as [number, number], transfer: 'smpte2084' },
  outFolder: '/out',
  baseName: 'a',
  isPractice: false,
}
const nothing = { sdr: null, hdr: null, poster: null, maxCll: null, maxFall: null }
const missingCases: [string, Partial<FfmpegCapabilities>, RegExp][] = [
  ['no ffmpeg', { status: 'missing', ffmpegPath: null, missing: ['program ffmpeg'] }, /No ffmpeg was found/],
  [
    'no zscale',
    { status: 'limited', missing: ['filter zscale'], hasZscale: false },
    /missing: filter zscale/,
  ],
  [
    'no EXR decoder',
    { status: 'limited', missing: ['decoder exr', 'encoder libx264'] },
    /missing: decoder exr\)/,
  ],
]

describe('an ffmpeg with parts missing', () => {
  test.each(missingCases)(
    '%s: nothing is made of EXR rather than a wrong picture, and it is said',
    async (_name, change, why) => {
      const made = await previewWith(change).makeProxies(exrOrder)
      expect(made).toMatchObject(nothing)
      expect(made.notes).toHaveLength(1)
      expect(made.notes[0]).toMatch(why)
    },
  )

  test.each(missingCases)('%s: a still frame is refused by name', async (_name, change) => {
    const order = { framePath: '/a.exr', chromaticities: null, outPath: '/a.png' }
    const code = 'ffmpegPath' in change ? 'ffmpeg-missing' : 'ffmpeg-limited'
    const preview = previewWith(change)
    await expect(preview.renderFrame(order)).rejects.toMatchObject({ code })
  })

  test('no zscale: nothing is made of a PQ video either', async () => {
    const made = await previewWith({ missing: ['filter zscale'] }).makeVideoProxies(pqOrder)
    expect(made).toMatchObject(nothing)
    expect(made.notes[0]).toMatch(/zscale/)
  })
})

describe('chromaticities that are no color space', () => {
  const chromaticities = [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3127, 0.329]

  test('give no copies, said in a note', async () => {
    const sequence = { ...exrOrder.sequence, chromaticities }
    const made = await previewWith({}).makeProxies({ ...exrOrder, sequence })
    expect(made).toMatchObject(nothing)
    expect(made.notes[0]).toMatch(/chromaticities/)
  })

  test('give no still frame', async () => {
    const order = { framePath: '/a.exr', chromaticities, outPath: '/a.png' }
    await expect(previewWith({}).renderFrame(order)).rejects.toMatchObject({ code: 'exr-unreadable' })
  })
})
