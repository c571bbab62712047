// The graphs of the preview, run by the real ffmpeg, before any encoding: against OpenColorIO's answers and against the
// same views in TypeScript.
import { join } from 'node:path'
import sharp from 'sharp'
import { AP0, AP1, conversionMatrix, REC709, transform, type Matrix3 } from '#shared/domain/color-matrix'
import { FALSE_COLOR_LEGEND, luminanceOfAp1, stopsFromGray } from '#shared/domain/color/false-color'
import { createViewChain } from '#shared/domain/color/view-chain'
import { viewOf, VIEWS, type View, type ViewId } from '#shared/domain/color/views'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toAp0Matrix } from '../../../src-main/features/preview/abilities'
import { frameInput } from '../../../src-main/features/preview/frame-sources'
import { viewSteps } from '../../../src-main/features/preview/view-graph'
import { attribute, float } from '../../support/build-exr'
import type { Rgb } from '../../support/color-difference'
import { openPreviewBench, readGolden, runToBytes, writeExr } from '../../support/preview-bench'
import type { ExrShape, PreviewBench } from '../../support/preview-bench'
import {
  ACCURACY_HEADER,
  accuracyRow,
  measureAccuracy,
  neutralSteps,
  readOcioAnswers,
  readTable,
} from '../../support/view-accuracy'

const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1]
const WIDTH = 20
const answers = readOcioAnswers()
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
  const height = Math.ceil(colors.length / WIDTH)
  await writeExr(path, { width: WIDTH, height, ...shape }, (x, y) => colors[y * WIDTH + x] ?? [0, 0, 0])
  return path
}

interface Showing {
  toAp0?: Matrix3
  exposureStops?: number
}

/** Codes 0…1 in float, as they stand before any rounding; cut to 0…1 as an encoder's format cuts them. */
async function ffmpegCodes(view: View, path: string, count: number, showing: Showing = {}): Promise<Rgb[]> {
  const cubes = await bench.luts(view)
  const order = { toAp0: IDENTITY, name: 'it', ...showing }
  const graph = `${viewSteps(view, cubes, order, '[0:v]')}[out]`
  const bytes = await runToBytes(bench, frameInput(path), graph, ['-pix_fmt', 'gbrpf32le'])
  const pixels = bytes.length / 12
  expect(pixels).toBe(Math.ceil(count / WIDTH) * WIDTH)
  const code = (at: number): number => Math.min(1, Math.max(0, bytes.readFloatLE(at * 4)))
  return Array.from({ length: count }, (_, at) => [code(2 * pixels + at), code(at), code(pixels + at)])
}

function typescriptCodes(view: View, colors: readonly Rgb[], showing: Showing = {}): Rgb[] {
  const codes = new Float32Array(colors.length * 3)
  createViewChain({ view, table: readTable(view), toAp0: IDENTITY, ...showing })(colors.flat(), codes)
  return colors.map((_, at) => [codes[at * 3] ?? NaN, codes[at * 3 + 1] ?? NaN, codes[at * 3 + 2] ?? NaN])
}

function greatestApart(first: readonly Rgb[], second: readonly Rgb[]): number {
  return Math.max(
    ...first.flatMap((color, at) => color.map((code, c) => Math.abs(code - (second[at]?.[c] ?? NaN)))),
  )
}

const toAp1 = conversionMatrix(AP0, AP1)
function isOnEdge(color: Rgb): boolean {
  const stops = toAp1 ? stopsFromGray(luminanceOfAp1(...transform(toAp1, color))) : NaN
  return FALSE_COLOR_LEGEND.some(({ fromStops }) => Math.abs(stops - fromStops) < 0.01)
}

describe('each view in ffmpeg', () => {
  const rows: string[] = [ACCURACY_HEADER]
  let path = ''
  beforeAll(async () => {
    path = await writeColors('chart', answers.in)
  })

  test.each(VIEWS.filter(({ id }) => answers[id]))(
    '$id equals OpenColorIO, before encoding',
    async (view) => {
      const known = answers[view.id] ?? []
      const codes = await ffmpegCodes(view, path, answers.in.length)
      const accuracy = measureAccuracy(view, answers.in, known, codes)
      const steps = neutralSteps(known.slice(0, answers.neutrals), codes)
      rows.push(accuracyRow(view, accuracy, steps))
      const isHdr = view.display.transfer === 'pq' || view.display.transfer === 'hlg'
      expect(accuracy.inside.mean).toBeLessThanOrEqual(isHdr ? 0.3 : 0.1)
      expect(accuracy.inside.percentile99).toBeLessThanOrEqual(isHdr ? 2 : 1)
      expect(steps).toBeLessThanOrEqual(1)
      // Within a step and a half of 10 bits of the TypeScript chain, wherever the color lies.
      expect(greatestApart(codes, typescriptCodes(view, answers.in))).toBeLessThan(0.0015)
    },
  )

  test('is listed with what it reaches', () => {
    console.log(`ffmpeg graph, chart of ${answers.in.length} colors\n${rows.join('\n')}`)
    expect(rows.length).toBeGreaterThan(10)
  })

  test.each(['raw', 'false-color'] as const)('%s equals the TypeScript chain', async (id) => {
    const colors = answers.in.slice(0, 440)
    const codes = await ffmpegCodes(viewOf(id), path, answers.in.length)
    const known = typescriptCodes(viewOf(id), colors)
    colors.forEach((color, at) => {
      // Quarter stops lie on the very edges of bands, where either side is right.
      if (id === 'false-color' && isOnEdge(color)) return
      expect(greatestApart([codes[at] ?? [9, 9, 9]], [known[at] ?? [0, 0, 0]])).toBeLessThan(0.002)
    })
  })

  test('equals the TypeScript chain at any exposure, up and down', async () => {
    for (const exposureStops of [-2.5, 3]) {
      for (const id of ['aces2-sdr-rec709', 'aces1-hdr1000-pq', 'acescct'] as const) {
        const view = viewOf(id)
        const codes = await ffmpegCodes(view, path, answers.in.length, { exposureStops })
        expect(greatestApart(codes, typescriptCodes(view, answers.in, { exposureStops }))).toBeLessThan(
          0.0015,
        )
      }
    }
  })
})

