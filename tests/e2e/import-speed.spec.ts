// A hundred large JPEGs dropped on the real window: whether it stays free, and how soon the first picture is there.
// Only run by hand: LATITUDE_SPEED=1 npx playwright test import-speed. Prints figures; asserts no time.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { dropFiles, launchLatitude } from '../support/electron-app'

const COUNT = 100

test.setTimeout(300_000)

test('a hundred 24-megapixel JPEGs arrive while the window stays free', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latitude hundred '))
  const noise = { type: 'gaussian' as const, mean: 120, sigma: 25 }
  const soft = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'grey', noise } })
    .png()
    .toBuffer()
  const jpeg = await sharp(soft).resize(6000, 4000).jpeg({ quality: 90 }).toBuffer()
  const paths: string[] = []
  for (let index = 0; index < COUNT; index += 1) {
    const path = join(folder, `plate.${String(index).padStart(4, '0')}.jpg`)
    // Behind the end of the picture: another file to every hash, the same picture to every decoder.
    await writeFile(path, Buffer.concat([jpeg, Buffer.from(String(index))]))
    paths.push(path)
  }
  const latitude = await launchLatitude({ size: { width: 1280, height: 800 } })
  const { page } = latitude
  try {
    await expect(page.getByTestId('first-run')).toBeVisible()
    await page.evaluate(() => {
      const tasks: number[] = []
      Object.assign(globalThis, { tasks })
      new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map((entry) => entry.duration)),
      ).observe({
        entryTypes: ['longtask'],
      })
    })
    const startedAt = performance.now()
    const seconds = (): string => ((performance.now() - startedAt) / 1000).toFixed(2)
    await dropFiles(page, paths)
    await expect(page.getByTestId('keyframe').first()).toBeVisible()
    console.log(`first picture after ${seconds()} s`)
    await expect(page.getByTestId('keyframe')).toHaveCount(64, { timeout: 200_000 })
    await expect(page.getByTestId('shelf')).toContainText('plate.0099.jpg', { timeout: 200_000 })
    console.log(`all ${COUNT} after ${seconds()} s`)
    const tasks = await page.evaluate(() => Reflect.get(globalThis, 'tasks') as number[])
    console.log(
      `longest task of the window ${Math.max(0, ...tasks).toFixed(0)} ms, ${tasks.length} over 50 ms`,
    )
    await page.screenshot({ path: 'test-results/import-hundred.png' })
  } finally {
    await latitude.close()
    await rm(folder, { recursive: true, force: true })
  }
})
