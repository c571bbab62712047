// The viewer at work, over a fake bridge: the picture on the screen is the frame that is named, however one gets there.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { Failure } from '#shared/domain/failure'
import type { FakeBridge } from '../support/fake-bridge'
import { FAKE_CLIP } from '../support/fake-bridge-media'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'
import { frameOnScreen as readFrame, goToFrame } from '../support/read-frame-marks'

let opened: FakeWindow
let page: Page
let bridge: FakeBridge

test.beforeAll(async () => {
  opened = await openFakeWindow()
  page = opened.page
})
test.afterAll(() => opened.close())
test.afterEach(() => expect(opened.complaints()).toEqual([]))

const stage = (): Locator => page.getByTestId('stage')
const frameNumber = (): Locator => page.getByTestId('frame-number')
const frameOnScreen = (): Promise<number | undefined> => readFrame(page, FAKE_CLIP)

async function openViewer(): Promise<void> {
  bridge = await opened.open(STATES.viewer)
  await page.locator('[data-take="take-1"]').click()
  await expect(stage()).toHaveAttribute('data-frame', '0')
}

const JUMPS = [0, 120, 1, 119, 48, 47, 60, 12, 13, 11, 96, 24, 23, 72, 5, 118, 36, 84, 108, 59, 2, 77]

for (const { source, showing } of [
  { source: 'exr', showing: 'still' },
  { source: 'sdr', showing: 'sdr-proxy' },
  { source: 'hdr', showing: 'hdr-proxy' },
  { source: 'mp4', showing: 'video' },
]) {
  test(`the ${source} picture on the screen is the frame that was asked for, wherever one jumps`, async () => {
    await openViewer()
    await page.getByTestId(`proxy-switch-${source}`).click()
    for (const frame of JUMPS) {
      await goToFrame(page, frame, showing)
      expect(await frameOnScreen()).toBe(frame)
    }
  })
}

test('after a frame number is entered the keys are the transport’s again', async () => {
  await openViewer()
  await goToFrame(page, 48, 'still')
  await page.keyboard.press('ArrowRight')
  await expect(stage()).toHaveAttribute('data-frame', '49')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
})

test('arrows step one frame, with shift twelve, Home and End go to the ends', async () => {
  await openViewer()
  await page.getByTestId('proxy-switch-sdr').click()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await expect(stage()).toHaveAttribute('data-frame', '13')
  expect(await frameOnScreen()).toBe(13)
  await expect(frameNumber()).toHaveValue('1014')
  await expect(page.getByTestId('timecode')).toHaveText('01:00:00:13')
  await page.keyboard.press('End')
  await expect(stage()).toHaveAttribute('data-frame', '120')
  await page.keyboard.press('ArrowRight')
  await expect(frameNumber()).toHaveValue('1121')
  await page.keyboard.press('Home')
  await expect(stage()).toHaveAttribute('data-frame', '0')
  expect(await frameOnScreen()).toBe(0)
})

test('Space plays and pauses, and the paused picture is the frame whose number is shown', async () => {
  await openViewer()
  for (let round = 0; round < 3; round += 1) {
    const before = await frameNumber().inputValue()
    await page.keyboard.press('Space')
    await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
    await expect(page.getByTestId('what-you-see')).toContainText('SDR proxy')
    await expect(frameNumber()).not.toHaveValue(before)
    await page.keyboard.press('Space')
    await expect(stage()).toHaveAttribute('data-showing', 'still')
    const frame = Number(await frameNumber().inputValue()) - 1001
    await expect(stage()).toHaveAttribute('data-frame', String(frame))
    expect(await frameOnScreen()).toBe(frame)
  }
})

test('J plays backwards, K stops, L plays, and L again doubles', async () => {
  await openViewer()
  await goToFrame(page, 60, 'still')
  await frameNumber().blur()
  await page.keyboard.press('j')
  await expect.poll(async () => Number(await frameNumber().inputValue())).toBeLessThan(1056)
  await page.keyboard.press('k')
  const stopped = Number(await frameNumber().inputValue()) - 1001
  await expect(stage()).toHaveAttribute('data-frame', String(stopped))
  await expect(stage()).toHaveAttribute('data-showing', 'still')
  expect(await frameOnScreen()).toBe(stopped)
  await page.keyboard.press('l')
  expect(await page.locator('video').evaluate((video: HTMLVideoElement) => video.playbackRate)).toBe(1)
  await page.keyboard.press('l')
  await expect
    .poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.playbackRate))
    .toBe(2)
  await page.keyboard.press('k')
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible()
})

test('without loop, playing stops at the last frame', async () => {
  await openViewer()
  await page.getByRole('button', { name: 'Loop' }).click()
  await goToFrame(page, 112, 'still')
  await frameNumber().blur()
  await page.keyboard.press('Space')
  await expect(stage()).toHaveAttribute('data-frame', '120')
  await expect(stage()).toHaveAttribute('data-showing', 'still')
  expect(await frameOnScreen()).toBe(120)
})

test('dragging on the bar scrubs to the frame under the pointer', async () => {
  await openViewer()
  const box = await page.getByTestId('scrub-bar').boundingBox()
  if (!box) throw new Error('no scrub bar')
  await page.mouse.move(box.x + 10, box.y + 10)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 3, box.y + 10, { steps: 12 })
  await page.mouse.move(box.x + (box.width * 90.5) / 121, box.y + 10, { steps: 12 })
  await page.mouse.up()
  await expect(stage()).toHaveAttribute('data-frame', '90')
  await expect(stage()).toHaveAttribute('data-showing', 'still')
  expect(await frameOnScreen()).toBe(90)
})

test('a true frame that cannot be shown leaves the proxy and says so', async () => {
  await openViewer()
  await expect(stage()).toHaveAttribute('data-showing', 'still')
  bridge.failNext('getFrameFile', new Failure('exr-damaged', 'Frame 1041 is damaged.'))
  await frameNumber().fill('1041')
  await frameNumber().press('Enter')
  await expect(page.getByTestId('strip')).toContainText('No true frame here: Frame 1041 is damaged.')
  await expect(stage()).toHaveAttribute('data-showing', 'sdr-proxy')
  expect(await frameOnScreen()).toBe(40)
})
