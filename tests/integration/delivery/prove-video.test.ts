import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { videoSchema } from '#shared/domain/take'
import { proveVideo } from '../../../src-main/features/delivery/prove-video'
import { realFfmpeg } from '../../support/real-ffmpeg'

const folder = mkdtempSync(join(tmpdir(), 'latitude Video 📽 '))
const path = join(folder, 'take.mp4')
const asked = { width: 64, height: 36, duration: 5, range: 'sdr', frames: 12 } as const
let ffmpeg: Awaited<ReturnType<typeof realFfmpeg>>

beforeAll(async () => {
  ffmpeg = await realFfmpeg()
  await ffmpeg.run({
    inputs: [
      {
        source: Readable.from(
          Array.from({ length: 12 }, (_, frame) => Buffer.alloc(64 * 36 * 3, frame * 20)),
        ),
        options: ['-f', 'rawvideo', '-pixel_format', 'rgb24', '-video_size', '64x36', '-framerate', '24'],
      },
    ],
    outputs: [{ target: path, options: ['-c:v', 'libx264', '-pix_fmt', 'yuv420p', '-f', 'mp4'] }],
  })
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const prove = (more: object = {}, isBeside = false) =>
  proveVideo(ffmpeg, { path, asked: { ...asked, ...more }, isBeside })

describe('a received video', () => {
  it('as asked is described with its hash and every frame counted', async () => {
    const { video, findings } = await prove()
    const bytes = readFileSync(path)
    expect(videoSchema.parse(video)).toEqual(video)
    expect(video).toMatchObject({
      ...{ fileName: 'take.mp4', bytes: bytes.length, codec: 'h264', width: 64, height: 36 },
      ...{ frames: 12, frameRate: [24, 1], sha256: createHash('sha256').update(bytes).digest('hex') },
    })
    // It was made without a word on its color.
    expect(findings).toMatchObject([{ code: 'video-tags-unusual', severity: 'warning' }])
  })

  it.each([
    [false, 'damage'],
    [true, 'warning'],
  ])('of another size and length, beside EXR frames %s: %s', async (isBeside, severity) => {
    const { findings } = await prove({ width: 128, frames: undefined }, isBeside)
    expect(findings.slice(0, 2)).toMatchObject([
      { code: 'video-size-not-as-asked', severity, sentence: 'The clip is 64 × 36 instead of 128 × 36.' },
      { code: 'video-count-not-as-asked', severity },
    ])
  })

  it('nobody asked for here is only decoded', async () => {
    const { video, findings } = await proveVideo(ffmpeg, { path, asked: null, isBeside: false })
    expect([video?.frames, findings]).toEqual([12, []])
  })

  it('that is no video, or was cut, is unreadable', async () => {
    const broken = join(folder, 'broken.mp4')
    const unreadable = {
      video: null,
      findings: [{ code: 'video-unreadable', severity: 'damage', frame: null }],
    }
    writeFileSync(broken, 'sorry')
    expect(await proveVideo(ffmpeg, { path: broken, asked, isBeside: false })).toMatchObject(unreadable)
    writeFileSync(broken, readFileSync(path))
    truncateSync(broken, 600)
    expect(await proveVideo(ffmpeg, { path: broken, asked, isBeside: false })).toMatchObject(unreadable)
  })

  it('whose check is cancelled rejects with the very reason', async () => {
    const reason = new Error('enough')
    const checking = proveVideo(ffmpeg, { path, asked, isBeside: false, signal: AbortSignal.abort(reason) })
    await expect(checking).rejects.toBe(reason)
  })
})
