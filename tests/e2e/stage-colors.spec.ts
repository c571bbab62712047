// What the stage draws, read back from WebGL: every pixel in its place, every color that of a plain reference of the
// same chain, and the views those of OpenColorIO.
import { createHash } from 'node:crypto'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { DisplayView } from '#shared/contract/display-views'
import { AP1 } from '#shared/domain/color-matrix'
import { floatToHalf, halfToFloat } from '#shared/exr/half'
import { readDisplayViews } from '../../src-main/app/display-views'
import type { Channel } from '../../src-renderer/viewer/gl/picture-settings'
import { inRepository } from '../../scripts/repository.mjs'
import { attribute, buildExr, float } from '../support/build-exr'
import { differenceE2000, differenceItp, type Rgb } from '../support/color-difference'
import { openStagePage, type OpenedStagePage } from '../support/open-stage-page'
import { readGolden } from '../support/preview-bench'
import { readReferenceView, toReferenceCodes, type ReferenceChain } from '../support/reference-chain'
import { seededRandom } from '../support/seeded-random'
import type { DrawOrder, StagePage } from '../support/stage-page/page'

const STEP = 1 / 1023
const AS_IT_IS = { exposureStops: 0, gamma: 1, channel: 'color' as Channel }
const WIDTH = 32

let stage: OpenedStagePage
let views: DisplayView[]

test.beforeAll(async () => {
  stage = await openStagePage()
  views = await readDisplayViews(inRepository('assets', 'luts'), {
    register(path) {
      const mediaId = createHash('sha256').update(path).digest('hex').slice(0, 32)
      copyFileSync(path, join(stage.folder, `${mediaId}.gz`))
      return mediaId
    },
    open: () => undefined,
  })
})
test.afterAll(() => stage.close())

const viewOf = (id: string): DisplayView => {
  const view = views.find((each) => each.id === id)
  if (!view) throw new Error(`no view ${id}`)
  return view
}
const SDR = 'aces1-sdr-rec709'
const PQ = 'aces1-hdr1000-pq'

const draw = (order: DrawOrder) =>
  stage.page.evaluate((given) => (window as unknown as { stagePage: StagePage }).stagePage.draw(given), order)

/** RGBA of every pixel as an EXR in halves; returns what halves make of them. */
async function serve(
  colors: readonly (readonly number[])[],
  chromaticities: readonly number[] | null = null,
) {
  const height = Math.ceil(colors.length / WIDTH)
  const pixels = Array.from({ length: WIDTH * height }, (_, at) =>
    [0, 1, 2, 3].map((channel) => halfToFloat(floatToHalf(colors[at]?.[channel] ?? (channel === 3 ? 1 : 0)))),
  )
  const channels = ['A', 'B', 'G', 'R'].map((name) => ({ name, type: 'half' as const }))
  const pixel = (channel: number, x: number, y: number): number => pixels[y * WIDTH + x]?.[3 - channel] ?? 0
  const extra = chromaticities
    ? [attribute('chromaticities', 'chromaticities', float(...chromaticities))]
    : []
  return {
    pixels,
    mediaId: await stage.serve(buildExr({ width: WIDTH, height, channels, extra, pixel }), 'exr'),
  }
}

function largestDifference(pixels: number[][], codes: number[], chain: ReferenceChain): number {
  const off = pixels.map((pixel, at) => {
    const known = toReferenceCodes(pixel, chain)
    return Math.max(...known.map((value, channel) => Math.abs(value - (codes[at * 4 + channel] ?? NaN))))
  })
  expect(off.every(Number.isFinite)).toBe(true)
  return Math.max(...off)
}

const random = seededRandom(7)
const COLORS: number[][] = [
  ...Array.from({ length: 40 }, (_, at) => Array<number>(3).fill(0.18 * 2 ** (at / 2 - 10))),
  ...Array.from({ length: 400 }, () => [0, 1, 2].map(() => 2 ** (random() * 24 - 14))),
  ...Array.from({ length: 100 }, () => [0, 1, 2].map(() => 4 * random() - 1)),
  ...[[65504, 65504, 65504], [0, 0, 0], [-1, -2, -3], [6e-8, 6e-5, 0], [Infinity, 0.5, 0.5], [-Infinity, 1, 1]],
  ...[[NaN, 1, 1], [1, NaN, 1], [1, 1, NaN], [NaN, NaN, NaN]],
].map((color, at) => [...color, at % 3 === 0 ? 1 : random() * 1.2 - 0.1]) // prettier-ignore

