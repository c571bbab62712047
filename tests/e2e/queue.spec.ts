// The queue by mouse and by keyboard: on the fake bridge for every key, and on the real application with short
// practice takes.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { dropFiles, launchLatitude } from '../support/electron-app'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

const STILL = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'lantern.png')
const order = (page: FakeWindow['page']): Promise<string[]> =>
  page.getByTestId('waiting-take').evaluateAll((rows) => rows.map((row) => row.dataset['take'] ?? ''))

test.describe('in the window', () => {
  let opened: FakeWindow
  test.beforeAll(async () => {
    opened = await openFakeWindow()
  })
  test.afterAll(() => opened.close())

  test('a waiting take is moved with the arrows, and the focus stays with it', async () => {
    const { page } = opened
    const bridge = await opened.open(STATES.queue)
    await page.getByTestId('queue-button').press('Enter')
    await page.getByRole('button', { name: /Move SH010 v008/ }).focus()
    await page.keyboard.press('ArrowUp')
    await expect.poll(() => order(page)).toEqual(['take-6', 'take-8', 'take-7', 'take-9'])
    await expect(page.getByRole('button', { name: /Move SH010 v008/ })).toBeFocused()
    await page.keyboard.press('Home')
    await expect.poll(() => order(page)).toEqual(['take-8', 'take-6', 'take-7', 'take-9'])
    expect(bridge.calls.filter(({ name }) => name === 'moveWaitingTake').map(({ input }) => input)).toEqual([
      { takeId: 'take-8', place: 1 },
      { takeId: 'take-8', place: 0 },
    ])
    await expect(page.getByText('SH010 v008 is now 1 of 4.')).toBeAttached()
  })

  test('a waiting take is dragged to its place, and the window takes no file for it', async () => {
    const { page } = opened
    const bridge = await opened.open(STATES.queue)
    await page.getByTestId('queue-button').click()
    const last = page.getByRole('button', { name: /Move SH010 v009/ })
    await last.dragTo(page.getByTestId('waiting-take').first())
    await expect.poll(() => order(page)).toEqual(['take-9', 'take-6', 'take-7', 'take-8'])
    expect(bridge.calls.at(-1)).toEqual({ name: 'moveWaitingTake', input: { takeId: 'take-9', place: 0 } })
    await expect(page.getByTestId('drop-veil')).toHaveCount(0)
  })

  test('pausing, how many at once and withdrawing are one press each', async () => {
    const { page } = opened
    const bridge = await opened.open(STATES.queue)
    await page.getByTestId('queue-button').click()
    await page.getByTestId('flow-paused').click()
    await page.getByTestId('at-once-4').click()
    await page.getByTestId('withdraw').nth(1).click()
    expect(bridge.calls.slice(-3)).toEqual([
      { name: 'setQueueFlow', input: { flow: 'paused' } },
      { name: 'setQueueAtOnce', input: { atOnce: 4 } },
      { name: 'withdrawTake', input: { takeId: 'take-7' } },
    ])
    await expect(page.getByTestId('queue-button')).toHaveText('2 running · 3 waiting · paused')
  })

  test('takes are withdrawn one after the other with one key, and the focus stays in the list', async () => {
    const { page } = opened
    const bridge = await opened.open(STATES.queue)
    await page.getByTestId('queue-button').press('Enter')
    await page.getByTestId('withdraw').nth(1).focus()
    for (const left of [3, 2, 1]) {
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('waiting-take')).toHaveCount(left)
      await expect(page.getByTestId('withdraw').nth(Math.min(1, left - 1))).toBeFocused()
    }
    const withdrawn = bridge.calls.filter(({ name }) => name === 'withdrawTake').map(({ input }) => input)
    expect(withdrawn).toEqual([{ takeId: 'take-7' }, { takeId: 'take-8' }, { takeId: 'take-9' }])
  })

  test('a key that is refused leads to the key', async () => {
    const { page } = opened
    await opened.open(STATES['queue-key'])
    await expect(page.getByTestId('hold-banner')).toHaveCount(1)
    await page.getByTestId('hold-key').press('Enter')
    await expect(page.getByRole('dialog', { name: 'Service and key' })).toBeVisible()
  })

  test('missing credit is said once for the whole queue, and one press tries again', async () => {
    const { page } = opened
    const bridge = await opened.open(STATES['queue-held'])
    await expect(page.getByTestId('hold-banner')).toHaveCount(1)
    await expect(page.getByTestId('notice')).toHaveCount(0)
    await page.getByTestId('hold-again').click()
    await expect(page.getByTestId('hold-banner')).toHaveCount(0)
    expect(bridge.calls.at(-1)).toEqual({ name: 'setQueueFlow', input: { flow: 'going' } })
  })

  test('three takes are asked for with their sum, and a repeat only when it is meant', async () => {
    const { page } = opened
    const bridge = await opened.open(STATES['bought-repeat'])
    await page.getByTestId('variations').click()
    await page.getByRole('menuitemradio', { name: '3 takes' }).click()
    await expect(page.getByTestId('buy-take')).toHaveText('Buy 3 takes · $2.70')
    await page.getByTestId('buy-take').click()
    expect(bridge.calls.at(-1)).toEqual({
      name: 'buyTake',
      input: { shotName: 'SH010', count: 3, isRepeatMeant: false },
    })
  })
})

