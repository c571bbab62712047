// The window at work, over a fake bridge: frames are exact, typing is never lost, the keyboard reaches everything.
import { expect, test, type Locator, type Page } from '@playwright/test'
import sharp from 'sharp'
import { Failure } from '#shared/domain/failure'
import { markCenters, readMarks } from '../../src-main/features/practice/frame-marks'
import { dropFiles } from '../support/electron-app'
import type { FakeBridge } from '../support/fake-bridge'
import { STATES, type StateName } from '../support/fake-bridge-states'
import { makeArrived } from '../support/fake-bridge-takes'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

let opened: FakeWindow
let page: Page
let bridge: FakeBridge

test.beforeAll(async () => {
  opened = await openFakeWindow()
  page = opened.page
})
test.afterAll(() => opened.close())
test.afterEach(() => expect(opened.complaints()).toEqual([]))

async function open(name: StateName): Promise<void> {
  bridge = await opened.open(STATES[name])
}

async function openViewer(name: StateName = 'viewer'): Promise<void> {
  await open(name)
  await page.locator('[data-take="take-1"]').click()
  await expect(stage()).toHaveAttribute('data-frame', '0')
}

const stage = (): Locator => page.getByTestId('stage')
const frameNumber = (): Locator => page.getByTestId('frame-number')
const sent = (name: string): unknown[] =>
  bridge.calls.filter((call) => call.name === name).map((call) => call.input)

/** The frame number drawn into the picture that is on the screen, from 0. */
async function frameOnScreen(): Promise<number | undefined> {
  const { data, info } = await sharp(await page.getByTestId('stage-picture').screenshot())
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const scale = info.width / 640
  const at = ({ x, y }: { x: number; y: number }): number =>
    data[Math.floor(y * scale) * info.width * info.channels + Math.floor(x * scale) * info.channels] ?? 0
  return readMarks(markCenters({ width: 640, height: 360 }).map(at))
}

async function typeFrame(frame: number, showing: string): Promise<void> {
  await frameNumber().fill(String(1001 + frame))
  await frameNumber().press('Enter')
  await expect(stage()).toHaveAttribute('data-frame', String(frame))
  await expect(stage()).toHaveAttribute('data-showing', showing)
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
      await typeFrame(frame, showing)
      expect(await frameOnScreen()).toBe(frame)
    }
  })
}

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
  await expect(page.getByTestId('timecode')).toHaveText('00:00:00:13')
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
  await typeFrame(60, 'still')
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
  await typeFrame(112, 'still')
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
  bridge.failNext('getStillFrame', new Failure('exr-damaged', 'Frame 1041 is damaged.'))
  await frameNumber().fill('1041')
  await frameNumber().press('Enter')
  await expect(page.getByTestId('strip')).toContainText('No true frame here: Frame 1041 is damaged.')
  await expect(stage()).toHaveAttribute('data-showing', 'sdr-proxy')
  expect(await frameOnScreen()).toBe(40)
})

test('typing into the prompt survives snapshots, and a take is of what was typed', async () => {
  await open('bench')
  const prompt = page.getByTestId('prompt')
  await prompt.fill('')
  for (const letter of 'Rain on glass') {
    await prompt.press(letter === ' ' ? 'Space' : letter)
    bridge.show(bridge.snapshot())
  }
  await expect(prompt).toHaveValue('Rain on glass')
  await prompt.pressSequentially(' at dawn')
  await page.getByTestId('buy-take').click()
  await expect.poll(() => sent('buyTake').length).toBe(1)
  const order = bridge.calls.map((call) => call.name)
  expect(order.lastIndexOf('editShot')).toBeLessThan(order.indexOf('buyTake'))
  expect(bridge.snapshot().shots[0]?.prompt).toBe('Rain on glass at dawn')
})

test('no take is made of a prompt that could not be saved', async () => {
  await open('bench')
  await page.getByTestId('prompt').fill('Rain on glass')
  bridge.failNext('editShot', new Failure('disk-full', 'No space left on the disk.'))
  await page.getByTestId('buy-take').click()
  await expect(page.getByTestId('notice')).toContainText('The disk is full.')
  await expect(page.getByTestId('prompt')).toHaveValue('Rain on glass')
  expect(sent('buyTake')).toEqual([])
})

test('a choice the model does not offer changes nothing, says why and shows the way', async () => {
  await open('bench')
  // It is marked as unavailable, but it answers a press with its reason.
  await page.getByTestId('length-10').click({ force: true })
  expect(sent('editShot')).toEqual([])
  await expect(page.getByText('HDR needs 5 s.')).toBeVisible()
  await page.getByRole('button', { name: 'Switch to SDR and 10 s' }).click()
  await expect(page.getByTestId('length-10')).toHaveAttribute('aria-checked', 'true')
  expect(sent('editShot')).toEqual([{ shotName: 'SH010', patch: { duration: 10, range: 'sdr' } }])
})

test('a shot that breaks rules cannot be taken and says why', async () => {
  await open('rules-broken')
  await expect(page.getByTestId('buy-take')).toBeDisabled()
  await page.getByTestId('buy-take').click({ force: true })
  expect(sent('buyTake')).toEqual([])
  await expect(page.getByText('Write a prompt first')).toBeVisible()
})