for (const { view, settings, space } of [
  { view: SDR, settings: {}, space: 'srgb' },
  { view: SDR, settings: { exposureStops: 2.5 }, space: 'srgb' },
  { view: SDR, settings: { exposureStops: -3, gamma: 2.2 }, space: 'srgb' },
  { view: SDR, settings: {}, space: 'display-p3' },
  { view: SDR, settings: { channel: 'red' }, space: 'srgb' },
  { view: SDR, settings: { channel: 'blue', exposureStops: 1 }, space: 'srgb' },
  { view: SDR, settings: { channel: 'luma' }, space: 'srgb' },
  { view: SDR, settings: { channel: 'alpha', exposureStops: 3, gamma: 2 }, space: 'srgb' },
  { view: PQ, settings: {}, space: 'srgb' },
  { view: PQ, settings: { channel: 'green' }, space: 'display-p3' },
  { view: 'aces1-sdr-srgb', settings: { channel: 'luma' }, space: 'srgb' },
  { view: 'aces1-sdr-p3d65', settings: {}, space: 'display-p3' },
  { view: 'aces1-sdr-displayp3', settings: { gamma: 1.2 }, space: 'display-p3' },
  { view: 'aces1-hdr1000-hlg', settings: {}, space: 'srgb' },
  { view: 'aces2-sdr-rec709', settings: {}, space: 'srgb' },
  { view: 'aces2-hdr4000-pq', settings: { exposureStops: 1 }, space: 'display-p3' },
] as const) {
  test(`${view} with ${JSON.stringify(settings)} in ${space} equals the reference within one step of 10 bits`, async () => {
    const chromaticities = view === PQ ? AP1 : null
    const { mediaId, pixels } = await serve(COLORS, chromaticities)
    const all = { ...AS_IT_IS, ...settings }
    const { codes } = await draw({ mediaId, view: viewOf(view), settings: all, space })
    const chain = { ...readReferenceView(view), settings: all, space, chromaticities }
    const most = largestDifference(pixels, codes, chain)
    console.log(`largest difference ${(most * 1023).toFixed(3)} steps of 10 bits`)
    expect(most).toBeLessThanOrEqual(STEP)
  })
}

test('NaN is in the alarm color, and infinity is as bright as 65504', async () => {
  const { mediaId } = await serve([
    [NaN, 0.5, 0.5],
    [Infinity, 0.2, 0.2],
    [65504, 0.2, 0.2],
  ])
  const { pixels, codes } = await draw({ mediaId, view: viewOf(SDR) })
  expect(pixels.slice(0, 4)).toEqual([255, 0, 255, 255])
  expect(codes.slice(4, 8)).toEqual(codes.slice(8, 12))
  expect(codes[4]).toBeGreaterThan(0.9)
})

for (const { id, name, difference, mean, most } of [
  { id: SDR, name: 'aces1-sdr-rec709-bt1886', difference: differenceE2000, mean: 0.1, most: 1 },
  { id: PQ, name: 'aces1-hdr1000-p3lim-rec2100pq', difference: differenceItp, mean: 0.3, most: 3 },
]) {
  test(`${id} on the stage is OpenColorIO’s`, async () => {
    const golden = await readGolden(name)
    const { mediaId } = await serve(golden.in)
    // The display's own codes: a display that is the window's is not converted.
    const display = { name: 'codes', primaries: 'rec709', transfer: 'srgb' } as const
    const view = { ...viewOf(id), tableTransfer: 'srgb', display } as const
    const { codes } = await draw({ mediaId, view })
    const errors = golden.in.flatMap((_, at) => {
      const known = golden.out[at]
      const shown: Rgb = [codes[at * 4] ?? NaN, codes[at * 4 + 1] ?? NaN, codes[at * 4 + 2] ?? NaN]
      return known ? [difference(known, shown)] : []
    })
    const average = errors.reduce((sum, error) => sum + error, 0) / errors.length
    console.log(`${errors.length} colors, mean ${average.toFixed(3)}, max ${Math.max(...errors).toFixed(3)}`)
    expect(errors.length).toBeGreaterThan(150)
    expect(average).toBeLessThan(mean)
    expect(Math.max(...errors)).toBeLessThan(most)
  })
}
