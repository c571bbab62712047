// A take is dragged out of the real window: the drag that begins on the word goes on with the files themselves. What
// the system does with them afterwards is the system's; here it is seen what Electron is given.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { launchLatitude, type LaunchedLatitude } from '../support/electron-app'

let latitude: LaunchedLatitude
test.setTimeout(300_000)
test.beforeAll(async () => {
  latitude = await launchLatitude({
    env: { LATITUDE_PRACTICE_FRAMES: '3' },
    size: { width: 1440, height: 1100 },
  })
})
test.afterAll(async () => latitude?.close())

test('the frames, their folder and the take leave the window as files, with a picture under the pointer', async () => {
  const { app, page, documents } = latitude
  await page.getByTestId('example').first().click()
  await page.getByTestId('prompt').fill('Slow push-in, dust in the beam.')
  await page.getByTestId('buy-take').click()
  const card = page.getByTestId('take-card')
  await card.click()
  await expect(card).toHaveAttribute('data-state', 'sealed', { timeout: 200_000 })
  await expect(card).toHaveAttribute('data-busy', 'false', { timeout: 200_000 })
  await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (!contents) throw new Error('no window')
    const given: unknown[] = []
    Object.assign(globalThis, { given })
    contents.startDrag = ({ file, files, icon }) => {
      const isPicture = typeof icon !== 'string' && !icon.isEmpty()
      given.push({ file, files, isPicture })
    }
  })
  const root = join(documents, 'Latitude', 'First project', 'shots', 'SH010', 'takes', 'v001')
  const frames = [1001, 1002, 1003].map((frame) => join(root, 'exr', `SH010_v001_practice.${frame}.exr`))
  const wanted = { sequence: frames, folder: [join(root, 'exr')], take: [root] }
  for (const [what, files] of Object.entries(wanted)) {
    const handle = page.getByTestId(`drag-${what}`)
    await handle.scrollIntoViewIfNeeded()
    const box = await handle.boundingBox()
    if (!box) throw new Error(`no ${what} to drag`)
    // A real drag by the mouse: the window's own drag event begins it.
    await page.mouse.move(box.x + 8, box.y + 8)
    await page.mouse.down()
    await page.mouse.move(box.x + 40, box.y + 30, { steps: 6 })
    await page.mouse.up()
    const last = () => app.evaluate(() => (globalThis as unknown as { given: unknown[] }).given.at(-1))
    await expect.poll(last).toEqual({ file: files[0], files, isPicture: true })
    expect(files.every((file) => existsSync(file))).toBe(true)
  }
  await page.screenshot({ path: 'test-results/drag-out.png' })
})
