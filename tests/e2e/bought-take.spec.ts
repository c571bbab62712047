// A take that is bought while the machine sleeps and wakes: held, sent once, told of, approved, counted and exported.
// The paid service is the practice service in a process of its own; everything else is the real application.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { builtCli } from '../support/built'
import { dropFiles, launchLatitude, type LaunchedLatitude } from '../support/electron-app'

const STILL = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'lantern.png')

interface Told {
  title: string
  body: string
}
/** What the test keeps in the main process: every notification that was shown. */
type Recording = typeof globalThis & { told: (Told & { emit(event: 'click'): boolean })[] }

let root: string
let service: ChildProcess
let latitude: LaunchedLatitude
const ledger = (): string => {
  const path = join(latitude.documents, 'Latitude', 'First project', 'ledger.jsonl')
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
const posts = (): number => ledger().split('"posting"').length - 1

test.describe.configure({ mode: 'serial' })
test.setTimeout(180_000)

test.beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'latitude bought '))
  const args = [builtCli(), 'practice', '--port', '0', '--folder', join(root, 'service'), '--json']
  const env = { ...process.env, LATITUDE_PRACTICE_FRAMES: '24' }
  service = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  if (!service.stdout) throw new Error('The service has no output.')
  const [line] = (await once(service.stdout, 'data')) as [Buffer]
  const { url } = JSON.parse(line.toString()) as { url: string }
  latitude = await launchLatitude({
    env: { RUNWARE_API_URL: url, RUNWARE_API_KEY: 'any-key-will-do', LATITUDE_PRACTICE_FRAMES: '24' },
  })
  await latitude.page.evaluate(() =>
    (window as unknown as { bridge: { call(name: string, input: object): Promise<unknown> } }).bridge.call(
      'chooseService',
      { service: 'runware' },
    ),
  )
  await latitude.app.evaluate(({ BrowserWindow, Notification }) => {
    const recording = globalThis as Recording
    recording.told = []
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Recording['told'][number]) {
      recording.told.push(this)
    }
    // Who looks at the window needs no notification.
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false
  })
})
test.afterAll(async () => {
  await latitude.close()
  service.kill()
  rmSync(root, { recursive: true, force: true, maxRetries: 5 })
})

test('what is bought while the machine sleeps waits, and says so', async () => {
  const { app, page } = latitude
  await dropFiles(page, [STILL])
  await page.getByTestId('prompt').fill('The lantern flickers.')
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('suspend'))
  const buy = page.getByTestId('buy-take')
  await expect(buy).toHaveText(/^Buy take v001 · \$0\.90$/)
  await buy.click()
  await expect.poll(() => ledger()).toContain('"intended"')
  await expect(page.getByTestId('hold-banner').first()).toBeVisible()
  expect(posts()).toBe(0)
})

test('waking sends it, once, and its arrival is told of', async () => {
  const { app, page } = latitude
  await app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
  await expect(page.getByTestId('take-card')).toHaveAttribute('data-state', 'sealed', { timeout: 120_000 })
  await expect(page.getByTestId('hold-banner')).toHaveCount(0)
  expect(posts()).toBe(1)
  const told = (): Promise<Told[]> =>
    app.evaluate(() => (globalThis as Recording).told.map(({ title, body }) => ({ title, body })))
  await expect
    .poll(told, { timeout: 60_000 })
    .toEqual([{ title: 'SH010 v001', body: 'It has arrived and is sealed.' }])
  await app.evaluate(() => (globalThis as Recording).told[0]?.emit('click'))
  await expect(page.getByTestId('stage')).toHaveAttribute('data-frame', '0')
})

test('approving it gives its seconds a price', async () => {
  const { page } = latitude
  await page.getByTestId('approved').click()
  await page.getByTestId('project-menu').click()
  await page.getByRole('menuitem', { name: 'Money…' }).click()
  const row = page.getByTestId('money').locator('tbody tr')
  // Seconds are those that were bought, $0.90 for five of them.
  await expect(row.locator('th, td')).toHaveText(['SH010', '1', '$0.90', '–', '5 s', '$0.18', '–'])
  await page.screenshot({ path: 'test-results/bought-money.png' })
})

test('every take is saved as a table where the artist says', async () => {
  const { app, page } = latitude
  const target = join(root, 'takes.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, target)
  await page.getByTestId('export-ledger').click()
  await expect(page.getByRole('dialog').getByRole('status')).toHaveText('Saved.')
  const table = readFileSync(target, 'utf8')
  // The mark that spreadsheets know UTF-8 by.
  expect(table.charCodeAt(0)).toBe(0xfeff)
  const [head = '', line = ''] = table.slice(1).split('\r\n')
  const cells = Object.fromEntries(head.split(',').map((name, index) => [name, line.split(',')[index]]))
  expect(cells).toMatchObject({ shot: 'SH010', take: 'v001', state: 'sealed', approved: 'yes' })
  expect(cells['billed USD']).toBe('0.90')
})

test('a second window on the project only reads, and says who drives it', async () => {
  const second = await launchLatitude({ documents: latitude.documents })
  try {
    await expect(second.page.getByTestId('read-only')).toBeVisible()
    await expect(second.page.getByTestId('take-card')).toHaveAttribute('data-state', 'sealed')
    const before = ledger()
    const answer = await second.page.evaluate(() =>
      (window as unknown as { bridge: { call(name: string, input: object): Promise<unknown> } }).bridge.call(
        'buyTake',
        { shotName: 'SH010' },
      ),
    )
    expect(answer).toMatchObject({ ok: false, error: { code: 'project-read-only' } })
    expect(ledger()).toBe(before)
    await second.page.screenshot({ path: 'test-results/read-only-second.png' })
  } finally {
    await second.close()
  }
})
