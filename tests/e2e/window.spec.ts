// The window at work, over a fake bridge: typing is never lost, nothing is bought by mistake, the keyboard reaches all.
import { expect, test, type Locator, type Page } from '@playwright/test'
import { Failure } from '#shared/domain/failure'
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

const stage = (): Locator => page.getByTestId('stage')
const sent = (name: string): unknown[] =>
  bridge.calls.filter((call) => call.name === name).map((call) => call.input)

async function open(name: StateName): Promise<void> {
  bridge = await opened.open(STATES[name])
}

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

test('what was typed is saved when the window goes', async () => {
  await open('bench')
  await page.getByTestId('prompt').pressSequentially(' Rain.')
  await page.goto('about:blank')
  await expect.poll(() => bridge.snapshot().shots[0]?.prompt).toMatch(/ Rain\.$/)
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
  // A keyframe lies between the ends, so the length asks first; the answer is one edit.
  expect(sent('editShot')).toEqual([])
  await page.getByRole('button', { name: 'Keep times' }).click()
  await expect(page.getByTestId('length-10')).toHaveAttribute('aria-checked', 'true')
  const edit = { kind: 'retime', duration: 10, by: 'time', patch: { range: 'sdr' } }
  expect(sent('editShot')).toEqual([{ shotName: 'SH010', edit, editNumber: 1 }])
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
  await expect.poll(frames).toEqual([0, 41, 120])
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

test('the last take to arrive opens in the viewer, but never while one is typing', async () => {
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
  await expect(page.getByTestId('notice')).toContainText('2 takes have arrived, the last one SH010 v004.')
  await expect(page.getByTestId('tab-bench')).toHaveAttribute('aria-selected', 'true')
  arrive(2)
  arrive(5)
  await expect(page.getByTestId('tab-viewer')).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('[data-take="take-5"]')).toHaveAttribute('aria-selected', 'true')
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

test('an import that ends late leaves the artist where they went meanwhile', async () => {
  await open('bench')
  let finish: (() => void) | undefined
  const ending = new Promise<void>((resolve) => (finish = resolve))
  const refused = [{ name: 'notes.jpg', code: 'still-unreadable', message: 'notes.jpg is no picture.' }]
  bridge.answerNext(
    'pickStills',
    ending.then(() => ({ shotName: 'SH010', importedStillIds: [], refused })),
  )
  await page.keyboard.press('Control+O')
  const elsewhere = page.locator('[data-shot=SH020]')
  await elsewhere.click()
  await expect(elsewhere).toHaveAttribute('aria-selected', 'true')
  finish?.()
  await expect(page.getByTestId('notice')).toContainText('notes.jpg')
  await expect(elsewhere).toHaveAttribute('aria-selected', 'true')
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
      await open(name)
      await page.locator('[data-take="take-1"]').click()
      await expect(stage()).toHaveAttribute('data-showing', 'still')
    } else await open(name)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const reached = new Set<string>()
    const faint: string[] = []
    for (let step = 0; step < 150; step += 1) {
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
