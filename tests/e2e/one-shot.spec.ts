// One shot, as a colorist would make it: a still dropped from the file manager, a practice take, the verified
// sequence on disk, and every frame on the stage the one its number says.
import { execFileSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { dropFiles, launchLatitude, type LaunchedLatitude } from '../support/electron-app'
import { frameOnScreen, goToFrame } from '../support/read-frame-marks'
import { findProgram } from '../support/find-program'

const STILL = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'lantern.png')
const CANVAS = { width: 1280, height: 720 }
const FRAMES = 121
// The first, the last and twenty others, in an order that steps forwards, backwards and jumps.
const CHECKED = [0, 120, 60, 61, 62, 59, 1, 2, 119, 118, 12, 24, 23, 11, 36, 90, 100, 99, 48, 77, 5, 66]

let latitude: LaunchedLatitude

test.describe.configure({ mode: 'serial' })
test.setTimeout(300_000)

test.beforeAll(async () => {
  latitude = await launchLatitude({
    env: { LATITUDE_PRACTICE_MARKS: '1' },
    size: { width: 1440, height: 900 },
  })
  console.log(`Electron ${await latitude.app.evaluate(() => process.versions.electron)}`)
})
test.afterAll(async () => latitude?.close())

const takeFolder = (): string =>
  join(latitude.documents, 'Latitude', 'First project', 'shots', 'SH010', 'takes', 'v001')

test('a fresh profile explains practice, and a dropped still becomes a shot on its canvas', async () => {
  const { page } = latitude
  await expect(page.getByTestId('first-run')).toContainText(/practice/i)
  await page.screenshot({ path: 'test-results/one-shot-1-first-run.png' })
  await dropFiles(page, [STILL])
  await expect(page.getByTestId('shot-card')).toHaveCount(1)
  await expect(page.getByTestId('strip')).toContainText('1280 × 720')
  await expect(page.getByTestId('practice-mark')).toBeVisible()
})

test('the button names the take and what it would cost, and says why it waits', async () => {
  const { page } = latitude
  const button = page.getByTestId('buy-take')
  await expect(button).toBeDisabled()
  await page.getByTestId('prompt').fill('Slow push-in, the lantern flickers, dust in the beam.')
  await expect(button).toHaveText(/Practice take v001 \(would be \$0\.90\)/)
  await expect(button).toBeEnabled()
  await page.screenshot({ path: 'test-results/one-shot-2-bench.png' })
})

test('the take is made, verified and shown', async () => {
  const { page } = latitude
  await page.getByTestId('buy-take').click()
  await expect(page.getByTestId('take-card')).toHaveCount(1)
  await page.getByTestId('take-card').click()
  await page.locator('[data-testid="stage"][data-showing="still"]').waitFor({ timeout: 200_000 })
  await expect(page.getByTestId('what-you-see')).toContainText(/True EXR frame/)
  await expect(page.getByTestId('take-card')).toContainText(/practice/i)
  await expect(page.getByTestId('take-card')).toContainText(/sealed/i, { timeout: 200_000 })
  await page.screenshot({ path: 'test-results/one-shot-3-viewer.png' })
})

for (const [showing, source] of [
  ['still', 'exr'],
  ['sdr-proxy', 'sdr'],
  ['hdr-proxy', 'hdr'],
] as const) {
  test(`every frame the stage names is the frame in its pixels: ${showing}`, async () => {
    const { page } = latitude
    await page.getByTestId(`proxy-switch-${source}`).click()
    for (const frame of CHECKED) {
      await goToFrame(page, frame, showing)
      expect(await frameOnScreen(page, CANVAS), `${showing} ${1001 + frame}`).toBe(frame)
    }
    await page.screenshot({ path: `test-results/one-shot-4-${showing}.png` })
  })
}

test('the proxy plays', async () => {
  const { page } = latitude
  await page.getByTestId('proxy-switch-sdr').click()
  await goToFrame(page, 0, 'sdr-proxy')
  await page.keyboard.press('Escape')
  await page.getByTestId('stage').click()
  await page.keyboard.press('Space')
  await expect
    .poll(async () => Number(await page.getByTestId('stage').getAttribute('data-frame')), { timeout: 20_000 })
    .toBeGreaterThan(6)
  await page.keyboard.press('Space')
})

test('the folder holds the conformed frames, and OpenEXR reads them', async () => {
  const names = (await readdir(join(takeFolder(), 'exr'))).filter((name) => name !== 'ascmhl').sort()
  expect(names).toHaveLength(FRAMES)
  expect(names[0]).toBe('SH010_v001_practice.1001.exr')
  expect(names.at(-1)).toBe('SH010_v001_practice.1121.exr')
  const exrheader = findProgram('exrheader')
  test
    .info()
    .annotations.push({ type: 'exrheader', description: exrheader ?? 'not installed: not read by OpenEXR' })
  if (exrheader === undefined) return
  for (const name of [names[0], names[60], names.at(-1)]) {
    const header = execFileSync(exrheader, [join(takeFolder(), 'exr', name ?? '')], { encoding: 'utf8' })
    expect(header).toContain('dataWindow (type box2i): (0 0) - (1279 719)')
    expect(header).toContain('not a bought take')
  }
})

test('take.json and the file names say practice, and nothing was spent', async () => {
  const take = JSON.parse(await readFile(join(takeFolder(), 'take.json'), 'utf8'))
  expect(take).toMatchObject({ origin: 'practice', billedUsd: null, state: 'sealed' })
  for (const folder of ['received', 'proxies', 'exr']) {
    const names = await readdir(join(takeFolder(), folder))
    // The seal's folder has the name its standard gives it.
    for (const name of names.filter((each) => each !== 'ascmhl')) expect(name).toContain('_practice')
  }
})
