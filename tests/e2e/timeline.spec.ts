// The timeline over a fake bridge: keyframes by pointer, keys and words, the animatic by the clock, the shelf, and the
// question before another length.
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { auditScreen } from '../support/fake-bridge-audit'
import AxeBuilder from '@axe-core/playwright'
import type { FakeBridge } from '../support/fake-bridge'
import { STATES, type StateName } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

let opened: FakeWindow
let page: Page
let bridge: FakeBridge

test.beforeAll(async () => {
  opened = await openFakeWindow()
  page = opened.page
  await opened.resize(1280, 800)
})
test.afterAll(() => opened.close())
test.afterEach(() => expect(opened.complaints()).toEqual([]))

async function open(name: StateName): Promise<void> {
  bridge = await opened.open(STATES[name])
}
const frames = (): number[] => bridge.snapshot().shots[0]?.keyframes.map((key) => key.frame) ?? []
const edits = (): unknown[] => bridge.calls.filter((call) => call.name === 'editShot')

/** The page's place of a frame on the track. */
async function pointAt(frame: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('[data-drop=timeline]').boundingBox()
  if (!box) throw new Error('no timeline')
  const last = Number(await page.locator('[data-drop=timeline]').getAttribute('data-last-frame'))
  return { x: box.x + (frame / last) * box.width, y: box.y + 46 }
}

test('a keyframe is dragged, lands beside a taken frame, makes one edit, and Escape forgets it', async () => {
  await open('bench')
  const from = await pointAt(60)
  const first = await pointAt(0)
  await page.mouse.move(from.x + 5, from.y)
  await page.mouse.down()
  await page.mouse.move(first.x + 40, from.y, { steps: 4 })
  await page.mouse.move(first.x + 5, from.y)
  expect(edits()).toEqual([])
  await page.mouse.up()
  await expect.poll(frames).toEqual([0, 1, 120])
  expect(edits()).toHaveLength(1)

  const last = await pointAt(110)
  await page.mouse.move(first.x + 40, first.y)
  await page.mouse.down()
  await page.mouse.move(last.x, last.y, { steps: 4 })
  await page.keyboard.press('Escape')
  await page.mouse.up()
  expect(edits()).toHaveLength(1)
})

test('a time is typed in any unit, and what cannot be taken says why', async () => {
  await open('bench')
  await page.getByRole('option', { name: /^Keyframe 60,/ }).click()
  const field = page.getByLabel('Frame of the chosen keyframe')
  await field.fill('-1')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('There is a keyframe at 120 already.')
  await field.fill('soon')
  await field.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Type a time up to 120')
  await field.fill('2 s')
  await field.press('Enter')
  await expect.poll(frames).toEqual([0, 48, 120])
  await page.getByTestId('time-unit').click()
  await page.getByRole('menuitemradio', { name: 'Time code' }).click()
  await expect(field).toHaveValue('01:00:02:00')
  expect(bridge.snapshot().settings.timeUnit).toBe('timecode')
})

test('keys move the playhead and the keyframe, and the duplicate lands where the playhead stands', async () => {
  await open('bench')
  const playhead = page.getByTestId('playhead')
  await playhead.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await expect(playhead).toHaveAttribute('aria-valuenow', '24')
  await expect(page.getByTestId('animatic')).toHaveAttribute('data-weight', '0.400')
  await page.getByRole('button', { name: 'Duplicate to playhead' }).click()
  await expect.poll(frames).toEqual([0, 24, 60, 120])
  await page.getByRole('button', { name: 'Spread evenly' }).click()
  await expect.poll(frames).toEqual([0, 40, 80, 120])
  await page.getByRole('option', { name: /^Keyframe 40,/ }).click()
  await page.keyboard.press('Shift+ArrowRight')
  await expect.poll(frames).toEqual([0, 64, 80, 120])
  await expect(page.getByTestId('animatic')).toHaveCount(0)
})

test('Space plays the animatic and Escape gives the crop back', async () => {
  await open('timeline-loop')
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect(page.getByTestId('animatic')).toHaveAttribute('data-to', '60')
  // Only a loop comes from its last keyframe back to its first.
  await expect(page.getByTestId('animatic')).toHaveAttribute('data-from', '60')
  await expect(page.getByTestId('animatic')).toHaveAttribute('data-to', '0')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('animatic')).toHaveCount(0)
})

test('stills on no keyframe are pinned at the playhead, dragged onto the timeline, or taken off', async () => {
  await open('timeline-shelf')
  await page.getByTestId('playhead-field').fill('60')
  await page.getByTestId('playhead-field').press('Enter')
  await page.getByRole('button', { name: 'Pin window-seat.jpg at the playhead' }).click()
  await expect.poll(frames).toEqual([0, 30, 60, 200, 240])
  const grip = await page.getByTestId('shelf').getByTitle('Drag onto the timeline').boundingBox()
  const target = await pointAt(120)
  if (!grip) throw new Error('no shelf')
  await page.mouse.move(grip.x + 10, grip.y + 10)
  await page.mouse.down()
  await page.mouse.move(target.x, target.y, { steps: 5 })
  await page.mouse.up()
  await expect.poll(frames).toEqual([0, 30, 60, 120, 200, 240])
  await expect(page.getByTestId('shelf')).toHaveCount(0)
})

test('another length shows both outcomes before anything changes, and is one edit', async () => {
  await open('timeline-shelf')
  await page.getByTestId('length-5').click()
  await expect(page.getByTestId('ghosts-time')).toHaveAttribute('data-frames', '0 30 120')
  await expect(page.getByTestId('ghosts-proportion')).toHaveAttribute('data-frames', '0 15 100 120')
  await expect(page.getByTestId('length-choice')).toContainText('drops 200')
  expect(edits()).toEqual([])
  await page.screenshot({ path: join(test.info().project.outputDir, 'screens', 'timeline-length-1280.png') })
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByTestId('length-choice')).toHaveCount(0)
  await page.getByTestId('length-5').click()
  await page.getByRole('button', { name: 'Keep proportion' }).click()
  await expect.poll(frames).toEqual([0, 15, 100, 120])
  expect(edits()).toHaveLength(1)
})

test('an import says how far it has come', async () => {
  await open('bench')
  bridge.send('importProgress', { done: 12, total: 100 })
  await expect(page.getByTestId('import-progress')).toHaveText('12 of 100 stills')
  bridge.send('importProgress', null)
  await expect(page.getByTestId('import-progress')).toHaveCount(0)
})

for (const { width, height } of [
  { width: 1280, height: 800 },
  { width: 1920, height: 1200 },
]) {
  for (const name of ['bench', 'timeline-shelf', 'many-keyframes', 'bench-no-still'] as const) {
    test(`${name} at ${width} × ${height}: the timeline fits in every unit`, async () => {
      await opened.resize(width, height)
      for (const timeUnit of ['frames', 'seconds', 'timecode'] as const) {
        const state = STATES[name]
        bridge = await opened.open({ ...state, settings: { ...state.settings, timeUnit } })
        await page.waitForFunction(() => [...document.images].every((image) => image.complete))
        const path = join(test.info().project.outputDir, 'screens', `${name}-${timeUnit}-${width}.png`)
        await page.screenshot({ path })
        expect(await auditScreen(page)).toEqual({
          tinted: [],
          faint: [],
          small: [],
          clipped: [],
          sideways: [],
        })
        const head = page.getByTestId('timeline')
        expect(await head.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
      }
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
    })
  }
}
