// The crop on the stage by mouse and by keys: each gesture is one edit, and what is shown is what is sent.
import { join } from 'node:path'
import { expect, test, type Locator, type Page } from '@playwright/test'
import type { Crop } from '#shared/domain/crop'
import { Failure } from '#shared/domain/failure'
import type { FakeBridge } from '../support/fake-bridge'
import { MEDIA } from '../support/fake-bridge-media'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

let opened: FakeWindow
let page: Page
let bridge: FakeBridge

test.beforeAll(async () => {
  opened = await openFakeWindow()
  page = opened.page
})
test.afterAll(() => opened.close())
test.beforeEach(async () => {
  await opened.resize(1280, 800)
  bridge = await opened.open(STATES['crop-tilted'])
})
test.afterEach(() => expect(opened.complaints()).toEqual([]))

const canvas = (): Locator => page.getByTestId('crop-canvas')
const field = (name: string): Locator => page.getByTestId(name)
const cropAt = (frame: number): Crop => {
  const key = bridge.snapshot().shots[0]?.keyframes.find((known) => known.frame === frame)
  if (!key) throw new Error(`no keyframe at ${frame}`)
  return key.crop
}
const edits = (): unknown[] =>
  bridge.calls.filter((call) => call.name === 'editShot').map((call) => call.input)
const picture = (name: string): Promise<Buffer> =>
  page.screenshot({ path: join(test.info().project.outputDir, 'screens', `crop-${name}.png`) })

async function middleOf(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox()
  if (!box) throw new Error('not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function choose(menu: string, word: string): Promise<void> {
  await page.getByTestId(menu).click()
  await page.locator('[role^=menuitem]', { hasText: word }).click()
}

test('a drag follows the pointer, level under a tilted picture, and is one edit', async () => {
  // A crop with room on every side.
  await field('crop-width').fill('2400')
  await field('crop-width').press('Enter')
  await expect.poll(edits).toHaveLength(1)
  const before = cropAt(0)
  const from = await middleOf(canvas())
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y - 20, { steps: 4 })
  const held = await middleOf(canvas())
  expect(held.y).toBeCloseTo(from.y - 20, 0)
  expect(held.x).toBeCloseTo(from.x, 0)
  expect(edits()).toHaveLength(1)
  await page.mouse.up()
  await expect.poll(edits).toHaveLength(2)
  expect(cropAt(0).y).toBeLessThan(before.y - 50)
  expect(cropAt(0).width).toBe(before.width)
})

test('Escape takes a drag back, and letting go afterwards does nothing', async () => {
  const from = await middleOf(canvas())
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x, from.y + 30, { steps: 3 })
  await page.keyboard.press('Escape')
  expect((await middleOf(canvas())).y).toBeCloseTo(from.y, 0)
  await page.mouse.move(from.x, from.y + 60)
  await page.mouse.up()
  await page.getByTestId('tilt').focus()
  expect(edits()).toEqual([])
})

test('a corner is dragged: the corner across stays, and the shape is exactly the canvas’s', async () => {
  const before = await canvas().boundingBox()
  const corner = await middleOf(page.locator('[data-corner="2"]'))
  await page.mouse.move(corner.x, corner.y)
  await page.mouse.down()
  await page.mouse.move(corner.x - 80, corner.y - 45, { steps: 4 })
  await page.mouse.up()
  await expect.poll(edits).toHaveLength(1)
  const after = await canvas().boundingBox()
  expect(after?.x).toBeCloseTo(before?.x ?? NaN, -0.3)
  expect(after?.y).toBeCloseTo(before?.y ?? NaN, -0.3)
  expect(after?.width).toBeCloseTo((before?.width ?? NaN) - 80, -0.3)
  const crop = cropAt(0)
  expect(crop.width / crop.height).toBeCloseTo(1280 / 720, 9)
})

test('a burst of the wheel is one edit and keeps what is under the pointer', async () => {
  const { width } = cropAt(0)
  const at = await middleOf(canvas())
  await page.mouse.move(at.x, at.y)
  for (let turn = 0; turn < 4; turn += 1) await page.mouse.wheel(0, -120)
  await expect.poll(edits).toHaveLength(1)
  expect(cropAt(0).width).toBeLessThan(width * 0.75)
  const now = await middleOf(canvas())
  expect(now.x).toBeCloseTo(at.x, -0.3)
})

test('by keys alone: arrows, zoom, a corner, numbers, tilt, turn and pad', async () => {
  await page.getByTestId('crop-surface').focus()
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  const start = cropAt(0)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await expect.poll(() => cropAt(0).y).not.toBe(start.y)
  const moved = cropAt(0)
  expect(Math.hypot(moved.x - start.x, moved.y - start.y)).toBeCloseTo(Math.hypot(1, 10), 6)

  await page.locator('[data-corner="0"]').focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(() => cropAt(0).width).toBeLessThan(moved.width)

  await field('crop-width').fill('2400')
  await field('crop-width').press('Enter')
  await expect.poll(() => cropAt(0).width).toBeCloseTo(2400, 6)
  await field('tilt').focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => cropAt(0).straightenDegrees).toBeCloseTo(-6.4, 6)
  await page.getByTestId('tilt-slider').focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => cropAt(0).straightenDegrees).toBeCloseTo(-6.3, 6)
  await page.getByTestId('turn-left').press('Enter')
  await expect.poll(() => cropAt(0).turns).toBe(0)
  await page.getByTestId('fit-fill').focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => cropAt(0)).toMatchObject({ fit: 'pad', padKind: 'solid' })
  await field('pad-code').fill('64')
  await field('pad-code').press('Enter')
  await expect.poll(() => cropAt(0).padCode).toBe(64)
  await picture('pad-solid')
})

