import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findFfmpeg } from '../../../src-main/features/ffmpeg/find-ffmpeg'
import { createFfmpeg } from '../../../src-main/features/ffmpeg/run-ffmpeg'
import { NO_FFMPEG } from '../../../src-main/features/ffmpeg/ffmpeg-abilities'
import type { FfmpegCapabilities, FfmpegInput, FfmpegJob, FfmpegOutput } from '../../../src-main/ports/ffmpeg'

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

function endlessJob(target: string, source: Readable): FfmpegJob {
  return { inputs: [{ source, ...rawInput }], outputs: [{ target, options: h264 }] }
}

async function* endlessFrames(): AsyncGenerator<Buffer> {
  for (;;) {
    yield* rawFrames(24)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** A folder of the test's own, named so that ffmpeg's and the shell's special characters are all in it. */
async function freshFolder(name: string): Promise<string> {
  const path = join(folder, `${name} 50%d ü`)
  await mkdir(path)
  return path
}

describe('an abort', () => {
  test('kills ffmpeg, rejects with its own reason and leaves no file', async () => {
    const own = await freshFolder('abort')
    const reason = new Error('the artist changed their mind')
    const control = new AbortController()
    const job = endlessJob(join(own, 'a.mp4'), Readable.from(endlessFrames()))
    const running = run(job, {
      signal: control.signal,
      onProgress: () => control.abort(reason),
    })
    await expect(running).rejects.toBe(reason)
    expect(await readdir(own)).toEqual([])
  })

  test('before ffmpeg has started still rejects with its own reason', async () => {
    const own = await freshFolder('early')
    const control = new AbortController()
    const running = run(endlessJob(join(own, 'a.mp4'), Readable.from(endlessFrames())), {
      signal: control.signal,
    })
    control.abort()
    await expect(running).rejects.toBe(control.signal.reason)
    expect(await readdir(own)).toEqual([])
  })
})

describe('a fault', () => {
  test('of the input stream ends the job with that very fault', async () => {
    const own = await freshFolder('source')
    const fault = new Error('the source broke')
    async function* breaking(): AsyncGenerator<Buffer> {
      yield* rawFrames(5)
      throw fault
    }
    await expect(run(endlessJob(join(own, 'a.mp4'), Readable.from(breaking())))).rejects.toBe(fault)
    expect(await readdir(own)).toEqual([])
  })

  test('of the output stream ends the job with that very fault and removes the file beside it', async () => {
    const own = await freshFolder('sink')
    const fault = new Error('the sink is full')
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(fault) })
    const job: FfmpegJob = {
      inputs: [{ source: Readable.from(endlessFrames()), ...rawInput }],
      outputs: [
        { target: join(own, 'a.mp4'), options: ['-map', '0:v', ...h264] },
        { target: sink, options: ['-map', '0:v', '-f', 'rawvideo'] },
      ],
    }
    await expect(run(job)).rejects.toBe(fault)
    expect(await readdir(own)).toEqual([])
  })

  test('of ffmpeg is named with what it said, and an older result stays', async () => {
    const own = await freshFolder('bad')
    const target = join(own, 'kept.mp4')
    await writeFile(target, 'the older result')
    const source = join(own, 'no video.mov')
    await writeFile(source, 'no video at all')
    const running = run({ inputs: [{ source, options: [] }], outputs: [{ target, options: [] }] })
    await expect(running).rejects.toMatchObject({
      code: 'ffmpeg-failed',
      message: expect.stringContaining('Invalid data found'),
    })
    expect((await readdir(own)).sort()).toEqual(['kept.mp4', 'no video.mov'])
    expect(await readFile(target, 'utf8')).toBe('the older result')
  })

  test('in a sequence removes its frames and nothing else', async () => {
    const own = await freshFolder('sequence')
    await writeFile(join(own, 'f.0099.png'), 'an older frame')
    const fault = new Error('enough')
    async function* breaking(): AsyncGenerator<Buffer> {
      yield* rawFrames(30)
      // ffmpeg needs more input than this before it writes: go on until a frame lies there.
      while (!(await readdir(own)).some((name) => name.startsWith('f.1'))) yield* rawFrames(30)
      throw fault
    }
    const pattern = join(own.replaceAll('%', '%%'), 'f.%04d.png')
    const running = run({
      inputs: [{ source: Readable.from(breaking()), ...rawInput }],
      outputs: [{ target: pattern, options: ['-start_number', '1001'] }],
    })
    await expect(running).rejects.toBe(fault)
    expect(await readdir(own)).toEqual(['f.0099.png'])
  })

  test('of the program itself is ffmpeg-missing', async () => {
    const { run: runNothing } = createFfmpeg({
      capabilities: () => ({ ...capabilities, ffmpegPath: join(folder, 'no such ffmpeg') }),
    })
    const { run: runNone, probe: probeNone } = createFfmpeg({ capabilities: () => NO_FFMPEG })
    const job: FfmpegJob = {
      inputs: [{ source: 'in.mp4', options: [] }],
      outputs: [{ target: join(folder, 'o.mp4'), options: [] }],
    }
    await expect(runNothing(job)).rejects.toMatchObject({ code: 'ffmpeg-missing' })
    await expect(runNone(job)).rejects.toMatchObject({ code: 'ffmpeg-missing' })
    await expect(probeNone('x.mp4')).rejects.toMatchObject({ code: 'ffmpeg-missing' })
  })
})

describe('a stream that ffmpeg does not need to its end', () => {
  test('is closed and the job is done', async () => {
    const own = await freshFolder('short')
    const source = Readable.from(endlessFrames())
    const result = await run({
      inputs: [{ source, ...rawInput }],
      outputs: [{ target: join(own, 'a.mp4'), options: ['-frames:v', '7', ...h264] }],
    })
    expect(result.frames).toBe(7)
    expect(source.destroyed).toBe(true)
  })
})

describe('a probe', () => {
  test('refuses a file that is no video, and one whose frames are damaged', async () => {
    const own = await freshFolder('probe')
    const text = join(own, 'text.mp4')
    await writeFile(text, 'no video at all')
    await expect(probe(text)).rejects.toMatchObject({ code: 'video-unreadable' })
    const whole = join(own, 'whole.mp4')
    await run({
      inputs: [{ source: Readable.from(noiseFrames(24)), ...rawInput }],
      outputs: [{ target: whole, options: [...h264, '-movflags', '+faststart'] }],
    })
    const bytes = await readFile(whole)
    bytes.fill(0x5a, bytes.length >> 1, (bytes.length >> 1) + 2000)
    const damaged = join(own, 'damaged.mp4')
    await writeFile(damaged, bytes)
    await expect(probe(whole)).resolves.toMatchObject({ frames: 24 })
    await expect(probe(damaged)).rejects.toMatchObject({ code: 'video-unreadable' })
  })
})

/** Repeatable noise, so that every frame has bytes worth damaging. */
function* noiseFrames(count: number): Generator<Buffer> {
  let state = 1
  for (let frame = 0; frame < count; frame++) {
    yield Buffer.from(
      Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, () => (state = (state * 48271) % 2147483647) & 255),
    )
  }
}
