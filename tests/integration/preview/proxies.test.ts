// Viewing copies of EXR sequences by the real ffmpeg: what is in them, how they are tagged, and what the light meter reads.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { frameFileName } from '#shared/domain/names'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pqToNits } from '../../../src-main/features/preview/light-meter'
import type { Rgb } from '../../support/color-difference'
import {
  openPreviewBench,
  readGolden,
  readRawFrame,
  writeExr,
  type PreviewBench,
} from '../../support/preview-bench'

const SIZE = { width: 128, height: 64 }
const COUNT = 14
let bench: PreviewBench
let folder: string

const sequence = (count = COUNT) => ({
  baseName: 'SH010_v001_practice',
  firstFrame: 1001,
  count,
  ...SIZE,
  chromaticities: null,
})

/** Gray steps that move a pixel a frame; one lamp of 16 in frame 5, a quarter of the picture. */
function scene(frame: number): (x: number, y: number) => Rgb {
  return (x, y) => {
    if (frame === 5 && x < SIZE.width / 2 && y < SIZE.height / 2) return [16, 16, 16]
    const gray = 0.18 * 2 ** (Math.floor(((x + frame) % SIZE.width) / 32) - 2)
    return [gray, gray, gray]
  }
}

beforeAll(async () => {
  bench = await openPreviewBench()
  folder = join(bench.folder, 'exr 3%d "x"')
  for (let frame = 0; frame < COUNT; frame++) {
    const path = join(folder, frameFileName('SH010_v001_practice', 1001 + frame))
    await writeExr(path, { ...SIZE, type: 'half' }, scene(frame))
  }
})
afterAll(() => bench.close())

const order = (name: string) => ({
  folder,
  sequence: sequence(),
  outFolder: join(bench.folder, name),
  baseName: 'SH010_v001_practice',
  isPractice: true,
})

/** 8-bit limited yuv420p by the Rec.709 matrix, at one pixel. */
function rec709Rgb(yuv: Buffer, x: number, y: number): number[] {
  const pixels = SIZE.width * SIZE.height
  const chroma = (plane: number): number =>
    ((yuv[pixels + (plane * pixels) / 4 + (y >> 1) * (SIZE.width / 2) + (x >> 1)] ?? 0) - 128) / 224
  const luma = ((yuv[y * SIZE.width + x] ?? 0) - 16) / 219
  const [cb, cr] = [chroma(0), chroma(1)]
  return [luma + 1.5748 * cr, luma - 0.187324 * cb - 0.468124 * cr, luma + 1.8556 * cb].map(
    (each) => each * 255,
  )
}