test('copied on one keyframe, pasted on another; the still’s own paste is left alone', async () => {
  await page.getByTestId('crop-surface').focus()
  await page.keyboard.press('-')
  await page.keyboard.press('ControlOrMeta+c')
  await page.getByTestId('keyframe').nth(1).click()
  await page.getByTestId('crop-surface').focus()
  await page.keyboard.press('ControlOrMeta+v')
  await expect.poll(() => cropAt(60).turns).toBe(1)
  expect(cropAt(60).straightenDegrees).toBe(-6.5)
  expect(bridge.calls.some((call) => call.name === 'pasteStill')).toBe(false)
})

test('linking brings all keyframes to this crop in one step, and keeps them together', async () => {
  const before = edits().length
  await page.getByTestId('turn-left').click()
  await choose('crops', 'One crop for all keyframes')
  await page.keyboard.press('Escape')
  await expect.poll(() => bridge.snapshot().shots[0]?.isCropLinked).toBe(true)
  expect(edits()).toHaveLength(before + 2)
  expect([0, 60, 120].map((frame) => cropAt(frame).turns)).toEqual([0, 0, 0])
  await page.getByTestId('turn-right').click()
  await expect.poll(() => [0, 60, 120].map((frame) => cropAt(frame).turns)).toEqual([1, 1, 1])
})

test('a suggestion is outlined under the pointer and taken by one click', async () => {
  const crop = { ...cropAt(0), width: 2000, height: 1125 }
  bridge.answerNext('suggestCrops', {
    suggestions: [
      { kind: 'attention', crop },
      { kind: 'entropy', crop: { ...crop, y: crop.y + 200 } },
    ],
  })
  await page.getByTestId('suggest-attention').hover()
  await expect(page.getByTestId('crop-ghost')).toBeVisible()
  await picture('suggested')
  expect(edits()).toEqual([])
  await page.getByTestId('suggest-entropy').click()
  await expect.poll(() => cropAt(0)).toEqual({ ...crop, y: crop.y + 200 })
  expect(bridge.calls.filter((call) => call.name === 'suggestCrops')).toHaveLength(1)
})

test('guides are words that are switched one by one and remembered', async () => {
  await page.getByTestId('guides').click()
  await page.getByRole('menuitemcheckbox', { name: 'Golden section' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Thirds' }).click()
  await expect.poll(() => bridge.snapshot().settings.guides).toEqual(['golden'])
  await expect(page.getByRole('menuitemcheckbox', { name: 'Thirds' })).toHaveAttribute(
    'aria-checked',
    'false',
  )
  await picture('guides')
})

test('the prepared frame: being made, at 100 % under the loupe, under the wipe, or the reason it failed', async () => {
  bridge.answerNext('getPreparedFrame', { mediaId: MEDIA.lantern, bytes: 1 })
  await choose('compare', 'Loupe')
  const loupe = page.getByTestId('loupe')
  await expect(loupe.locator('img')).toHaveCSS('width', '1280px')
  expect(bridge.calls.filter((call) => call.name === 'getPreparedFrame')).toHaveLength(1)
  await loupe.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(loupe).toHaveAccessibleName(/pixel 672, 360/)
  await picture('loupe')

  bridge.answerNext('getPreparedFrame', { mediaId: MEDIA.lantern, bytes: 1 })
  await page.getByTestId('turn-left').click()
  await choose('compare', 'Wipe still and prepared')
  const line = page.getByTestId('wipe-line')
  const from = await middleOf(line)
  await page.mouse.move(from.x, from.y)
  await page.mouse.down()
  await page.mouse.move(from.x + 60, from.y, { steps: 3 })
  await page.mouse.up()
  expect(Number(await line.getAttribute('aria-valuenow'))).toBeGreaterThan(55)
  await line.focus()
  await page.keyboard.press('Home')
  await expect(line).toHaveAttribute('aria-valuenow', '0')
  await picture('wipe')

  bridge.failNext('getPreparedFrame', new Failure('still-missing', 'lantern-table.tif'))
  await page.getByTestId('turn-right').click()
  await expect(page.getByRole('alert')).toContainText('The file is not there any more.')
  await picture('prepared-failed')
})

test('another keyframe lies over this one as an onion skin or under a wipe', async () => {
  await page.getByTestId('compare').click()
  await expect(page.getByText('This is the first keyframe.')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await choose('compare', 'Onion skin, keyframe after')
  await expect(page.getByTestId('other-keyframe').locator('img')).toHaveAttribute('alt', 'ridge-at-dusk.tif')
  await picture('onion')
  await choose('compare', 'Wipe with keyframe after')
  await expect(page.getByRole('slider', { name: 'Wipe between frame 0 and frame 60' })).toBeVisible()
  await picture('wipe-keyframes')
})

test('the first still proposes its aspect with figures; nothing changes before the answer', async () => {
  bridge = await opened.open(STATES['crop-proposed'])
  await expect(page.getByTestId('proposal')).toContainText('3:4 · 832 × 1104 loses 11.5 % instead of 62.5 %')
  await expect(page.getByTestId('crop-ghost')).toBeVisible()
  expect(edits()).toEqual([])
  await page.getByTestId('proposal-take').click()
  await expect(page.getByTestId('proposal')).toHaveCount(0)
  expect(bridge.snapshot().shots[0]).toMatchObject({ aspect: '3:4', proposedAspect: null })

  bridge = await opened.open(STATES['crop-proposed'])
  await page.getByTestId('proposal-leave').click()
  await expect(page.getByTestId('proposal')).toHaveCount(0)
  expect(bridge.snapshot().shots[0]).toMatchObject({ aspect: '16:9', proposedAspect: null })
})
