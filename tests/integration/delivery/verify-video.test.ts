import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { videoSchema } from '#shared/domain/take'
import { verifyVideo } from '../../../src-main/features/delivery/verify-video'
import { catchFailure } from '../../support/catch-failure'
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

const verify = (more: object = {}) => verifyVideo(ffmpeg, { path, asked: { ...asked, ...more } })

describe('a received video', () => {
  it('as asked is described with its hash and every frame counted', async () => {
    const video = await verify()
    const bytes = readFileSync(path)
    expect(videoSchema.parse(video)).toEqual(video)
    expect(video).toMatchObject({
      ...{ fileName: 'take.mp4', bytes: bytes.length, codec: 'h264', width: 64, height: 36 },
      ...{ frames: 12, frameRate: [24, 1], sha256: createHash('sha256').update(bytes).digest('hex') },
    })
  })

  it('of another size and length is refused with both sides', async () => {
    expect(await catchFailure(() => verify({ width: 128, frames: undefined }))).toMatchObject({
      code: 'video-not-as-asked',
      details: { asked: { width: 128, frames: [120, 121] }, received: { width: 64, frames: 12 } },
    })
  })

  it('that is no video, or was cut, is unreadable', async () => {
    const broken = join(folder, 'broken.mp4')
    const broke = () => verifyVideo(ffmpeg, { path: broken, asked })
    writeFileSync(broken, 'sorry')
    expect((await catchFailure(broke)).code).toBe('video-unreadable')
    writeFileSync(broken, readFileSync(path))
    truncateSync(broken, 600)
    expect((await catchFailure(broke)).code).toBe('video-unreadable')
  })

  it('whose check is cancelled rejects with the very reason', async () => {
    const reason = new Error('enough')
    const checking = verifyVideo(ffmpeg, { path, asked, signal: AbortSignal.abort(reason) })
    await expect(checking).rejects.toBe(reason)
  })
})
