// The graphs of the preview, run by the real ffmpeg, against OpenColorIO's answers.
import { join } from 'node:path'
import sharp from 'sharp'
import { AP0, AP1, conversionMatrix, REC709, transform } from '#shared/domain/color-matrix'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toAp1Matrix } from '../../../src-main/features/preview/abilities'
import { sdrView, sequenceGraph, shaperChain } from '../../../src-main/features/preview/color-graphs'
import { frameInput } from '../../../src-main/features/preview/frame-sources'
import { attribute, float } from '../../support/build-exr'
import { differenceE2000, differenceItp, type Rgb } from '../../support/color-difference'
import {
  openPreviewBench,
  readGolden,
  runToBytes,
  writeExr,
  type ExrShape,
  type GoldenColors,
  type PreviewBench,
} from '../../support/preview-bench'

const SHAPE = { width: 20, height: 10 }
const PIXELS = SHAPE.width * SHAPE.height
let bench: PreviewBench

beforeAll(async () => {
  bench = await openPreviewBench()
})
afterAll(() => bench.close())

async function writeColors(
  name: string,
  colors: readonly Rgb[],
  shape: Partial<ExrShape> = {},
): Promise<string> {
  const path = join(bench.folder, 'colors', `${name} 7%d.exr`)
  await writeExr(
    path,
    { ...SHAPE, ...shape },
    (x, y) => colors[(y * SHAPE.width + x) % colors.length] ?? [0, 0, 0],
  )
  return path
}

function requireMatrix(chromaticities: readonly number[] | null) {
  const matrix = toAp1Matrix(chromaticities)
  if (!matrix) throw new Error('no matrix')
  return matrix
}

/** SDR codes 0…1 in float, as they stand before any rounding. */
async function sdrCodes(path: string, chromaticities: readonly number[] | null = null): Promise<Rgb[]> {
  const graph = `[0:v]${shaperChain(requireMatrix(chromaticities), bench.luts)},${sdrView(bench.luts)}[out]`
  const bytes = await runToBytes(bench, frameInput(path), graph, ['-pix_fmt', 'gbrpf32le'])
  expect(bytes.length).toBe(PIXELS * 12)
  return fromPlanes((at) => bytes.readFloatLE(at * 4))
}

/** PQ codes 0…1, as the light meter gets them. */
async function pqCodes(path: string): Promise<Rgb[]> {
  const wanted = { isSdrWanted: false, isHdrWanted: false }
  const graph = sequenceGraph(requireMatrix(null), bench.luts, wanted).replace('[codes]', '[out]')
  const bytes = await runToBytes(bench, frameInput(path), graph)
  expect(bytes.length).toBe(PIXELS * 6)
  return fromPlanes((at) => bytes.readUInt16LE(at * 2) / 65535)
}

function fromPlanes(read: (at: number) => number): Rgb[] {
  return Array.from({ length: PIXELS }, (_, at) => [read(2 * PIXELS + at), read(at), read(PIXELS + at)])
}

const toAp1 = conversionMatrix(AP0, AP1)
/** What the LUTs reach: no negative component, in AP0 or AP1, nothing above 1470. */
function isWithinReach(color: Rgb): boolean {
  const ap1 = toAp1 ? transform(toAp1, color) : []
  return [...color, ...ap1].every((value) => value >= 0 && value <= 1470)
}

function measure(golden: GoldenColors, codes: readonly Rgb[], difference: (a: Rgb, b: Rgb) => number) {
  const errors = golden.in.flatMap((color, at) => {
    const [known, code] = [golden.out[at], codes[at]]
    return isWithinReach(color) && known && code ? [difference(known, code)] : []
  })
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length
  return { count: errors.length, mean, max: Math.max(...errors) }
}