describe('the ACES 1.3 SDR view', () => {
  const view = viewOf('aces1-sdr-rec709')

  test.each(['aces1-sdr-rec709', 'aces2-sdr-rec709'] as const)(
    '%s of Rec.709 files is that of the same light in ACES2065-1 files',
    async (id) => {
      const back = conversionMatrix(REC709, AP0)
      if (!back) throw new Error('no matrix')
      const colors: Rgb[] = [
        [0.18, 0.18, 0.18],
        [4, 0.1, 0.02],
        [0.01, 0.5, 9],
        [30, 20, 1],
        [0.5, -0.05, 0.1],
      ]
      const extra = [attribute('chromaticities', 'chromaticities', float(...REC709))]
      const ap0 = colors.map((color) => transform(back, color))
      const toAp0 = toAp0Matrix(REC709)
      if (!toAp0) throw new Error('no matrix')
      const own = await ffmpegCodes(viewOf(id), await writeColors('rec709', colors, { extra }), 5, { toAp0 })
      const known = await ffmpegCodes(viewOf(id), await writeColors('ap0', ap0), 5)
      expect(greatestApart(own, known)).toBeLessThan(0.001)
    },
  )

  test('of half files is that of float files', async () => {
    const colors: Rgb[] = [
      [0.25, 0.5, 0.125],
      [16, 2, 0.5],
      [1024, 1, 0],
    ]
    const half = await ffmpegCodes(view, await writeColors('half', colors, { type: 'half' }), 3)
    expect(half).toEqual(await ffmpegCodes(view, await writeColors('float', colors), 3))
  })

  test('as a still frame is the same codes rounded to 8 bit', async () => {
    const golden = await readGolden('aces1-sdr-rec709-bt1886')
    const path = await writeColors('still', golden.in)
    const outPath = join(bench.folder, 'still %d.png')
    await bench.preview.renderFrame({ framePath: path, chromaticities: null, outPath })
    const { data, info } = await sharp(outPath).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ width: WIDTH, height: 10, channels: 3 })
    const codes = await ffmpegCodes(view, path, golden.in.length)
    codes.forEach((code, at) => {
      code.forEach((value, c) => {
        expect(Math.abs((data[at * 3 + c] ?? -1) - value * 255)).toBeLessThanOrEqual(0.51)
      })
    })
  })
})

describe('light that no picture holds', () => {
  const colors: Rgb[] = [
    [65504, 65504, 65504],
    [Infinity, Infinity, Infinity],
    [2000, 2000, 2000],
    [NaN, 0.5, 0.5],
    [0, 0.5, 0.5],
    [NaN, NaN, NaN],
    [-Infinity, 0.5, 0.5],
    [Infinity, 0.5, 0.5],
    [65504, 0.5, 0.5],
  ]
  const ids: ViewId[] = ['aces1-sdr-rec709', 'aces2-sdr-rec709', 'aces1-hdr1000-pq', 'aces2-hdr1000-pq']

  test.each(['half', 'float'] as const)('in %s files is as bright as can be: 65504, Inf', async (type) => {
    const path = await writeColors(`extreme ${type}`, colors, { type })
    for (const id of ids) {
      const codes = await ffmpegCodes(viewOf(id), path, colors.length)
      const least = id.includes('sdr') ? 0.98 : 0.74
      for (const at of [0, 1, 2]) codes[at]?.forEach((value) => expect(value).toBeGreaterThan(least))
      expect(codes[1]).toEqual(codes[0])
      expect(codes[7]).toEqual(codes[8])
    }
  })

  test('NaN counts as 0 and leaves the other components alone, and −Inf is as low as can be', async () => {
    const path = await writeColors('nan', colors)
    for (const id of ids) {
      const codes = await ffmpegCodes(viewOf(id), path, colors.length)
      expect(codes[3]).toEqual(codes[4])
      if (id.startsWith('aces1')) expect(codes[6]).toEqual(codes[4])
      expect(codes.flat().every(Number.isFinite)).toBe(true)
      expect(Math.max(...(codes[4] ?? []))).toBeGreaterThan(0.3)
      expect(Math.max(...(codes[5] ?? []))).toBeLessThan(0.005)
    }
  })
})