test('real takes wait, are moved and withdrawn, arrive in their order, and quitting asks', async () => {
  test.setTimeout(240_000)
  const latitude = await launchLatitude({
    env: { LATITUDE_PRACTICE_FRAMES: '4' },
    size: { width: 1280, height: 800 },
  })
  const { page, app } = latitude
  try {
    await dropFiles(page, [STILL])
    await page.getByTestId('prompt').fill('The lantern flickers.')
    await page.getByTestId('rung-draft').click()
    await page.getByTestId('queue-button').click()
    await page.getByTestId('at-once-1').click()
    await page.keyboard.press('Escape')
    await page.getByTestId('variations').click()
    await page.getByRole('menuitemradio', { name: '4 takes' }).click()
    await page.getByTestId('buy-take').click()
    await page.getByTestId('queue-button').click()
    await expect(page.getByTestId('waiting-take')).toHaveCount(3)
    await page.getByTestId('flow-paused').click()
    await page.getByRole('button', { name: /Move SH010 v004/ }).press('Home')
    await page.getByTestId('withdraw').last().click()
    await expect(page.getByTestId('waiting-take')).toHaveCount(2)

    await app.evaluate(({ app: electron, dialog }) => {
      const said: string[] = []
      Object.assign(globalThis, { said })
      // A person would press "Keep working".
      Object.assign(dialog, {
        showMessageBox(_window: unknown, options: { message: string; detail: string }) {
          said.push(options.message, options.detail)
          return Promise.resolve({ response: 1 })
        },
      })
      electron.quit()
    })
    await expect
      .poll(() => app.evaluate(() => (Reflect.get(globalThis, 'said') as string[]).join(' ')))
      .toContain('stay in the paused queue')

    await page.getByTestId('flow-going').click()
    await page.keyboard.press('Escape')
    for (const version of ['v001', 'v002', 'v004']) {
      await expect(page.getByTestId('take-card').filter({ hasText: version })).toContainText(/sealed/, {
        timeout: 120_000,
      })
    }
    await expect(page.getByTestId('take-card').filter({ hasText: 'v003' })).toContainText('withdrawn')
    const ledger = await readFile(
      join(latitude.documents, 'Latitude', 'First project', 'ledger.jsonl'),
      'utf8',
    )
    const lines = ledger
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as { event: string; takeId?: string; take?: { id: string; number: number } },
      )
    const numbers = new Map(lines.flatMap(({ take }) => (take ? [[take.id, take.number] as const] : [])))
    const posted = lines
      .filter(({ event }) => event === 'posting')
      .map(({ takeId }) => numbers.get(takeId ?? ''))
    expect(posted).toEqual([1, 4, 2])
  } finally {
    await latitude.close()
  }
})
