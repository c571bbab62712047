import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { frameFileName } from '#shared/domain/names'
import { sequenceSchema } from '#shared/domain/take'
import { verifySequence } from '../../../src-main/features/delivery/verify-sequence'
import type { ExrFrames } from '../../../src-main/features/delivery/exr-frames'
import type { RunFfmpeg } from '../../../src-main/ports/ffmpeg'
import { AP0, attribute, buildExr, float, type BuildPart } from '../../support/build-exr'
import { catchFailure } from '../../support/catch-failure'
import { startExrFrames } from '../../support/exr-frames'
import { hasMaterial, MATERIAL } from '../../support/real-material'
import { realFfmpeg } from '../../support/real-ffmpeg'

const baseName = 'SH010_v001'
const root = mkdtempSync(join(tmpdir(), 'latitude %d ‘Prüfung’ 🔍 '))
const folder = join(root, 'exr %04d')
let run: RunFfmpeg
let runs: number
let exr: ExrFrames
beforeAll(async () => {
  exr = await startExrFrames()
  const real = await realFfmpeg()
  run = (job, control) => {
    runs += 1
    return real.run(job, control)
  }
})
beforeEach(() => {
  runs = 0
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})
afterAll(async () => {
  await exr.close()
  rmSync(root, { recursive: true })
})

const pathOf = (frame: number) => join(folder, frameFileName(baseName, frame))
// B, G, R in the file; frame 1002 is the brightest, with R = 12 at one pixel of a 6 × 4 picture.
const part = (frame: number): BuildPart => ({
  width: 6,
  height: 4,
  compression: 'zip',
  pixel: (channel, x, y) => {
    if (x === 5 && y === 3) return channel === 2 ? 10 + (frame === 1002 ? 2 : 0) : 3
    if (x === 0 && y === 0) return channel === 0 ? -0.5 : 0.5
    return 0.25
  },
})

function writeFrames(count: number, change: (frame: number) => Partial<BuildPart> = () => ({})): void {
  for (let frame = 1001; frame < 1001 + count; frame += 1) {
    writeFileSync(pathOf(frame), buildExr({ ...part(frame), ...change(frame) }))
  }
}

const verify = (count: number, more: Partial<Parameters<typeof verifySequence>[1]> = {}) =>
  verifySequence({ run, exr }, { folder, baseName, firstFrame: 1001, count, ...more })

function spoil(frame: number, change: (bytes: Buffer) => Uint8Array): void {
  writeFileSync(pathOf(frame), change(readFileSync(pathOf(frame))))
}

