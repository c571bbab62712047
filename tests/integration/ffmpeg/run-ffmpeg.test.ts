import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFfmpeg } from '../../../src-main/features/ffmpeg/find-ffmpeg'
import { createFfmpeg } from '../../../src-main/features/ffmpeg/run-ffmpeg'
import { NO_FFMPEG } from '../../../src-main/features/ffmpeg/ffmpeg-abilities'
import type { FfmpegCapabilities, FfmpegInput, FfmpegOutput } from '../../../src-main/ports/ffmpeg'

let folder: string
let capabilities: FfmpegCapabilities
const { run, probe } = createFfmpeg({ capabilities: () => capabilities })

const WIDTH = 64
const HEIGHT = 32
const rawInput: Omit<FfmpegInput, 'source'> = {
  options: ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${WIDTH}x${HEIGHT}`, '-framerate', '24'],
}
const h264: FfmpegOutput['options'] = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p']

function* rawFrames(count: number): Generator<Buffer> {
  for (let frame = 0; frame < count; frame++) yield Buffer.alloc(WIDTH * HEIGHT * 3, (frame * 10) % 256)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude Ü% "ffmpeg" '))
  capabilities = await findFfmpeg({
    settingPath: null,
    bundledFolder: null,
    env: process.env,
    platform: process.platform,
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the ffmpeg on this machine', () => {
  test('is found and can do everything the application needs', () => {
    expect(capabilities).toMatchObject({ status: 'ready', missing: [], hasZscale: true })
  })
})

describe('a job', () => {
  test('reads a stream and writes two files and a stream in one run', async () => {
    const target = join(folder, 'a b.mp4')
    const small = join(folder, 'small.mp4')
    const seen: number[] = []
    let bytes = 0
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        done()
      },
    })
    const result = await run(
      {
        inputs: [{ source: Readable.from(rawFrames(48)), ...rawInput }],
        filterGraph: '[0:v]split=3[a][b][c];[b]scale=32:16[small]',
        outputs: [
          { target, options: ['-map', '[a]', ...h264] },
          { target: small, options: ['-map', '[small]', ...h264] },
          { target: sink, options: ['-map', '[c]', '-pix_fmt', 'rgb24', '-f', 'rawvideo'] },
        ],
        frames: 48,
      },
      { onProgress: ({ done, total }) => seen.push(done / (total ?? Number.NaN)) },
    )
    expect(result.frames).toBe(48)
    expect(seen.at(-1)).toBe(1)
    expect(bytes).toBe(48 * WIDTH * HEIGHT * 3)
    expect(await probe(target)).toMatchObject({ codec: 'h264', width: WIDTH, height: HEIGHT, frames: 48 })
    expect(await probe(small)).toMatchObject({ width: 32, frames: 48, frameRate: [24, 1], hasAudio: false })
    expect((await readdir(folder)).sort()).toEqual(['a b.mp4', 'small.mp4'])
  })
})