test('refused files are each named, and the notice stays until it is dismissed', async () => {
  await open('bench')
  bridge.answerNext('pickStills', {
    shotName: null,
    importedStillIds: [],
    refused: [
      { name: 'notes.jpg', code: 'still-unreadable', message: 'notes.jpg is no picture.' },
      { name: 'empty.png', code: 'still-empty', message: 'empty.png is empty.' },
    ],
  })
  await page.keyboard.press('Control+o')
  const notice = page.getByTestId('notice')
  await expect(notice).toContainText('2 files were not taken.')
  await expect(notice.getByRole('listitem')).toHaveText([
    /^notes\.jpg: The file cannot be read/,
    /^empty\.png: /,
  ])
  bridge.show(bridge.snapshot())
  await expect(notice).toBeVisible()
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toHaveCount(0)
})

test('keyframes move with the arrows, stop at one another, and Delete removes', async () => {
  await open('bench')
  const frames = (): number[] => bridge.snapshot().shots[0]?.keyframes.map((key) => key.frame) ?? []
  const middle = page.getByRole('option', { name: /^Keyframe 60,/ })
  await middle.click()
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight')
  await expect.poll(frames).toEqual([0, 65, 120])
  await page.keyboard.press('Shift+ArrowLeft')
  await expect.poll(frames).toEqual([0, 53, 120])
  const field = page.getByLabel('Frame of the chosen keyframe')
  await field.fill('119')
  await field.press('Enter')
  await expect.poll(frames).toEqual([0, 119, 120])
  await page.getByRole('option', { name: /^Keyframe 119,/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Delete')
  await expect.poll(frames).toEqual([0, 120])
})

test('files dropped on the window go to the shot, on the list they begin one, on the keyframes they are pinned', async () => {
  await open('bench')
  const file = process.execPath
  await dropFiles(page, [file], '[data-testid="stage"]')
  await dropFiles(page, [file], '[data-drop="new-shot"] h2')
  await dropFiles(page, [file], '[data-drop="timeline"]')
  const paths = [`/dropped/${file.split('/').at(-1)}`]
  await expect
    .poll(() => sent('importStills'))
    .toEqual([{ paths, shotName: 'SH010' }, { paths }, { paths, shotName: 'SH010', frame: 60 }])
})

test('pasting outside text asks for the clipboard, inside text it does not', async () => {
  await open('bench')
  await page.keyboard.press('Control+v')
  await expect.poll(() => sent('pasteStill')).toEqual([{ shotName: 'SH010' }])
  await page.getByTestId('prompt').focus()
  await page.keyboard.press('Control+v')
  expect(sent('pasteStill')).toHaveLength(1)
})

test('a take that arrives opens in the viewer, but never while one is typing', async () => {
  await open('running')
  const arrive = (number: number): void => {
    const snapshot = bridge.snapshot()
    const shots = snapshot.shots.map((shot) =>
      shot.name === 'SH010'
        ? { ...shot, takes: shot.takes.map((take) => (take.number === number ? makeArrived(number) : take)) }
        : shot,
    )
    bridge.show({ ...snapshot, shots })
  }
  await page.getByTestId('prompt').focus()
  arrive(3)
  await expect(page.getByTestId('notice')).toContainText('SH010 v003 has arrived.')
  await expect(page.getByTestId('tab-bench')).toHaveAttribute('aria-selected', 'true')
  await page.getByTestId('prompt').blur()
  arrive(4)
  await expect(page.getByTestId('tab-viewer')).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('[data-take="take-4"]')).toHaveAttribute('aria-selected', 'true')
})

test('progress between snapshots moves the card and is settled by the next snapshot', async () => {
  await open('running')
  const card = page.locator('[data-take="take-3"]')
  bridge.send('takeProgress', {
    takeId: 'take-3',
    activity: { step: 'downloading', fraction: 0.5, secondsLeft: 65 },
  })
  await expect(card).toContainText('downloading')
  await expect(card).toContainText('1:05')
  await expect(card.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '50')
  bridge.show(bridge.snapshot())
  await expect(card).toContainText('rendering')
})

test('the keyboard alone walks the cards and opens a take', async () => {
  await open('bench')
  await page.getByTestId('shot-card').first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[data-take="take-2"]')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('tab-viewer')).toHaveAttribute('aria-selected', 'true')
  await expect(stage()).toHaveAttribute('data-frame', '0')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
})

for (const name of ['first-run', 'bench', 'viewer'] as const) {
  test(`everything on ${name} can be reached by Tab and shows its focus`, async () => {
    if (name === 'viewer') {
      await openViewer()
      await expect(stage()).toHaveAttribute('data-showing', 'still')
    } else await open(name)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const reached = new Set<string>()
    const faint: string[] = []
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press('Tab')
      const focus = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return undefined
        const all = [...document.querySelectorAll('*')]
        const { outlineWidth, outlineStyle } = getComputedStyle(element)
        return {
          key: String(all.indexOf(element)),
          label: element.outerHTML.slice(0, 90),
          isVisible: outlineStyle === 'solid' && Number.parseFloat(outlineWidth) >= 2,
        }
      })
      if (!focus || reached.has(focus.key)) break
      reached.add(focus.key)
      if (!focus.isVisible) faint.push(focus.label)
    }
    const reachable = await page.evaluate(() => {
      const all = [...document.querySelectorAll('*')]
      return all
        .filter((element) => element.matches('button, input, textarea, [tabindex]'))
        .filter(
          (element) => (element as HTMLElement).tabIndex >= 0 && element.getBoundingClientRect().width > 0,
        )
        .map((element) => String(all.indexOf(element)))
    })
    expect(faint).toEqual([])
    expect([...reached].sort()).toEqual(reachable.sort())
  })
}
