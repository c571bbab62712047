// Pictures dragged out of a browser onto the real window: as an address, as a piece of a page, and as bare bytes.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { launchLatitude, type LaunchedLatitude } from '../support/electron-app'

let latitude: LaunchedLatitude
let png: Buffer
let dataUrl: string

test.beforeEach(async () => {
  latitude = await launchLatitude({ size: { width: 1280, height: 800 } })
  const color = { r: 120, g: 90, b: 60 }
  png = await sharp({ create: { width: 640, height: 360, channels: 3, background: color } })
    .png()
    .toBuffer()
  dataUrl = `data:image/png;base64,${png.toString('base64')}`
  await expect(latitude.page.getByTestId('first-run')).toBeVisible()
})
test.afterEach(async () => latitude?.close())

interface DragItem {
  mimeType: string
  data: string
}

/** A drag as another program starts it: its events are trusted, and its data is only seen at the drop. */
async function dragOver(
  page: Page,
  items: DragItem[],
  types: ('dragEnter' | 'dragOver' | 'drop')[],
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const point = { x: 640, y: 400 }
  for (const type of types) {
    await session.send('Input.dispatchDragEvent', { type, ...point, data: { items, dragOperationsMask: 1 } })
  }
  await session.detach()
}
const dropItems = (page: Page, items: DragItem[]) => dragOver(page, items, ['dragEnter', 'dragOver', 'drop'])

const shotsFolder = () => join(latitude.documents, 'Latitude', 'First project', 'shots')

async function storedStills(): Promise<string[]> {
  const names = await readdir(shotsFolder(), { recursive: true }).catch(() => [])
  return names.filter((name) => /stills[\\/]./.test(name))
}
const leftovers = () => readdir(join(latitude.userData, 'cache', 'drops')).catch(() => [])

test('a picture of a page is shown as welcome and becomes a shot', async () => {
  const { page } = latitude
  const items = [
    { mimeType: 'text/uri-list', data: 'https://x.test/where-the-link-leads' },
    { mimeType: 'text/html', data: `<a href="https://x.test"><img alt="a > b" src="${dataUrl}"></a>` },
  ]
  await dragOver(page, items, ['dragEnter', 'dragOver'])
  await expect(page.getByTestId('drop-veil')).toHaveText('Drop to begin a new shot')
  await page.screenshot({ path: 'test-results/browser-drop-veil.png' })
  await dropItems(page, items)
  await expect(page.getByTestId('shot-card')).toHaveCount(1)
  await expect(page.getByTestId('drop-veil')).toHaveCount(0)
  await expect.poll(storedStills).toHaveLength(1)
  await expect.poll(leftovers).toEqual([])
})

test('an address becomes a shot', async () => {
  await dropItems(latitude.page, [{ mimeType: 'text/uri-list', data: dataUrl }])
  await expect(latitude.page.getByTestId('shot-card')).toHaveCount(1)
})

test('a large picture without a path comes in pieces, whole', async () => {
  const { page } = latitude
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  const still = await sharp({ create: { width: 1800, height: 1800, channels: 3, noise, background: 'gray' } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  expect(still.length).toBeGreaterThan(8 * 2 ** 20)
  await page.evaluate((base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], 'large.png'))
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
    )
  }, still.toString('base64'))
  await expect(page.getByTestId('shot-card')).toHaveCount(1)
  const [stored = ''] = await storedStills()
  expect((await readFile(join(shotsFolder(), stored))).equals(still)).toBe(true)
})

test('bytes without a path are sent to main and become a shot', async () => {
  const { page } = latitude
  await page.evaluate(
    (numbers) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(numbers)], 'Küche 100%.png', { type: 'image/png' }))
      const target = document.querySelector('main') ?? document.body
      target.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    },
    [...png],
  )
  await expect(page.getByTestId('shot-card')).toHaveCount(1)
  await expect.poll(async () => (await storedStills()).join()).toContain('Kuche_100')
  await expect.poll(leftovers).toEqual([])
})

test('what cannot be opened is said with its reason, and makes no shot', async () => {
  const { page } = latitude
  await dropItems(page, [{ mimeType: 'text/uri-list', data: 'http://127.0.0.1:9/router.png' }])
  await expect(page.getByTestId('notice')).toContainText('could not be read')
  await expect(page.getByText('is not on the open internet')).toBeVisible()
  await page.screenshot({ path: 'test-results/browser-drop-refused.png' })
  await expect(page.getByTestId('shot-card')).toHaveCount(0)
})

test('what is dragged from one part of the window to another is not taken', async () => {
  const { page } = latitude
  const items = [{ mimeType: 'text/html', data: `<img src="${dataUrl}">` }]
  await page.evaluate(() => window.dispatchEvent(new DragEvent('dragstart')))
  await dropItems(page, items)
  await dragOver(page, items, ['dragEnter', 'dragOver'])
  await expect(page.getByTestId('drop-veil')).toHaveCount(0)
  await page.evaluate(() => window.dispatchEvent(new DragEvent('dragend')))
  await dragOver(page, items, ['dragOver'])
  await expect(page.getByTestId('drop-veil')).toBeVisible()
  await expect(page.getByTestId('shot-card')).toHaveCount(0)
})

test('words without a picture are answered, plain text is not taken at all', async () => {
  const { page } = latitude
  await dropItems(page, [{ mimeType: 'text/html', data: '<p>Only words</p>' }])
  await expect(page.getByText('What was dropped holds no picture.')).toBeVisible()
  await dragOver(page, [{ mimeType: 'text/plain', data: 'words' }], ['dragEnter', 'dragOver'])
  await expect(page.getByTestId('drop-veil')).toHaveCount(0)
})
