// Two hundred practice takes in the real window's queue: whether it stays free while they run.
// Only run by hand: LATITUDE_SPEED=1 npx playwright test queue-speed. Prints figures; asserts no time.
import { resolve } from 'node:path'
import { expect, test } from '@playwright/test'
import { emptySnapshot } from '../support/fake-bridge-states'
import { withLongQueue } from '../support/fake-bridge-queue'
import { makeTake } from '../support/fake-bridge-takes'
import { openFakeWindow } from '../support/fake-bridge-window'
import { dropFiles, launchLatitude } from '../support/electron-app'

const STILL = resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'lantern.png')
const COUNT = 200
const AT_ONCE = 8
const ARRIVALS = 20

test.setTimeout(600_000)

test('what one event costs the window with two hundred takes in it', async () => {
  const opened = await openFakeWindow()
  const { page } = opened
  try {
    const snapshot = withLongQueue(emptySnapshot(), COUNT)
    const take = makeTake(1, { state: 'downloading' })
    const change = { take, queue: snapshot.queue, spentUsd: 0, waitingUsd: 0 }
    const events = [
      { name: 'takeChanged', payload: change },
      { name: 'projectChanged', payload: snapshot },
    ]
    await opened.open(snapshot)
    await page.getByTestId('queue-button').click()
    for (const event of events) {
      // From the event to the end of its layout, without the painting.
      const cost = await page.evaluate(async (sent) => {
        const listeners = Reflect.get(globalThis, 'fakeListeners') as Set<(event: unknown) => void>
        let sum = 0
        for (let round = 0; round < 20; round += 1) {
          const startedAt = performance.now()
          for (const listener of listeners) listener(structuredClone(sent))
          await Promise.resolve()
          document.body.getBoundingClientRect()
          sum += performance.now() - startedAt
          await new Promise((done) => requestAnimationFrame(done))
        }
        return sum / 20
      }, event)
      console.log(`${event.name}: ${cost.toFixed(1)} ms, mean of 20`)
    }
  } finally {
    await opened.close()
  }
})

test('two hundred practice takes leave the window free', async () => {
  const latitude = await launchLatitude({
    env: { LATITUDE_PRACTICE_FRAMES: '4' },
    size: { width: 1280, height: 800 },
  })
  const { page } = latitude
  try {
    await dropFiles(page, [STILL])
    await page.getByTestId('prompt').fill('The lantern flickers.')
    await page.getByTestId('rung-draft').click()
    await page.evaluate(() => {
      const tasks: number[] = []
      Object.assign(globalThis, { tasks })
      new PerformanceObserver((list) =>
        tasks.push(...list.getEntries().map((entry) => entry.duration)),
      ).observe({ entryTypes: ['longtask'] })
    })
    const takeTasks = (): Promise<number[]> =>
      page.evaluate(() => (Reflect.get(globalThis, 'tasks') as number[]).splice(0))
    const tell = (name: string, tasks: readonly number[]): void =>
      console.log(`${name}: longest task ${Math.max(0, ...tasks).toFixed(0)} ms, ${tasks.length} over 50 ms`)

    for (let bought = 0; bought < COUNT; bought += AT_ONCE) {
      await page.evaluate(
        (input) =>
          (Reflect.get(globalThis, 'bridge') as { call(name: string, input: unknown): unknown }).call(
            'buyTake',
            input,
          ),
        { shotName: 'SH010', count: AT_ONCE },
      )
    }
    await expect(page.getByTestId('take-card')).toHaveCount(COUNT, { timeout: 60_000 })
    tell(`asking for ${COUNT}`, await takeTasks())
    await page.getByTestId('queue-button').click()
    await expect(page.getByTestId('waiting-take').first()).toBeVisible()
    tell('opening the queue', await takeTasks())
    const arrived = page.locator('[data-testid=take-card][data-state=sealed][data-busy=false]')
    await expect.poll(() => arrived.count(), { timeout: 500_000 }).toBeGreaterThan(ARRIVALS)
    tell(`${ARRIVALS} arriving, the queue open`, await takeTasks())
    await page.screenshot({ path: 'test-results/queue-200.png' })
  } finally {
    await latitude.close()
  }
})
