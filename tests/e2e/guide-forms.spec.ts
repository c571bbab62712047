// The six forms of the provider's guide, each built in the real application: once by mouse, once by keyboard alone.
// What would be sent is read from the window itself and compared with the guide, field by field.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import sharp from 'sharp'
import { dropFiles, launchLatitude, type LaunchedLatitude } from '../support/electron-app'
import { differencesFromGuide, GUIDE_FORMS, readGuideForm, type GuideFormName } from '../support/guide-forms'

interface Wish {
  prompt: string
  range: 'sdr' | 'hdr-exr'
  duration: 5 | 10
  isLoop: boolean
  stills: string[]
  /** Taken from the proposal the first still makes. */
  aspect?: string
  /** Where keyframes go from where they were pinned. */
  moves: [from: number, to: number][]
}

/** How a hand does each thing. */
interface Hand {
  newShot(): Promise<void>
  write(prompt: string): Promise<void>
  choose(group: 'range' | 'length', value: string): Promise<void>
  switchLoop(): Promise<void>
  bringStills(paths: string[]): Promise<void>
  accept(aspect: string): Promise<void>
  move(from: number, to: number): Promise<void>
  readRequest(): Promise<unknown>
}

let latitude: LaunchedLatitude
let page: Page
let folder: string

test.describe.configure({ mode: 'serial' })

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude forms '))
  await paint('square', 1200, 1200, 40)
  for (const [index, name] of ['spring', 'summer', 'autumn', 'winter'].entries())
    await paint(name, 1920, 1080, 60 + index * 40)
  latitude = await launchLatitude({ size: { width: 1280, height: 800 } })
  page = latitude.page
})
test.afterAll(async () => {
  await latitude?.close()
  await rm(folder, { recursive: true, force: true })
})

const still = (name: string): string => join(folder, `${name}.png`)

async function paint(name: string, width: number, height: number, shade: number): Promise<void> {
  const background = { r: shade, g: shade, b: shade }
  await sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toFile(still(name))
}

const WISHES: Record<GuideFormName, Omit<Wish, 'prompt'>> = {
  '1-text-to-video': { range: 'sdr', duration: 5, isLoop: false, stills: [], moves: [] },
  '2-image-to-video': {
    range: 'sdr',
    duration: 5,
    isLoop: false,
    stills: ['square'],
    aspect: '1:1',
    moves: [],
  },
  '3-first-and-last': { range: 'sdr', duration: 5, isLoop: false, stills: ['spring', 'winter'], moves: [] },
  '4-many-keyframes': {
    range: 'sdr',
    duration: 10,
    isLoop: false,
    stills: ['spring', 'winter', 'autumn', 'summer'],
    moves: [
      [120, 160],
      [60, 80],
    ],
  },
  '5-hdr-and-exr': { range: 'hdr-exr', duration: 5, isLoop: false, stills: [], moves: [] },
  '6-loop': { range: 'sdr', duration: 5, isLoop: true, stills: [], moves: [] },
}

function toWish(name: GuideFormName): Wish {
  const form = readGuideForm(name)
  const prompt = 'request' in form ? String(form.request['positivePrompt']) : 'A lantern turns on its thread.'
  return { prompt, ...WISHES[name] }
}

const keyframe = (frame: number) => page.getByRole('option', { name: new RegExp(`^Keyframe ${frame}( |,)`) })

async function frameX(frame: number): Promise<number> {
  const track = page.locator('[data-drop=timeline]')
  const box = await track.boundingBox()
  if (!box) throw new Error('no timeline')
  return box.x + (frame / Number(await track.getAttribute('data-last-frame'))) * box.width
}

async function requestText(): Promise<unknown> {
  await expect(page.getByTestId('request-json')).toContainText('taskUUID')
  return JSON.parse(await page.getByTestId('request-json').innerText())
}

const mouse: Hand = {
  async newShot() {
    const first = page.getByRole('button', { name: 'Begin without a still' })
    if (await first.isVisible()) await first.click()
    else await page.getByRole('button', { name: 'New shot' }).click()
  },
  async write(prompt) {
    await page.getByTestId('prompt').click()
    await page.keyboard.insertText(prompt)
  },
  choose: (group, value) => page.getByTestId(`${group}-${value}`).click(),
  switchLoop: () => page.getByTestId('loop').click(),
  bringStills: (paths) => dropFiles(page, paths, '[data-testid=stage]'),
  accept: (aspect) => page.getByRole('button', { name: `Use ${aspect}` }).click(),
  async move(from, to) {
    const box = await keyframe(from).boundingBox()
    if (!box) throw new Error(`no keyframe at ${from}`)
    const y = box.y + box.height / 2
    const grip = 6
    const start = await frameX(from)
    const end = await frameX(to)
    await page.mouse.move(start + grip, y)
    await page.mouse.down()
    await page.mouse.move((start + end) / 2, y, { steps: 4 })
    await page.mouse.move(end + grip, y, { steps: 4 })
    await page.mouse.up()
  },
  async readRequest() {
    await page.getByTestId('request').click()
    const request = await requestText()
    await page.getByRole('button', { name: 'Close' }).click()
    return request
  },
}

