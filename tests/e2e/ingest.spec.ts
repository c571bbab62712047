// Deliveries from elsewhere dropped on the real window: a good one becomes a take, a bad one a damaged take that says what
// is wrong with which frame.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { dropFiles, launchLatitude, resizeWindow, type LaunchedLatitude } from '../support/electron-app'
import { frameEntries, writeFolder, writeZip } from '../support/frames'

let latitude: LaunchedLatitude
let folder: string

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latitude brought '))
  latitude = await launchLatitude({ size: { width: 1280, height: 800 } })
  await expect(latitude.page.getByTestId('first-run')).toBeVisible()
})
test.afterAll(async () => {
  await latitude?.close()
  rmSync(folder, { recursive: true })
})

test('a good zip dropped into the empty window becomes a take of a new shot', async () => {
  const { page } = latitude
  const zip = writeZip(join(folder, 'dream.zip'), frameEntries(24))
  const before = readFileSync(zip)
  await dropFiles(page, [zip])
  const card = page.getByTestId('take-card')
  await expect(card).toHaveAttribute('data-state', 'sealed', { timeout: 60_000 })
  await expect(card).toHaveAttribute('data-busy', 'false', { timeout: 60_000 })
  await expect(card).toContainText('ingested')
  await expect(page.getByTestId('findings')).toContainText('ACES2065-1 (AP0) is assumed')
  await expect(page.getByText('Asked for')).toHaveCount(0)
  expect(readFileSync(zip).equals(before)).toBe(true)
  await page.screenshot({ path: 'test-results/ingest-good.png' })
})

test('a bad one dropped on the viewer becomes a damaged take with its findings, and is looked at all the same', async () => {
  const { page } = latitude
  const entries = frameEntries(24)
  const [, second, third] = entries
  if (second) second.crc = 1
  if (third) third.data = third.data?.subarray(0, 500)
  await dropFiles(page, [writeZip(join(folder, 'bad.zip'), entries.toSpliced(9, 1))], '[data-testid=stage]')
  const card = page.getByTestId('take-card').first()
  await expect(card).toHaveAttribute('data-state', 'damaged', { timeout: 60_000 })
  await expect(card).toHaveAttribute('data-busy', 'false', { timeout: 60_000 })
  await expect(card).toContainText('3 frames damaged')
  const findings = page.getByTestId('findings')
  await expect(findings.locator('[data-code=archive-damaged]')).toContainText('1002')
  await expect(findings.locator('[data-code=frame-missing]')).toContainText('1010')
  await expect(page.getByTestId('scrub-bar').locator('line.bad')).toHaveCount(3)
  await expect(page.getByTestId('download-again')).toHaveCount(0)
  await findings.getByRole('button', { name: '1010' }).click()
  await expect(page.getByTestId('scrub-bar')).toHaveAttribute('aria-valuenow', '1010')
  for (const [width, height] of [
    [1280, 800],
    [1920, 1200],
  ] as const) {
    // prettier-ignore
    await resizeWindow(latitude.app, { width, height })
    await page.screenshot({ path: `test-results/ingest-bad-${width}.png` })
  }
})

test('over the bench an EXR keeps its sentence', async () => {
  const { page } = latitude
  await page.getByRole('tab', { name: 'Bench' }).click()
  const frames = writeFolder(join(folder, 'render'), frameEntries(1))
  await dropFiles(page, [join(frames, 'frames', 'shot.0001.exr')], '[data-testid=stage]')
  await expect(page.getByText('scene-linear or log').first()).toBeVisible()
  await expect(page.getByTestId('take-card')).toHaveCount(2)
})