describe('the ACES 1.3 SDR view', () => {
  test('is OpenColorIO’s within ΔE2000 0.1 on average and 1.6 at most', async () => {
    const golden = await readGolden('aces1-sdr-rec709-bt1886')
    const result = measure(golden, await sdrCodes(await writeColors('sdr', golden.in)), differenceE2000)
    console.log(
      `SDR view: ${result.count} colors, mean ${result.mean.toFixed(3)}, max ${result.max.toFixed(3)}`,
    )
    expect(result.count).toBeGreaterThan(150)
    expect(result.mean).toBeLessThan(0.1)
    expect(result.max).toBeLessThan(1.6)
  })

  test('of Rec.709 files is that of the same light in ACES2065-1 files', async () => {
    const back = conversionMatrix(REC709, AP0)
    if (!back) throw new Error('no matrix')
    const colors: Rgb[] = [
      [0.18, 0.18, 0.18],
      [4, 0.1, 0.02],
      [0.01, 0.5, 9],
      [30, 20, 1],
    ]
    const extra = [attribute('chromaticities', 'chromaticities', float(...REC709))]
    const ap0 = colors.map((color) => transform(back, color))
    const own = await sdrCodes(await writeColors('rec709', colors, { extra }), REC709)
    const known = await sdrCodes(await writeColors('ap0', ap0))
    own.forEach((code, at) => code.forEach((value, c) => expect(value).toBeCloseTo(known[at]?.[c] ?? -1, 4)))
  })

  test('of half files is that of float files', async () => {
    const colors: Rgb[] = [
      [0.25, 0.5, 0.125],
      [16, 2, 0.5],
      [1024, 1, 0],
    ]
    const half = await sdrCodes(await writeColors('half', colors, { type: 'half' }))
    expect(half).toEqual(await sdrCodes(await writeColors('float', colors)))
  })

  test('as a still frame is the same codes rounded to 8 bit', async () => {
    const golden = await readGolden('aces1-sdr-rec709-bt1886')
    const path = await writeColors('still', golden.in)
    const outPath = join(bench.folder, 'still %d.png')
    await bench.preview.renderFrame({ framePath: path, chromaticities: null, outPath })
    const { data, info } = await sharp(outPath).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ ...SHAPE, channels: 3 })
    const codes = await sdrCodes(path)
    codes.forEach((code, at) =>
      code.forEach((value, c) => {
        const exact = Math.min(1, Math.max(0, value)) * 255
        expect(Math.abs((data[at * 3 + c] ?? -1) - exact)).toBeLessThanOrEqual(0.51)
      }),
    )
  })
})

describe('the ACES 1.3 1000-nit PQ view', () => {
  test('is OpenColorIO’s within ΔE-ITP 0.5 on average and 4.2 at most', async () => {
    const golden = await readGolden('aces1-hdr1000-p3lim-rec2100pq')
    const result = measure(golden, await pqCodes(await writeColors('pq', golden.in)), differenceItp)
    console.log(
      `PQ view: ${result.count} colors, mean ${result.mean.toFixed(3)}, max ${result.max.toFixed(3)}`,
    )
    expect(result.count).toBeGreaterThan(150)
    expect(result.mean).toBeLessThan(0.5)
    expect(result.max).toBeLessThan(4.2)
  })
})

describe('light beyond the LUT', () => {
  const colors: Rgb[] = [
    [65504, 65504, 65504],
    [Infinity, Infinity, Infinity],
    [2000, 2000, 2000],
    [NaN, 0.5, 0.5],
    [0, 0.5, 0.5],
    [NaN, NaN, NaN],
    [-Infinity, 0.5, 0.5],
  ]

  test.each(['half', 'float'] as const)('in %s files is as bright as can be: 65504, Inf', async (type) => {
    const path = await writeColors(`extreme ${type}`, colors, { type })
    const [sdr, pq] = [await sdrCodes(path), await pqCodes(path)]
    for (const at of [0, 1, 2]) {
      sdr[at]?.forEach((value) => expect(value).toBeGreaterThan(0.98))
      pq[at]?.forEach((value) => expect(value).toBeGreaterThan(0.74))
    }
  })

  test('NaN and -Inf count as 0 and leave the other components alone', async () => {
    const path = await writeColors('nan', colors)
    const [sdr, pq] = [await sdrCodes(path), await pqCodes(path)]
    for (const codes of [sdr, pq]) {
      expect(codes[3]).toEqual(codes[4])
      expect(codes[6]).toEqual(codes[4])
      expect(codes.flat().every(Number.isFinite)).toBe(true)
      expect(Math.max(...(codes[4] ?? []))).toBeGreaterThan(0.3)
      expect(Math.max(...(codes[5] ?? []))).toBeLessThan(0.001)
    }
  })
})
