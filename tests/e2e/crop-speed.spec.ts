// How smoothly a crop is dragged over a large still's view: the frames that were drawn and what held the window up.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { fakeMediaFolder } from '../support/fake-bridge-media'
import { centerCrop } from '#shared/domain/crop-moves'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

const STILL = { width: 8688, height: 5792 }
const VIEW_ID = '5'.repeat(32)
const CANVAS = { width: 1280, height: 720 }

let opened: FakeWindow

test.beforeAll(async () => {
  opened = await openFakeWindow()
  await makeView(STILL)
})
test.afterAll(() => opened.close())

/** Noise, so that no tile of it is cheap. */
async function makeView({ width, height }: { width: number; height: number }): Promise<void> {
  const folder = fakeMediaFolder()
  await mkdir(folder, { recursive: true })
  const create = { width: width / 8, height: height / 8, channels: 3 as const, background: '#000' }
  const noise = { type: 'gaussian' as const, mean: 118, sigma: 40 }
  await sharp({ create: { ...create, noise } })
    .resize(width, height, { kernel: 'nearest' })
    .png({ compressionLevel: 1 })
    .toFile(join(folder, `${VIEW_ID}.png`))
}

test('a crop over 50 megapixels is dragged for three seconds without a long task', async () => {
  const { page } = opened
  await opened.resize(1920, 1200)
  const base = STATES['crop-upscaled']
  const [shot, ...others] = base.shots
  if (!shot) throw new Error('no shot')
  const stills = shot.stills.map((still) => ({ ...still, ...STILL, mediaId: VIEW_ID, thumbMediaId: VIEW_ID }))
  const crop = { ...centerCrop(STILL, CANVAS), width: 6000, height: 3375 }
  const keyframes = shot.keyframes.map((key) => ({ ...key, crop }))
  const bridge = await opened.open({
    ...base,
    shots: [{ ...shot, tier: '720p', stills, keyframes }, ...others],
  })
  await page.waitForFunction(() => [...document.images].every((image) => image.complete))
  await page.evaluate(() =>
    Promise.all([...document.images].map((image) => image.decode().catch(() => undefined))),
  )

  // The hand is in the page, one move each frame, so that what is measured is the window and not the test's own pace.
  const measured = await page.evaluate(async (milliseconds) => {
    const surface = document.querySelector<HTMLElement>('[data-testid=crop-surface]')
    if (!surface) throw new Error('no surface')
    // A pointer that is made here cannot be captured.
    surface.setPointerCapture = () => undefined
    const bounds = surface.getBoundingClientRect()
    const send = (type: string, share: number): void => {
      const clientX = bounds.left + bounds.width / 2 + Math.sin(share * 12) * 180
      const clientY = bounds.top + bounds.height / 2 + Math.cos(share * 9) * 120
      surface.dispatchEvent(new PointerEvent(type, { clientX, clientY, pointerId: 1, bubbles: true }))
    }
    const tasks: number[] = []
    const observer = new PerformanceObserver((list) =>
      tasks.push(...list.getEntries().map((task) => task.duration)),
    )
    observer.observe({ type: 'longtask' })
    const scripts: number[] = []
    const frames: number[] = []
    const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
    const start = await nextFrame()
    let last = start
    send('pointerdown', 0)
    while (last - start < milliseconds) {
      const begun = performance.now()
      send('pointermove', (last - start) / milliseconds)
      scripts.push(performance.now() - begun)
      const now = await nextFrame()
      frames.push(now - last)
      last = now
    }
    send('pointerup', 1)
    observer.disconnect()
    return { frames, scripts, longTasks: tasks }
  }, 3000)

  const sorted = [...measured.frames].sort((a, b) => a - b)
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? NaN
  const figures = {
    frames: sorted.length,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    worstMs: at(1),
    longestHandlerMs: Math.max(...measured.scripts),
    longTasks: measured.longTasks,
  }
  console.log(`crop drag over 50 megapixels: ${JSON.stringify(figures)}`)
  expect(sorted.length).toBeGreaterThan(10)
  // It really was dragged, and the three seconds are one edit.
  await expect.poll(() => bridge.calls.filter((call) => call.name === 'editShot').length).toBe(1)
  expect(bridge.snapshot().shots[0]?.keyframes[0]?.crop).not.toEqual(crop)
  // The handler is the window's own part of a frame: it only sets transforms.
  expect(figures.longestHandlerMs).toBeLessThan(50)
})