describe('the copies of an EXR sequence', () => {
  test('hold every frame, carry their tags, say they are practice, and lie alone in their folder', async () => {
    const progress: number[] = []
    const made = await bench.preview.makeProxies({
      ...order('all'),
      onProgress: ({ done }) => progress.push(done),
    })
    expect(made).toMatchObject({
      sdr: 'SH010_v001_practice_sdr.mp4',
      hdr: 'SH010_v001_practice_hdr.webm',
      poster: 'SH010_v001_practice_poster.jpg',
      notes: [],
    })
    const out = join(bench.folder, 'all')
    expect((await readdir(out)).sort()).toEqual([made.hdr, made.poster, made.sdr])
    expect(progress.at(-1)).toBe(COUNT)
    expect(await bench.probe(join(out, made.sdr ?? ''))).toEqual({
      codec: 'h264',
      ...SIZE,
      frameRate: [24, 1],
      frames: COUNT,
      pixelFormat: 'yuv420p',
      primaries: 'bt709',
      transfer: 'bt709',
      matrix: 'bt709',
      range: 'tv',
      hasAudio: false,
    })
    expect(await bench.probe(join(out, made.hdr ?? ''))).toMatchObject({
      codec: 'vp9',
      ...SIZE,
      frameRate: [24, 1],
      frames: COUNT,
      pixelFormat: 'yuv420p10le',
      primaries: 'bt2020',
      transfer: 'smpte2084',
      matrix: 'bt2020nc',
      range: 'tv',
    })
    for (const name of [made.sdr, made.hdr]) {
      const bytes = await readFile(join(out, name ?? ''))
      expect(bytes.includes('Latitude practice render; not a bought take')).toBe(true)
    }
    // Fast start: a player need not read the end first.
    const mp4 = await readFile(join(out, made.sdr ?? ''))
    expect(mp4.indexOf('moov')).toBeGreaterThan(0)
    expect(mp4.indexOf('moov')).toBeLessThan(mp4.indexOf('mdat'))
  })

  test('show what the still frame shows', async () => {
    const own = order('same')
    const made = await bench.preview.makeProxies(own)
    const still = join(bench.folder, 'same.png')
    const framePath = join(folder, frameFileName('SH010_v001_practice', 1008))
    await bench.preview.renderFrame({ framePath, chromaticities: null, outPath: still })
    const pixels = await sharp(still).raw().toBuffer()
    const luma = await readRawFrame(bench, join(own.outFolder, made.sdr ?? ''), 7, 'yuv420p')
    const tenBit = await readRawFrame(bench, join(own.outFolder, made.hdr ?? ''), 7, 'yuv420p10le')
    const golden = await readGolden('aces1-hdr1000-p3lim-rec2100pq')
    for (const x of [8, 40, 72, 104]) {
      const at = 32 * SIZE.width + x
      const expected = 16 + ((pixels[at * 3] ?? 0) * 219) / 255
      expect(Math.abs((luma[at] ?? 0) - expected)).toBeLessThan(2)
      const light = scene(7)(x, 32)[0]
      const code =
        golden.out[golden.in.findIndex((color) => color[0] === light && color[2] === light)]?.[0] ?? NaN
      expect(Math.abs(tenBit.readUInt16LE(at * 2) - (64 + code * 876))).toBeLessThan(6)
    }
  })

  test('show saturated colors as they are: the YUV is made and tagged with the same matrix', async () => {
    // Inside Rec.709 with some room: red, green, blue, amber, each a quarter of the picture.
    const colors: Rgb[] = [
      [0.3, 0.08, 0.03],
      [0.12, 0.25, 0.06],
      [0.06, 0.07, 0.3],
      [0.5, 0.35, 0.06],
    ]
    const own = { ...order('colors'), folder: join(bench.folder, 'colors'), sequence: sequence(2) }
    for (const number of [1001, 1002]) {
      const path = join(own.folder, frameFileName('SH010_v001_practice', number))
      await writeExr(path, SIZE, (x) => colors[Math.floor((x * 4) / SIZE.width)] ?? [0, 0, 0])
    }
    const made = await bench.preview.makeProxies(own)
    const still = join(bench.folder, 'colors.png')
    const framePath = join(own.folder, frameFileName('SH010_v001_practice', 1001))
    await bench.preview.renderFrame({ framePath, chromaticities: null, outPath: still })
    const pixels = await sharp(still).raw().toBuffer()
    const poster = await sharp(join(own.outFolder, made.poster ?? ''))
      .raw()
      .toBuffer()
    const yuv = await readRawFrame(bench, join(own.outFolder, made.sdr ?? ''), 0, 'yuv420p')
    for (const x of [16, 48, 80, 112]) {
      const shown = [0, 1, 2].map((c) => pixels[(32 * SIZE.width + x) * 3 + c] ?? -1)
      expect(Math.max(...shown) - Math.min(...shown)).toBeGreaterThan(50)
      const decoded = rec709Rgb(yuv, x, 32)
      shown.forEach((code, c) => {
        expect(Math.abs((decoded[c] ?? -1) - code)).toBeLessThan(5)
        expect(Math.abs((poster[(32 * SIZE.width + x) * 3 + c] ?? -1) - code)).toBeLessThan(6)
      })
    }
  })

  test('come with MaxCLL and MaxFALL of the PQ view', async () => {
    const made = await bench.preview.makeProxies(order('light'))
    const golden = await readGolden('aces1-hdr1000-p3lim-rec2100pq')
    const nits = (gray: number): number => {
      const at = golden.in.findIndex((color) => color.every((value) => value === gray))
      return pqToNits(Math.max(...(golden.out[at] ?? [NaN])))
    }
    // Frame 5: a quarter of the picture is the lamp, the rest the four gray steps it leaves uncovered.
    let sum = 0
    for (let y = 0; y < SIZE.height; y++) {
      for (let x = 0; x < SIZE.width; x++) sum += nits(scene(5)(x, y)[0])
    }
    expect(made.maxCll).toBeCloseTo(nits(16), -1)
    expect(Math.abs((made.maxCll ?? 0) / nits(16) - 1)).toBeLessThan(0.01)
    expect(Math.abs((made.maxFall ?? 0) / (sum / (SIZE.width * SIZE.height)) - 1)).toBeLessThan(0.01)
  })

  test('have a poster in the colors of the view, at most 640 wide', async () => {
    const own = order('poster')
    const made = await bench.preview.makeProxies(own)
    const poster = await sharp(join(own.outFolder, made.poster ?? ''))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(poster.info).toMatchObject({ ...SIZE, channels: 3 })
    const still = join(bench.folder, 'poster.png')
    const framePath = join(folder, frameFileName('SH010_v001_practice', 1008))
    await bench.preview.renderFrame({ framePath, chromaticities: null, outPath: still })
    const pixels = await sharp(still).raw().toBuffer()
    for (const x of [8, 40, 72, 104]) {
      const at = (32 * SIZE.width + x) * 3
      expect(Math.abs((poster.data[at] ?? 0) - (pixels[at] ?? 0))).toBeLessThan(4)
    }
  })

  test('without libvpx-vp9 are AV1 in MP4, with the same tags', async () => {
    const own = order('av1')
    const made = await bench.withCapabilities({ hdrProxyEncoder: 'libsvtav1' }).makeProxies(own)
    expect(made.hdr).toBe('SH010_v001_practice_hdr.mp4')
    expect(await bench.probe(join(own.outFolder, made.hdr ?? ''))).toMatchObject({
      codec: 'av1',
      frames: COUNT,
      pixelFormat: 'yuv420p10le',
      primaries: 'bt2020',
      transfer: 'smpte2084',
      matrix: 'bt2020nc',
      range: 'tv',
    })
  })

  test('without an HDR encoder are the SDR one alone, still measured, and a sentence', async () => {
    const made = await bench.withCapabilities({ hdrProxyEncoder: null }).makeProxies(order('sdr only'))
    expect(made).toMatchObject({ sdr: 'SH010_v001_practice_sdr.mp4', hdr: null })
    expect(made.maxCll).toBeGreaterThan(500)
    expect(made.notes).toEqual([expect.stringContaining('libsvtav1')])
  })

  test('of a sequence with a frame gone say how many frames they hold', async () => {
    const made = await bench.preview.makeProxies({ ...order('short'), sequence: sequence(COUNT + 3) })
    expect(made.notes).toEqual([expect.stringContaining(`${COUNT} of ${COUNT + 3} frames`)])
  })

  test('that are aborted leave nothing behind', async () => {
    const control = new AbortController()
    const own = order('aborted')
    const making = bench.preview.makeProxies({
      ...own,
      signal: control.signal,
      onProgress: () => control.abort(new Error('enough')),
    })
    await expect(making).rejects.toThrow('enough')
    expect(await readdir(own.outFolder)).toEqual([])
  })
})
