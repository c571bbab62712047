// Which frame is really on the screen: read from the marks that a practice clip carries in its pixels.
import type { Page } from 'playwright'
import sharp from 'sharp'
import { markCenters, readMarks } from '../../src-main/features/practice/frame-marks'

/** The frame in a screenshot of the stage's picture, or undefined where no marks can be read. */
export async function frameOnScreen(
  page: Page,
  canvas: { width: number; height: number },
): Promise<number | undefined> {
  const png = await page.getByTestId('stage-picture').screenshot({ animations: 'disabled' })
  const { data, info } = await sharp(png)
    .removeAlpha()
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const brightnesses = markCenters(canvas).map(({ x, y }) => {
    const column = Math.min(info.width - 1, Math.floor((x / canvas.width) * info.width))
    const row = Math.min(info.height - 1, Math.floor((y / canvas.height) * info.height))
    return data[(row * info.width + column) * info.channels] ?? 0
  })
  return readMarks(brightnesses)
}

/** Brings the transport to a frame (counted from 0) by its number field and waits until the stage shows it. */
export async function goToFrame(page: Page, frame: number, showing: string): Promise<void> {
  const field = page.getByTestId('frame-number')
  await field.fill(String(1001 + frame))
  await field.press('Enter')
  await page
    .locator(`[data-testid="stage"][data-frame="${frame}"][data-showing="${showing}"]`)
    .waitFor({ timeout: 20_000 })
}
