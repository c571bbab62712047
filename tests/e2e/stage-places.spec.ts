// Where the stage puts a picture's pixels, read back from the canvas: a chart of (x + 10·y) / 100 at every zoom, mirrored, and
// with a data window beside its display window.
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import type { DisplayView } from '#shared/contract/display-views'
import { readDisplayViews } from '../../src-main/app/display-views'
import type { Placement } from '../../src-renderer/viewer/gl/picture-settings'
import { inRepository } from '../../scripts/repository.mjs'
import { buildExr, type BuildPart } from '../support/build-exr'
import { openStagePage, type OpenedStagePage } from '../support/open-stage-page'
import type { StagePage } from '../support/stage-page/page'

const SIZE = { width: 10, height: 6 }
/** Alpha goes through no view: each of the chart's values has a byte of its own. */
const settings = { channel: 'alpha' } as const

let stage: OpenedStagePage
let view: DisplayView

test.beforeAll(async () => {
  stage = await openStagePage()
  const [first] = await readDisplayViews(inRepository('assets', 'luts'), {
    register(path) {
      copyFileSync(path, join(stage.folder, `${'1'.repeat(32)}.gz`))
      return '1'.repeat(32)
    },
    open: () => undefined,
  })
  if (!first) throw new Error('no view')
  view = first
})
test.afterAll(() => stage.close())

const serveChart = (part: Partial<BuildPart> = {}): Promise<string> => {
  const channels = ['A', 'B', 'G', 'R'].map((name) => ({ name, type: 'half' as const }))
  const pixel = (_channel: number, x: number, y: number): number => (x + 10 * y) / 100
  return stage.serve(buildExr({ ...SIZE, channels, pixel, ...part }), 'exr')
}

const draw = (
  mediaId: string,
  placement: Partial<Placement> = {},
  canvas: { width: number; height: number } = SIZE,
) =>
  stage.page.evaluate((order) => (window as unknown as { stagePage: StagePage }).stagePage.draw(order), {
    mediaId,
    view,
    settings,
    placement,
    canvas,
  })

/** The byte each value of the chart has on the canvas, drawn one to one. */
async function valueBytes(): Promise<number[]> {
  const { pixels } = await draw(await serveChart())
  const bytes = Array.from({ length: SIZE.width * SIZE.height }, (_, at) => pixels[at * 4] ?? -1)
  expect(new Set(bytes).size).toBe(bytes.length)
  return bytes
}

test('one to one, brighter values lie further right and further down', async () => {
  const bytes = await valueBytes()
  expect(bytes).toEqual([...bytes].sort((one, other) => one - other))
})

for (const { zoom, left, top, isMirroredX, isMirroredY } of [
  { zoom: 1, left: 3, top: 2, isMirroredX: false, isMirroredY: false },
  { zoom: 3, left: -7, top: 5, isMirroredX: false, isMirroredY: false },
  { zoom: 4, left: 1, top: -6, isMirroredX: true, isMirroredY: false },
  { zoom: 64, left: -130, top: -70, isMirroredX: false, isMirroredY: true },
]) {
  test(`at ${zoom}:1 from ${left}, ${top} every picture pixel is a square in its place`, async () => {
    const bytes = await valueBytes()
    const canvas = { width: 50, height: 40 }
    const place = { left, top, width: SIZE.width * zoom, height: SIZE.height * zoom }
    const { pixels } = await draw(await serveChart(), { ...place, isMirroredX, isMirroredY }, canvas)
    const wrong: string[] = []
    for (let y = 0; y < canvas.height; y += 1) {
      for (let x = 0; x < canvas.width; x += 1) {
        const column = Math.floor((x - left) / zoom)
        const row = Math.floor((y - top) / zoom)
        const isInside = column >= 0 && column < SIZE.width && row >= 0 && row < SIZE.height
        const at =
          (isMirroredY ? SIZE.height - 1 - row : row) * SIZE.width +
          (isMirroredX ? SIZE.width - 1 - column : column)
        const wanted = isInside ? [bytes[at], 255] : [0, 0]
        const seen = [pixels[(y * canvas.width + x) * 4], pixels[(y * canvas.width + x) * 4 + 3]]
        if (seen.join() !== wanted.join()) wrong.push(`${x},${y}: ${seen.join()} for ${wanted.join()}`)
      }
    }
    expect(wrong.slice(0, 5)).toEqual([])
  })
}

test('a data window beside the display window leaves what has no data clear and shows only the display', async () => {
  const bytes = await valueBytes()
  // Data from 4, 2; the display from 0, 0 to 8, 5: the chart's left five columns and upper four rows are in it.
  const mediaId = await serveChart({ origin: [4, 2], displayWindow: [0, 0, 8, 5] })
  const { pixels, width, height } = await draw(mediaId, {}, { width: 9, height: 6 })
  expect([width, height]).toEqual([9, 6])
  for (let y = 0; y < 6; y += 1) {
    for (let x = 0; x < 9; x += 1) {
      const hasData = x >= 4 && y >= 2
      const seen = pixels[(y * 9 + x) * 4]
      expect(seen, `${x},${y}`).toBe(hasData ? bytes[(y - 2) * SIZE.width + x - 4] : bytes[0])
    }
  }
})

test('a fitted picture is smooth: between two pixels lie values of neither', async () => {
  const bytes = new Set(await valueBytes())
  const { pixels } = await draw(
    await serveChart(),
    { width: 40, height: 24, isSmooth: true },
    { width: 40, height: 24 },
  )
  const between = pixels.filter((byte, at) => at % 4 === 0 && !bytes.has(byte))
  expect(between.length).toBeGreaterThan(100)
})
