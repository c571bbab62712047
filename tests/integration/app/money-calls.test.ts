// Money over the real door, with the paid service played by a server of the test: what the budget lets through, and
// what a refusal costs.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { serveService, type Answered, type ServiceServer } from '../../support/service-server'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let service: ServiceServer
let posted: string[]
let answer: (task: Record<string, unknown>) => Answered

beforeEach(async () => {
  posted = []
  answer = accept
  service = await serveService((task) => {
    if (task['taskType'] === 'videoInference') posted.push(String(task['taskUUID']))
    return answer(task)
  })
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { RUNWARE_API_URL: `${service.url}/v1`, RUNWARE_API_KEY: 'a-key-of-this-test' },
  })
  driver = await startApp(host)
  await call().chooseService({ service: 'runware' })
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
  await service.close()
})

const call = () => driver.client.call
/** Accepted, and for ever under way. */
const accept = ({ taskType, taskUUID }: Record<string, unknown>): Answered => ({
  body: { data: [{ taskType, taskUUID, status: 'processing' }] },
})

async function makeShot(): Promise<string> {
  const { shotName } = await call().createShot({})
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'A slow push-in.' } } })
  return shotName
}

it('of two purchases at the same moment the budget lets through the one it holds', async () => {
  const [first, second] = [await makeShot(), await makeShot()]
  await call().setBudget({ budgetUsd: 0.9 })
  const results = await Promise.allSettled([
    call().buyTake({ shotName: first }),
    call().buyTake({ shotName: second }),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  expect(results[1]).toMatchObject({ reason: { code: 'budget-passed' } })
  expect(await driver.takes()).toHaveLength(1)
})

it('a double click on one shot buys once and asks about the second', async () => {
  const shotName = await makeShot()
  const results = await Promise.allSettled([call().buyTake({ shotName }), call().buyTake({ shotName })])
  expect(results[1]).toMatchObject({ status: 'rejected', reason: { code: 'repeats-take' } })
  expect(await driver.takes()).toHaveLength(1)
})

it('a take the service refuses has cost nothing, and one it accepted counts as listed', async () => {
  const shotName = await makeShot()
  answer = ({ taskUUID }) => ({
    status: 400,
    body: { errors: [{ code: 'contentPolicyViolation', message: 'No.', taskUUID }] },
  })
  const { takeId } = await call().buyTake({ shotName })
  expect(await driver.rest(takeId)).toMatchObject({ state: 'failed', isUnsent: true })
  expect(await call().getSnapshot({})).toMatchObject({ spentUsd: 0, waitingUsd: 0 })
  answer = accept
  await call().buyTake({ shotName, isRepeatMeant: true })
  await expect.poll(() => posted.length).toBe(2)
  await expect.poll(async () => (await call().getSnapshot({})).spentUsd).toBe(0.9)
})