describe('a whole sequence is measured in one pass', () => {
  it('with exact numbers', async () => {
    writeFrames(4)
    const seen: number[] = []
    const sequence = await verify(4, {
      asked: { width: 6, height: 4, frames: 4 },
      onProgress: ({ done }) => seen.push(done),
    })
    expect(sequenceSchema.parse(sequence)).toEqual(sequence)
    expect(sequence).toMatchObject({
      ...{ baseName, firstFrame: 1001, count: 4, width: 6, height: 4, compression: 'zip', pixelType: 'half' },
      ...{ channels: ['B', 'G', 'R'], nanCount: 0, infCount: 0, negativeCount: 4, aboveOneShare: 1 / 24 },
      brightest: { value: 12, frame: 1002, exposureStops: Math.log2(12 / 0.18) },
      ...{ colorSpace: 'aces2065-1', isColorSpaceAssumed: true, chromaticities: null },
    })
    expect(seen.at(-1)).toBe(4)
    expect(runs).toBe(0)
  })

  it('32-bit float, NaN and infinities too', async () => {
    const special = [NaN, Infinity, -Infinity, 65504, 1e30]
    const channels = ['B', 'G', 'R'].map((name) => ({ name, type: 'float' as const }))
    writeFrames(2, () => ({ channels, compression: 'none', pixel: (_, x) => special[x] ?? 0 }))
    const sequence = await verify(2)
    expect(sequence).toMatchObject({ nanCount: 24, infCount: 48, negativeCount: 0, aboveOneShare: 0.5 })
    expect(sequence.brightest.value).toBeCloseTo(1e30, -25)
    expect(sequence.pixelType).toBe('float')
  })

  it('black has a number of stops as well', async () => {
    writeFrames(1, () => ({ pixel: () => 0 }))
    expect((await verify(1)).brightest).toEqual({
      value: 0,
      frame: 1001,
      exposureStops: Math.log2(2 ** -24 / 0.18),
    })
  })

  it('chromaticities of AP0 are read, others respected, a mixture refused', async () => {
    writeFrames(2, () => ({ extra: [AP0] }))
    expect(await verify(2)).toMatchObject({ colorSpace: 'aces2065-1', isColorSpaceAssumed: false })
    const rec709 = attribute(
      'chromaticities',
      'chromaticities',
      float(0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329),
    )
    writeFrames(2, () => ({ extra: [rec709] }))
    expect(await verify(2)).toMatchObject({ colorSpace: 'other', isColorSpaceAssumed: false })
    writeFrames(2, (frame) => ({ extra: frame === 1002 ? [rec709] : [] }))
    const failure = await catchFailure(() => verify(2))
    expect(failure).toMatchObject({
      code: 'sequence-mixed',
      details: { rule: 'color space', frames: [1002] },
    })
  })

  it('a data window smaller than the picture is read as the picture', async () => {
    const window = { width: 3, height: 2, origin: [1, 1] as [number, number] }
    writeFrames(2, () => ({ ...window, displayWindow: [0, 0, 5, 3], pixel: () => 2 }))
    expect(await verify(2)).toMatchObject({ width: 6, height: 4, aboveOneShare: 6 / 24 })
  })
})

describe('damaged frames are named', () => {
  it('cut short, at whatever byte', async () => {
    writeFrames(3)
    const whole = readFileSync(pathOf(1002))
    for (const length of [0, 3, 200, whole.length - 1]) {
      spoil(1002, () => whole.subarray(0, length))
      const failure = await catchFailure(() => verify(3))
      expect(failure, `cut at ${length}`).toMatchObject({ code: 'exr-damaged', details: { frames: [1002] } })
    }
    expect(runs).toBe(0)
  })

  it('missing, of zeros, or with a hole in the table: all of them at once', async () => {
    writeFrames(5)
    rmSync(pathOf(1001))
    spoil(1003, (bytes) => new Uint8Array(bytes.length))
    spoil(1005, (bytes) =>
      bytes.fill(0, bytes.indexOf('screenWindowWidth') + 33, bytes.indexOf('screenWindowWidth') + 41),
    )
    const failure = await catchFailure(() => verify(5))
    expect(failure.details).toMatchObject({
      frames: [1001, 1003, 1005],
      findings: [
        { frame: 1001, code: 'frame-missing' },
        { frame: 1003, code: 'not-exr' },
        { frame: 1005, code: 'chunk-missing', chunk: 0 },
      ],
    })
  })

  it('whole in structure but with packed bytes that are none', async () => {
    const noise = (_: number, x: number, y: number) => ((x * 7919 + y * 104729) % 64) / 64
    writeFrames(7, () => ({ width: 32, height: 32, pixel: noise }))
    for (const frame of [1002, 1006]) spoil(frame, (bytes) => bytes.fill(0xff, bytes.length - 200))
    const failure = await catchFailure(() => verify(7))
    expect(failure).toMatchObject({ code: 'exr-damaged', details: { frames: [1002, 1006] } })
    expect(failure.details['findings']).toMatchObject([{ code: 'not-decodable' }, { code: 'not-decodable' }])
  })
})

