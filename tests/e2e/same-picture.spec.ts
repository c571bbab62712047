// Playing and stopped look the same: the SDR proxy and the true frame through the same view, as the window shows them.
import { resolve } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { dropFiles, launchLatitude } from '../support/electron-app'
import { goToFrame } from '../support/read-frame-marks'

const STILL = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'lantern.png')
const FRAME = 4

test.setTimeout(240_000)

test('the SDR proxy and the true frame differ by no more than the proxy loses in coding', async () => {
  const latitude = await launchLatitude({ env: { LATITUDE_PRACTICE_FRAMES: '8' } })
  const { page } = latitude
  try {
    await dropFiles(page, [STILL])
    await page.getByTestId('prompt').fill('The lantern flickers.')
    await page.getByTestId('buy-take').click()
    await page.getByTestId('take-card').click()
    await expect(page.getByTestId('take-card')).toContainText(/sealed/i, { timeout: 200_000 })
    await page.getByTestId('proxy-switch-exr').click()
    await goToFrame(page, FRAME, 'still')
    const stopped = await codes(page)
    await page.getByTestId('proxy-switch-sdr').click()
    await goToFrame(page, FRAME, 'sdr-proxy')
    const proxy = await codes(page)
    let sum = 0
    const signed = [0, 0, 0]
    for (const [index, code] of stopped.entries()) {
      const off = (proxy[index] ?? 0) - code
      sum += Math.abs(off)
      signed[index % 3] = (signed[index % 3] ?? 0) + off / (stopped.length / 3)
    }
    const mean = sum / stopped.length
    console.log(
      `mean difference ${mean.toFixed(2)} codes, per channel ${signed.map((off) => off.toFixed(2)).join(' ')}`,
    )
    expect(mean).toBeLessThan(1.5)
    for (const off of signed) expect(Math.abs(off)).toBeLessThan(1)
  } finally {
    await latitude.close()
  }
})

async function codes(page: Page): Promise<Buffer> {
  const png = await page.getByTestId('stage-picture').screenshot({ animations: 'disabled' })
  return sharp(png).removeAlpha().raw().toBuffer()
}
