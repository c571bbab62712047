// Viewing copies, light levels and posters of takes that came as video, by the real ffmpeg.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pqToNits } from '../../../src-main/features/preview/light-meter'
import { openPreviewBench, readRawFrame, type PreviewBench } from '../../support/preview-bench'

const SIZE = { width: 128, height: 64 }
let bench: PreviewBench

beforeAll(async () => {
  bench = await openPreviewBench()
})
afterAll(() => bench.close())

/** A flat video of one PQ or SDR code, as yuv420p10le or yuv420p, 10 frames; frame 5 has its upper half at `upper`. */
async function writeVideo(name: string, isPq: boolean, code: number, upper: number): Promise<string> {
  const pixels = SIZE.width * SIZE.height
  const bytes = isPq ? 2 : 1
  const frames = Array.from({ length: 10 }, (_, frame) => {
    const plane = Buffer.alloc(pixels * 1.5 * bytes)
    for (let at = 0; at < pixels * 1.5; at++) {
      const luma = frame === 5 && at < pixels / 2 ? upper : code
      const value = at < pixels ? luma : isPq ? 512 : 128
      if (isPq) plane.writeUInt16LE(value, at * 2)
      else plane[at] = value
    }
    return plane
  })
  const target = join(bench.folder, name)
  const layout = isPq ? 'yuv420p10le' : 'yuv420p'
  const [primaries, transfer, matrix] = isPq
    ? ['bt2020', 'smpte2084', 'bt2020nc']
    : ['bt709', 'bt709', 'bt709']
  const tags = `color_primaries=${primaries}:color_trc=${transfer}:colorspace=${matrix}:range=limited`
  await bench.run({
    inputs: [
      {
        source: Readable.from(frames),
        options: [
          '-f',
          'rawvideo',
          '-pix_fmt',
          layout,
          '-s',
          `${SIZE.width}x${SIZE.height}`,
          '-framerate',
          '24',
        ],
      },
    ],
    // The frames themselves carry the tags: newer encoders listen to them alone.
    filterGraph: `[0:v]setparams=${tags}[out]`,
    outputs: [{ target, options: ['-map', '[out]', '-c:v', 'libx264', '-qp', '1'] }],
  })
  return target
}

describe('the copies of a video', () => {
  const video = (transfer: string) => ({
    ...SIZE,
    frames: 10,
    frameRate: [24, 1] as [number, number],
    transfer,
  })
  const grayAt = async (path: string, y: number): Promise<number> => {
    const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ ...SIZE, channels: 3 })
    return data[(y * SIZE.width + 64) * 3] ?? -1
  }

  test('in SDR are a poster of the middle frame alone, for the video plays itself', async () => {
    const videoPath = await writeVideo('sdr ü.mp4', false, 60, 180)
    const outFolder = join(bench.folder, 'from sdr')
    const made = await bench.preview.makeVideoProxies({
      ...{ videoPath, video: video('bt709'), outFolder, baseName: 'SH020_v001', isPractice: false },
    })
    expect(made).toEqual({
      ...{ sdr: null, hdr: null, poster: 'SH020_v001_poster.jpg', maxCll: null, maxFall: null, notes: [] },
    })
    const poster = join(outFolder, 'SH020_v001_poster.jpg')
    expect(Math.abs((await grayAt(poster, 8)) - ((180 - 16) * 255) / 219)).toBeLessThan(3)
    expect(Math.abs((await grayAt(poster, 56)) - ((60 - 16) * 255) / 219)).toBeLessThan(3)
  })

  test('in PQ are an HDR copy, its own light levels and a poster', async () => {
    const [code, upper] = [400, 750]
    const videoPath = await writeVideo('pq.mp4', true, code, upper)
    const outFolder = join(bench.folder, 'from pq')
    const made = await bench.preview.makeVideoProxies({
      ...{ videoPath, video: video('smpte2084'), outFolder, baseName: 'SH030_v001', isPractice: false },
    })
    expect(made).toMatchObject({ sdr: null, hdr: 'SH030_v001_hdr.webm', notes: [] })
    const [dim, bright] = [pqToNits((code - 64) / 876), pqToNits((upper - 64) / 876)]
    expect(Math.abs((made.maxCll ?? 0) / bright - 1)).toBeLessThan(0.02)
    expect(Math.abs((made.maxFall ?? 0) / ((dim + bright) / 2) - 1)).toBeLessThan(0.02)
    const hdr = join(outFolder, 'SH030_v001_hdr.webm')
    expect(await bench.probe(hdr)).toMatchObject({
      codec: 'vp9',
      frames: 10,
      transfer: 'smpte2084',
      matrix: 'bt2020nc',
    })
    expect((await readFile(hdr)).includes('practice')).toBe(false)
    const copied = await readRawFrame(bench, hdr, 5, 'yuv420p10le')
    expect(Math.abs(copied.readUInt16LE((8 * SIZE.width + 64) * 2) - upper)).toBeLessThan(5)
    // 37 nit of 203 stay as they are (sRGB), 1450 nit become white.
    const display = 255 * (1.055 * (dim / 203) ** (1 / 2.4) - 0.055)
    const poster = join(outFolder, 'SH030_v001_poster.jpg')
    expect(Math.abs((await grayAt(poster, 56)) - display)).toBeLessThan(4)
    expect(await grayAt(poster, 8)).toBeGreaterThan(245)
  })

  test('that is cut off is ffmpeg-failed and leaves nothing', async () => {
    const videoPath = join(bench.folder, 'cut.mp4')
    await writeFile(
      videoPath,
      (await readFile(await writeVideo('whole.mp4', true, 400, 700))).subarray(0, 300),
    )
    const outFolder = join(bench.folder, 'from cut')
    const making = bench.preview.makeVideoProxies({
      ...{ videoPath, video: video('smpte2084'), outFolder, baseName: 'SH040_v001', isPractice: false },
    })
    await expect(making).rejects.toMatchObject({ code: 'ffmpeg-failed' })
    expect(await readdir(outFolder)).toEqual([])
  })
})
