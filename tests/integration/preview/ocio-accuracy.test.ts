// Every view over many colors and real frames, against OpenColorIO itself: in TypeScript and in ffmpeg before encoding.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as zip from 'yauzl-promise'
import { AP0, AP1, conversionMatrix, transform } from '#shared/domain/color-matrix'
import { createViewChain } from '#shared/domain/color/view-chain'
import { VIEWS, type View } from '#shared/domain/color/views'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { frameInput } from '../../../src-main/features/preview/frame-sources'
import { viewSteps } from '../../../src-main/features/preview/view-graph'
import type { Rgb } from '../../support/color-difference'
import { loadDecoder } from '../../support/exr-module'
import { openPreviewBench, runToBytes, writeExr, type PreviewBench } from '../../support/preview-bench'
import { DELIVERY_ZIP, hasMaterial, MATERIAL } from '../../support/real-material'
import { seededRandom } from '../../support/seeded-random'
import { ACCURACY_HEADER, accuracyRow, measureAccuracy, readTable } from '../../support/view-accuracy'

const SCRIPT = resolve(import.meta.dirname, '../../fixtures/color/make_answers.py')
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const
const WIDTH = 100
const OF_EACH = 8000

function hasOcio(): boolean {
  try {
    const ask = 'import numpy, PyOpenColorIO as o; assert o.__version__ >= "2.5"'
    execFileSync('python3', ['-c', ask], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** 2^-10 to 2^7 in AP1, of every saturation, as linear AP0. */
function randomColors(): Rgb[] {
  const back = conversionMatrix(AP1, AP0)
  if (!back) throw new Error('no matrix')
  const random = seededRandom(7)
  return Array.from({ length: OF_EACH }, () => {
    const level = 2 ** (17 * random() - 10)
    const saturation = random()
    const channel = (): number => level * (1 - saturation * random())
    return transform(back, [channel(), channel(), channel()])
  })
}

/** Finite pixels of a frame in ACES2065-1, evenly taken. */
function frameColors(path: string): Rgb[] {
  const { data, width, height } = loadDecoder().decode(readFileSync(path), {
    output: 'rgba-float',
    window: 'data',
  })
  const step = Math.max(1, Math.floor((width * height) / OF_EACH))
  const colors = Array.from({ length: OF_EACH }, (_, at): Rgb => {
    const place = 4 * step * at
    return [data[place] ?? 0, data[place + 1] ?? 0, data[place + 2] ?? 0]
  })
  return colors.filter((color) => color.every(Number.isFinite))
}

describe.skipIf(!hasOcio() || !hasMaterial)('over many colors and real frames each view', () => {
  let bench: PreviewBench
  let colors: Rgb[] = []
  let exrPath = ''
  let rawPath = ''
  const rows = { typescript: [ACCURACY_HEADER], ffmpeg: [ACCURACY_HEADER] }

  beforeAll(async () => {
    bench = await openPreviewBench()
    const archive = await zip.open(DELIVERY_ZIP)
    const framePath = join(bench.folder, 'delivered.exr')
    for await (const entry of archive) {
      if (entry.filename === 'frame_00005.exr') await writeFile(framePath, await entry.openReadStream())
    }
    await archive.close()
    const carrots = join(MATERIAL, 'openexr-images', 'Carrots.exr')
    colors = [...randomColors(), ...frameColors(carrots), ...frameColors(framePath)]
    colors = colors.slice(0, colors.length - (colors.length % WIDTH))
    exrPath = join(bench.folder, 'colors.exr')
    await writeExr(
      exrPath,
      { width: WIDTH, height: colors.length / WIDTH },
      (x, y) => colors[y * WIDTH + x] ?? [0, 0, 0],
    )
    rawPath = join(bench.folder, 'colors.raw')
    writeFileSync(rawPath, new Uint8Array(Float32Array.from(colors.flat()).buffer))
    execFileSync('python3', [SCRIPT, rawPath], { stdio: ['ignore', 'ignore', 'inherit'] })
  }, 180_000)
  afterAll(() => bench.close())

  const known = (view: View): Rgb[] => {
    const bytes = readFileSync(`${rawPath}.${view.id}`)
    return colors.map((_, at) => [
      bytes.readFloatLE(at * 12),
      bytes.readFloatLE(at * 12 + 4),
      bytes.readFloatLE(at * 12 + 8),
    ])
  }

  function judge(view: View, list: string[], codes: readonly Rgb[]): void {
    const accuracy = measureAccuracy(view, colors, known(view), codes)
    list.push(accuracyRow(view, accuracy, null))
    const isHdr = view.display.transfer === 'pq' || view.display.transfer === 'hlg'
    expect(accuracy.inside.count).toBeGreaterThan(OF_EACH)
    expect(accuracy.inside.mean).toBeLessThanOrEqual(isHdr ? 0.3 : 0.1)
    expect(accuracy.inside.percentile999).toBeLessThanOrEqual(isHdr ? 2 : 1)
    expect(accuracy.outside.mean).toBeLessThanOrEqual(isHdr ? 0.5 : 0.1)
  }

  const MEASURED = VIEWS.filter(({ source, chain }) => source.transforms.length > 0 && chain.kind !== 'raw')

  test.each(MEASURED)('$id equals OpenColorIO in TypeScript', (view) => {
    const codes = new Float32Array(colors.length * 3)
    createViewChain({ view, table: readTable(view), toAp0: IDENTITY })(colors.flat(), codes)
    judge(
      view,
      rows.typescript,
      colors.map((_, at) => [codes[at * 3] ?? NaN, codes[at * 3 + 1] ?? NaN, codes[at * 3 + 2] ?? NaN]),
    )
  })

  test.each(MEASURED)('$id equals OpenColorIO in ffmpeg, before encoding', async (view) => {
    const graph = viewSteps(view, await bench.luts(view), { toAp0: IDENTITY, name: 'it' }, '[0:v]')
    const bytes = await runToBytes(bench, frameInput(exrPath), `${graph}[out]`, ['-pix_fmt', 'gbrpf32le'])
    expect(bytes.length).toBe(colors.length * 12)
    const code = (at: number): number => bytes.readFloatLE(at * 4)
    judge(
      view,
      rows.ffmpeg,
      colors.map((_, at) => [code(2 * colors.length + at), code(at), code(colors.length + at)]),
    )
  })

  test('is listed with what it reaches', () => {
    for (const [path, list] of Object.entries(rows)) {
      console.log(
        `${path}, ${colors.length} colors: random, Carrots.exr, a delivered frame\n${list.join('\n')}`,
      )
      expect(list).toHaveLength(1 + MEASURED.length)
    }
  })
})
