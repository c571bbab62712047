// The dialog of the service and its key in the built window: its look in each state, and that a key typed there is
// gone from the page once it was handed over.
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, test } from '@playwright/test'
import type { ServiceView, Snapshot } from '#shared/contract/views'
import { Failure } from '#shared/domain/failure'
import { auditScreen } from '../support/fake-bridge-audit'
import { STATES } from '../support/fake-bridge-states'
import { openFakeWindow, type FakeWindow } from '../support/fake-bridge-window'

const KEY = 'marked-key-0123456789abcdef'
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1200 },
]

function withService(service: Partial<ServiceView>): Snapshot {
  return { ...STATES.bench, service: { ...STATES.bench.service, ...service } }
}

const STATES_OF_SERVICE: Record<string, Snapshot> = {
  'no-key': withService({ drill: 'The connection breaks off before the take is accepted.' }),
  'plain-text-only': withService({
    key: 'session',
    keeping: {
      canKeep: false,
      words:
        'This computer offers no place to keep a key encrypted; it would lie in plain text. It is used until Latitude is closed.',
    },
  }),
  bought: withService({ current: 'runware', key: 'stored' }),
  'other-host': withService({ current: 'runware', key: 'environment', otherHost: '127.0.0.1:4180' }),
}

let opened: FakeWindow
test.beforeAll(async () => {
  opened = await openFakeWindow()
})
test.afterAll(() => opened.close())

for (const { width, height } of SIZES) {
  for (const [name, snapshot] of Object.entries(STATES_OF_SERVICE)) {
    test(`the service ${name} at ${width} × ${height} keeps the look`, async () => {
      const { page } = opened
      await opened.resize(width, height)
      await opened.open(snapshot)
      await page.getByTestId('practice-mark').click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await page.waitForFunction(() => [...document.images].every((image) => image.complete))
      await page.screenshot({
        path: join(test.info().project.outputDir, 'screens', `service-${name}-${width}.png`),
      })
      expect(await auditScreen(page)).toEqual({ tinted: [], faint: [], small: [], clipped: [], sideways: [] })
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([])
      expect(opened.complaints()).toEqual([])
    })
  }
}

test('a key is tested, used and gone from the page; Runware can be chosen only then', async () => {
  const { page } = opened
  const bridge = await opened.open(withService({}))
  await page.getByTestId('practice-mark').click()
  const runware = page.getByRole('radio', { name: 'Runware' })
  await runware.click({ force: true })
  await expect(page.getByTestId('key-outcome')).toHaveText('Runware needs a key: enter one below.')
  expect(bridge.calls.filter(({ name }) => name === 'chooseService')).toEqual([])

  await page.getByTestId('key-field').fill(KEY)
  await page.getByTestId('use-key').click()
  await expect(page.getByTestId('key-outcome')).toHaveText('The key is accepted. Balance: $41.20.')
  expect(bridge.calls.filter(({ name }) => name === 'setKey')).toEqual([
    { name: 'setKey', input: { key: KEY, keep: 'stored' } },
  ])
  await expect(page.getByTestId('key-field')).toHaveValue('')
  expect(await page.content()).not.toContain(KEY)
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(KEY)

  await runware.click()
  await expect(page.getByTestId('practice-mark')).toHaveText('Runware: takes are bought')
  await expect(page.getByTestId('buy-take')).toContainText('Buy take v003 · $0.90')
  await page.getByTestId('forget-key').click()
  await expect(page.getByTestId('practice-mark')).toHaveText('Practice: nothing is bought')
})

test('a key that is refused says so, and stays in the field to be corrected', async () => {
  const { page } = opened
  const bridge = await opened.open(withService({}))
  await page.getByTestId('practice-mark').click()
  bridge.failNext('setKey', new Failure('service-key', 'The key was refused.'))
  await page.getByTestId('key-field').fill(KEY)
  await page.getByTestId('key-field').press('Enter')
  await expect(page.getByTestId('key-outcome')).toContainText('does not accept the key')
  await expect(page.getByTestId('key-field')).toHaveValue(KEY)
})
