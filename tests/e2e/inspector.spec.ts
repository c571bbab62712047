// The inspector at work, over a fake bridge: words at the caret, the ladder, the budget, the request, undo.
import { expect, test, type Page } from '@playwright/test'
import AxeBuilder from '@axe-core/playwright'
import type { FakeBridge } from '../support/fake-bridge'
import { auditScreen } from '../support/fake-bridge-audit'
import { STATES, type StateName } from '../support/fake-bridge-states'
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
  await opened.resize(1280, 800)
  bridge = await opened.open(STATES[name])
}
const shot = () => bridge.snapshot().shots[0]

test('camera language is set at the caret, and the field’s own undo takes it back', async () => {
  await open('bench')
  const prompt = page.getByTestId('prompt')
  await prompt.fill('Rain on glass')
  await expect(page.getByTestId('move-hint')).toHaveText('no camera move named')
  await page.getByRole('button', { name: 'slow push-in' }).click()
  await expect(prompt).toHaveValue('Rain on glass, slow push-in')
  await expect(prompt).toBeFocused()
  await expect(page.getByTestId('move-hint')).toBeEmpty()
  await page.keyboard.press('Control+z')
  await expect(prompt).toHaveValue('Rain on glass')
})

test('a rung of the ladder is taken by mouse and by keyboard and keeps crops and keyframes', async () => {
  await open('bench')
  const before = shot()?.keyframes
  await page.getByTestId('rung-master').click()
  await expect.poll(() => [shot()?.tier, shot()?.range]).toEqual(['1080p', 'hdr-exr'])
  await expect(page.getByTestId('buy-take')).toContainText('would be $3.60')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => [shot()?.tier, shot()?.range]).toEqual(['360p', 'sdr'])
  await expect(page.getByTestId('rung-draft')).toBeFocused()
  expect(shot()?.keyframes.map((key) => key.frame)).toEqual(before?.map((key) => key.frame))
})

test('a passed budget closes the button and offers the ways', async () => {
  await open('bench')
  await page.getByTestId('budget').fill('0.50')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('over-budget')).toContainText('$0.40 above the budget')
  await expect(page.getByTestId('buy-take')).toHaveAttribute('aria-disabled', 'true')
  // Disabled in name only, so that it can be reached and read; a press must do nothing.
  await page.getByTestId('buy-take').click({ force: true })
  await page.getByRole('button', { name: 'Raise the budget to $0.90' }).click()
  await expect(page.getByTestId('over-budget')).toHaveCount(0)
  expect(bridge.calls.some((call) => call.name === 'buyTake')).toBe(false)
  await page.getByTestId('buy-take').click()
  await expect.poll(() => bridge.calls.some((call) => call.name === 'buyTake')).toBe(true)
})

test('the request is shown with what is not known of it, and copied', async () => {
  await open('bench')
  await page.getByTestId('request').click()
  await expect(page.getByTestId('request-json')).toContainText('videoInference')
  await expect(page.getByTestId('request-notes')).toContainText('not documented')
  await page.getByTestId('copy-curl').click()
  await expect(page.getByTestId('copied')).toContainText('Copied as curl')
  await page.keyboard.press('Escape')
  await page.getByTestId('prompt').fill('')
  await page.keyboard.press('Control+v')
  await expect(page.getByTestId('prompt')).toHaveValue(/\$RUNWARE_API_KEY/)
})

test('a starting point sets prompt and settings in one step, and undo brings both back', async () => {
  await open('bench')
  const before = shot()?.prompt ?? ''
  await page.getByTestId('starts').click()
  await page.getByTestId('start-loop').click()
  await expect.poll(() => [shot()?.loop, shot()?.range]).toEqual([true, 'sdr'])
  await expect(page.getByTestId('prompt')).toHaveValue(/paper lantern/)
  await page.getByTestId('undo').click()
  await expect(page.getByTestId('prompt')).toHaveValue(before)
  await expect.poll(() => shot()?.loop).toBe(false)
  await expect(page.getByTestId('redo')).toHaveText('Redo settings')
})

test('a look is saved under a name and inserted again; a past prompt is found', async () => {
  await open('bench')
  await page.getByTestId('prompt').fill('Kodak 500T, low key')
  await page.getByTestId('looks').click()
  await page.getByLabel('Name of the look').fill('Night')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => bridge.snapshot().project.looks)
    .toEqual([{ name: 'Night', text: 'Kodak 500T, low key' }])
  await page.keyboard.press('Escape')
  await page.getByTestId('prompt').fill('')
  await page.getByTestId('looks').click()
  await page.getByRole('button', { name: 'Insert', exact: true }).click()
  await expect(page.getByTestId('prompt')).toHaveValue('Kodak 500T, low key')
  await page.getByTestId('history').click()
  await page.getByTestId('prompt-search').fill('no such words')
  await expect(page.getByTestId('past-prompts').getByRole('listitem')).toHaveCount(0)
})

for (const [name, opener] of [
  ['looks', 'looks'],
  ['history', 'history'],
  ['starting points', 'starts'],
  ['request', 'request'],
] as const) {
  test(`the sheet of ${name} is neutral, legible and reachable, at two sizes`, async () => {
    for (const [width, height] of [
      [1280, 800],
      [1920, 1200],
    ] as const) {
      await open('bench')
      await opened.resize(width, height)
      if (opener === 'request') {
        bridge.answerNext('previewRequest', { request: [{ taskType: 'videoInference' }], curl: 'curl …' })
      }
      await page.getByTestId(opener).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.screenshot({ path: `test-results/screens/sheet-${opener}-${width}.png` })
      expect(await auditScreen(page)).toEqual({ tinted: [], faint: [], small: [], clipped: [], sideways: [] })
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toBeHidden()
    }
  })
}
