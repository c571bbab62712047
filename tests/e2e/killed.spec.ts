// The application killed in the middle of a take: after a restart the take goes on to its end, and the service's own
// books show one POST.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dropFiles, launchLatitude } from '../support/electron-app'

const STILL = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'lantern.png')

test.setTimeout(240_000)

test('SIGKILL in the middle of a take, restart, one POST', async () => {
  const root = await mkdtemp(join(tmpdir(), 'latitude killed '))
  const folders = { userData: join(root, 'user data'), documents: join(root, 'documents') }
  const env = { LATITUDE_PRACTICE_FRAMES: '24' }
  const ledger = join(folders.documents, 'Latitude', 'First project', 'ledger.jsonl')

  const first = await launchLatitude({ ...folders, env })
  await dropFiles(first.page, [STILL])
  await first.page.getByTestId('prompt').fill('The lantern flickers.')
  await first.page.getByTestId('buy-take').click()
  await expect
    .poll(async () => readFile(ledger, 'utf8').catch(() => ''), { intervals: [20] })
    .toContain('"running"')
  const ended = new Promise((done) => first.proc.once('exit', done))
  first.proc.kill('SIGKILL')
  await ended

  const second = await launchLatitude({ ...folders, env })
  try {
    await expect(second.page.getByTestId('shot-card')).toHaveCount(1)
    await second.page.getByTestId('take-card').click()
    await second.page.locator('[data-testid="stage"][data-showing="still"]').waitFor({ timeout: 120_000 })
    await expect(second.page.getByTestId('take-card')).toContainText(/sealed/i, { timeout: 120_000 })
    const books = (await readFile(join(folders.userData, 'practice', 'books.jsonl'), 'utf8'))
      .trim()
      .split('\n')
    const posts = books.map((line) => JSON.parse(line)).filter((line) => line.taskType === 'videoInference')
    expect(posts).toHaveLength(1)
    expect(posts[0]).toMatchObject({ accepted: true })
    await second.page.screenshot({ path: 'test-results/killed-and-resumed.png' })
  } finally {
    await second.close()
    await rm(root, { recursive: true, force: true, maxRetries: 5 })
  }
})
