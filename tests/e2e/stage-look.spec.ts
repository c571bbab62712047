// The stage's controls in the real window, over a fake bridge: what is set is seen, said, taken back, and never claimed
// of a copy that does not have it.
import { expect, test, type Locator, type Page } from '@playwright/test'
import sharp from 'sharp'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

let opened: FakeWindow
let page: Page

test.beforeAll(async () => {
  opened = await openFakeWindow()
  page = opened.page
})
test.afterAll(() => opened.close())
test.beforeEach(async () => {
  await opened.open(STATES.viewer)
  await page.locator('[data-take="take-1"]').click()
  await expect(stage()).toHaveAttribute('data-showing', 'still')
})
test.afterEach(() => expect(opened.complaints()).toEqual([]))

const stage = (): Locator => page.getByTestId('stage')
const strip = (): Locator => page.getByTestId('strip')
const reset = (): Locator => page.getByTestId('look-reset')

interface Look {
  /** Mean code, 0…255. */
  mean: number
  /** Mean distance of a pixel's channels from its own mean. */
  tint: number
  /** Where the light lies, 0…1 from the left. */
  middle: number
}

async function lookAt(): Promise<Look> {
  const png = await page.getByTestId('stage-picture').screenshot({ animations: 'disabled' })
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let [sum, tint, moment] = [0, 0, 0]
  for (let at = 0; at < data.length; at += 3) {
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
    const gray = (r + g + b) / 3
    sum += gray
    tint += Math.abs(r - gray) + Math.abs(g - gray) + Math.abs(b - gray)
    moment += gray * ((at / 3) % info.width)
  }
  return { mean: (sum * 3) / data.length, tint: tint / data.length, middle: moment / sum / info.width }
}

test('exposure brightens the picture and is said; one press takes everything back', async () => {
  const before = await lookAt()
  await expect(reset()).toBeDisabled()
  await page.getByTestId('exposure').fill('2')
  await page.getByTestId('exposure').press('Enter')
  await expect(strip()).toContainText('exposure +2.00')
  expect((await lookAt()).mean).toBeGreaterThan(before.mean * 1.5)
  // After Enter the keys are the viewer's.
  await page.keyboard.press('[')
  await expect(page.getByTestId('exposure')).toHaveValue('1.50')
  await reset().click()
  await expect(strip()).not.toContainText('exposure')
  expect(await lookAt()).toEqual(before)
})

test('gamma brightens the middle, and a channel alone is without any color', async () => {
  const before = await lookAt()
  expect(before.tint).toBeGreaterThan(1)
  await page.getByTestId('gamma').fill('1.6')
  await page.getByTestId('gamma').press('Enter')
  await expect(strip()).toContainText('gamma 1.60')
  expect((await lookAt()).mean).toBeGreaterThan(before.mean * 1.1)
  await page.getByTestId('channel-blue').click()
  await expect(strip()).toContainText('blue alone')
  const blue = await lookAt()
  expect(blue.tint).toBe(0)
  await page.keyboard.press('r')
  await expect(page.getByTestId('channel-red')).toHaveAttribute('aria-pressed', 'true')
  const red = await lookAt()
  expect(red.tint).toBe(0)
  expect(red.mean).toBeGreaterThan(blue.mean * 1.2)
})

test('another view shows another picture, and the strip names it', async () => {
  const before = await lookAt()
  await page.getByTestId('view-menu').click()
  await page.getByRole('menuitemradio', { name: 'ACES 1.3 HDR, Rec.2100 PQ, 1000 nit, within P3' }).click()
  await expect(strip()).toContainText(
    'ACES 1.3 HDR, Rec.2100 PQ, 1000 nit, within P3 · sRGB window · cut off above 203 nit',
  )
  await expect.poll(async () => (await lookAt()).mean).not.toBe(before.mean)
})

test('mirroring moves the light to the other side, of the true frame and of the copy alike', async () => {
  const before = await lookAt()
  await page.keyboard.press('Shift+X')
  expect((await lookAt()).middle).toBeCloseTo(1 - before.middle, 1)
  expect(Math.abs(before.middle - 0.5)).toBeGreaterThan(0.02)
  await page.getByTestId('proxy-switch-sdr').click()
  await expect(stage()).toHaveAttribute('data-showing', 'sdr-proxy')
  expect((await lookAt()).middle).toBeCloseTo(1 - before.middle, 1)
})

test('at 64:1 the file’s own numbers stand in the pixels, and a fit takes them away', async () => {
  await page.keyboard.press('1')
  await expect(page.getByTestId('zoom-menu')).toHaveText('1:1')
  await expect(page.getByTestId('pixel-values')).toHaveCount(0)
  for (let step = 0; step < 8; step += 1) await page.keyboard.press('+')
  await expect(page.getByTestId('zoom-menu')).toHaveText('64:1')
  const first = await page.getByTestId('pixel-values').locator('text').first().textContent()
  expect(Number(first)).toBeGreaterThan(0)
  await page.keyboard.press('Alt+ArrowRight')
  await page.keyboard.press('f')
  await expect(page.getByTestId('pixel-values')).toHaveCount(0)
  await expect(page.getByTestId('zoom-menu')).toHaveText('Fit')
})

test('the wheel zooms around the pointer, and a drag moves the picture as far as the hand', async () => {
  const box = await stage().boundingBox()
  const placeOf = () => page.getByTestId('stage-picture').boundingBox()
  if (!box) throw new Error('no stage')
  const at = { x: box.x + box.width * 0.3, y: box.y + box.height * 0.6 }
  const under = async (): Promise<number[]> => {
    const place = await placeOf()
    return place ? [(at.x - place.x) / place.width, (at.y - place.y) / place.height] : []
  }
  const before = await under()
  await page.mouse.move(at.x, at.y)
  await page.mouse.wheel(0, -120)
  await page.mouse.wheel(0, -120)
  await expect(page.getByTestId('zoom-menu')).not.toHaveText('Fit')
  const after = await under()
  expect(after[0]).toBeCloseTo(before[0] ?? NaN, 2)
  expect(after[1]).toBeCloseTo(before[1] ?? NaN, 2)
  const start = await placeOf()
  await page.mouse.down()
  await page.mouse.move(at.x + 40, at.y - 25)
  await page.mouse.up()
  const end = await placeOf()
  expect([(end?.x ?? 0) - (start?.x ?? 0), (end?.y ?? 0) - (start?.y ?? 0)]).toEqual([40, -25])
})

test('while a copy plays, what it cannot take is unavailable, says why, and waits for the stop', async () => {
  await page.keyboard.press(']')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(strip()).toContainText('exposure, gamma and channel are not in this copy')
  const red = page.getByTestId('channel-red')
  await expect(red).toHaveAttribute('aria-disabled', 'true')
  await expect(red).toHaveAttribute('title', /When stopped/)
  await red.click({ force: true })
  await expect(red).toHaveAttribute('aria-pressed', 'false')
  await page.keyboard.press('Space')
  await expect(stage()).toHaveAttribute('data-showing', 'still')
  await expect(strip()).toContainText('exposure +0.50')
})

test('the keys have a sheet', async () => {
  await page.getByTestId('viewer-keys').click()
  await expect(page.getByTestId('keys-sheet')).toContainText('One picture pixel to a screen pixel')
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('keys-sheet')).toHaveCount(0)
})
