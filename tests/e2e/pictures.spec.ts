// Takes the README's pictures of the real application: LATITUDE_PICTURES=1 npx playwright test pictures
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchLatitude } from '../support/electron-app'
import { goToFrame } from '../support/read-frame-marks'

const FOLDER = resolve(import.meta.dirname, '..', '..', 'docs', 'images')

test.setTimeout(400_000)

test('the bench and the viewer with the first example', async () => {
  const latitude = await launchLatitude({ size: { width: 1280, height: 800 } })
  const { page } = latitude
  try {
    await page.getByTestId('example').first().click()
    await expect(page.getByTestId('strip')).toContainText('1280 × 720')
    await expect(page.getByTestId('buy-take')).toBeEnabled()
    // The large picture comes after the small one.
    await page.waitForFunction(() => [...document.images].some((image) => image.naturalWidth > 1000))
    await page.screenshot({ animations: 'disabled', path: `${FOLDER}/bench.png` })
    await page.getByTestId('buy-take').click()
    await page.getByTestId('take-card').click()
    await expect(page.getByTestId('take-card')).toContainText(/sealed/i, { timeout: 300_000 })
    await page.getByTestId('proxy-switch-exr').click()
    await goToFrame(page, 66, 'still')
    await page.screenshot({ animations: 'disabled', path: `${FOLDER}/viewer.png` })
  } finally {
    await latitude.close()
  }
})