describe('what is not as it must be is refused', () => {
  it.each<[string, Partial<BuildPart>, string]>([
    ['size', { width: 8 }, 'size'],
    ['compression', { compression: 'zips' }, 'compression'],
    ['channels', { channels: [{ name: 'A' }, { name: 'B' }, { name: 'G' }, { name: 'R' }] }, 'channels'],
    ['pixel type', { channels: ['B', 'G', 'R'].map((name) => ({ name, type: 'float' })) }, 'pixel type'],
    ['windows', { origin: [1, 0], width: 5, displayWindow: [0, 0, 5, 3] }, 'windows'],
  ])('frames that differ in %s', async (_, change, rule) => {
    writeFrames(4, (frame) => (frame === 1003 ? change : {}))
    const failure = await catchFailure(() => verify(4))
    expect(failure).toMatchObject({ code: 'sequence-mixed', details: { rule, frames: [1003] } })
  })

  it('another size or count than asked for, with both sides', async () => {
    writeFrames(2)
    const asked = { width: 12, height: 4, frames: 2 }
    const failure = await catchFailure(() => verify(2, { asked }))
    expect(failure).toMatchObject({
      code: 'video-not-as-asked',
      details: { asked: { width: 12, frames: [2] }, received: { width: 6, frames: 2 } },
    })
    const short = { width: 6, height: 4, duration: 5 as const }
    expect((await catchFailure(() => verify(2, { asked: short }))).message).toMatch(/120 or 121/)
    expect(await verify(2, { asked: { width: 6, height: 4 } })).toMatchObject({ count: 2 })
  })

  it.each<[string, Partial<BuildPart>]>([
    ['layers', { channels: ['L.B', 'L.G', 'L.R'].map((name) => ({ name })) }],
    ['half and float mixed', { channels: [{ name: 'B' }, { name: 'G' }, { name: 'R', type: 'float' }] }],
    ['a display window away from the origin', { displayWindow: [1, 1, 6, 4] }],
  ])('%s: unreadable, naming the frame', async (_, change) => {
    writeFrames(3, () => change)
    expect(await catchFailure(() => verify(3))).toMatchObject({
      code: 'exr-unreadable',
      details: { frame: 1001 },
    })
  })

  it('an ffmpeg without zscale is blamed itself, not the frames that it has to read', async () => {
    const half: [number, number] = [2, 2]
    writeFrames(2, () => ({
      channels: [{ name: 'B', sampling: half }, { name: 'G' }, { name: 'R', sampling: half }],
    }))
    const log = ["[AVFilterGraph @ 0x1] No such filter: 'zscale'"]
    const failing: RunFfmpeg = () => Promise.reject(new Failure('ffmpeg-failed', 'ffmpeg stopped', { log }))
    const range = { folder, baseName, firstFrame: 1001, count: 2 }
    const failure = await catchFailure(() => verifySequence({ run: failing, exr }, range))
    expect(failure).toMatchObject({ code: 'ffmpeg-limited', details: { filter: 'zscale' } })
  })

  it('a cancelled check rejects with the very reason', async () => {
    writeFrames(4)
    const controller = new AbortController()
    const reason = new Error('enough')
    const stop = () => controller.abort(reason)
    await expect(verify(4, { signal: controller.signal, onProgress: stop })).rejects.toBe(reason)
  })
})

describe.skipIf(!hasMaterial)('photographs and charts', () => {
  it.each([
    ['Carrots.exr', { colorSpace: 'aces2065-1', isColorSpaceAssumed: false, channels: ['A', 'B', 'G', 'R'] }],
    ['WideColorGamut.exr', { colorSpace: 'other', chromaticities: expect.anything() as unknown }],
    ['t08.exr', { width: 501, height: 401, compression: 'piz' }],
  ])('%s is read', async (name, expected) => {
    cpSync(join(MATERIAL, 'openexr-images', name), pathOf(1001))
    expect(await verify(1)).toMatchObject(expected)
  })

  it('NaN and infinities of BrightRingsNanInf are counted', async () => {
    cpSync(join(MATERIAL, 'openexr-images', 'BrightRingsNanInf.exr'), pathOf(1001))
    // As `oiiotool --printstats` counts them: 2 and 4 in each channel.
    expect(await verify(1)).toMatchObject({ nanCount: 6, infCount: 12, brightest: { value: 1025 } })
  })
})