/** Tab, as often as it takes; never a pointer. */
async function tabTo(selector: string): Promise<void> {
  for (let step = 0; step < 200; step += 1) {
    const isThere = await page.evaluate(
      (wanted) => document.activeElement?.matches(wanted) ?? false,
      selector,
    )
    if (isThere) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never comes to ${selector}`)
}

const keyboard: Hand = {
  newShot: () => page.keyboard.press('Control+N'),
  async write(prompt) {
    await tabTo('[data-testid=prompt]')
    await page.keyboard.insertText(prompt)
  },
  async choose(group, value) {
    await tabTo(`[data-testid^="${group}-"]`)
    const wanted = `[data-testid="${group}-${value}"][aria-checked=true]`
    for (let step = 0; step < 4; step += 1) {
      if (await page.evaluate((selector) => document.activeElement?.matches(selector), wanted)) return
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
    }
    throw new Error(`${group} never comes to ${value}`)
  },
  async switchLoop() {
    await tabTo('[data-testid=loop]')
    await page.keyboard.press('Space')
  },
  async bringStills(paths) {
    // The system's own dialog cannot be typed into from here; it answers with what was chosen.
    await latitude.app.evaluate(({ dialog }, filePaths) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths })
    }, paths)
    await page.keyboard.press('Control+O')
  },
  async accept(aspect) {
    await expect(page.getByRole('button', { name: `Use ${aspect}` })).toBeVisible()
    for (let step = 0; step < 200; step += 1) {
      const words = await page.evaluate(() => document.activeElement?.textContent?.trim())
      if (words === `Use ${aspect}`) return page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
    }
    throw new Error('Tab never comes to the proposal')
  },
  async move(from, to) {
    await tabTo('[data-testid=keyframe]')
    // Up and down choose the keyframe, left and right move it: a second with Shift, a frame without.
    await page.keyboard.press('Home')
    while (!(await keyframe(from).evaluate((element) => element === document.activeElement))) {
      await page.keyboard.press('ArrowDown')
    }
    let at = from
    for (const [by, keys] of [
      [24, 'Shift+ArrowRight'],
      [1, 'ArrowRight'],
    ] as const) {
      for (; to - at >= by; at += by) {
        await page.keyboard.press(keys)
        await expect(keyframe(at + by)).toBeFocused()
      }
    }
  },
  async readRequest() {
    await tabTo('[data-testid=request]')
    await page.keyboard.press('Enter')
    const request = await requestText()
    await page.keyboard.press('Escape')
    return request
  },
}

for (const [way, hand] of [
  ['by mouse', mouse],
  ['by keyboard alone', keyboard],
] as const) {
  for (const name of GUIDE_FORMS) {
    test(`${name} is built ${way}`, async () => {
      const wish = toWish(name)
      const shots = await page.getByTestId('shot-card').count()
      await hand.newShot()
      await expect(page.getByTestId('shot-card')).toHaveCount(shots + 1)
      await hand.write(wish.prompt)
      if (wish.range !== 'hdr-exr') await hand.choose('range', wish.range)
      if (wish.duration !== 5) await hand.choose('length', String(wish.duration))
      if (wish.isLoop) await hand.switchLoop()
      if (wish.stills.length > 0) {
        await hand.bringStills(wish.stills.map(still))
        await expect(page.getByTestId('keyframe')).toHaveCount(wish.stills.length)
      }
      if (wish.aspect) await hand.accept(wish.aspect)
      for (const [from, to] of wish.moves) {
        await hand.move(from, to)
        await expect(keyframe(to)).toBeVisible()
      }
      const request = await hand.readRequest()
      expect(Array.isArray(request)).toBe(true)
      const [task, ...others] = request as unknown[]
      expect(others).toEqual([])
      expect(differencesFromGuide(readGuideForm(name), task)).toEqual([])
      await page.screenshot({
        path: `test-results/guide-forms/${name}-${way.replaceAll(' ', '-')}.png`,
      })
    })
  }
}
