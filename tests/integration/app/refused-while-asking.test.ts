// The service takes a bought take in and refuses the questions about it later, or leads its result to another address:
// real HTTP, and time that runs ten times as fast.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { QueueView } from '#shared/contract/views'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createFastClock } from '../../support/fast-clock'
import { serveService, type Answered, type ServiceServer } from '../../support/service-server'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let service: ServiceServer
let media: Server
let location: string
let answer: (task: Record<string, unknown>, turn: number) => Answered
let queues: QueueView[]

beforeEach(async () => {
  queues = []
  const turns = new Map<string, number>()
  service = await serveService((task) => {
    const name = `${String(task['taskType'])} ${String(task['taskUUID'])}`
    turns.set(name, (turns.get(name) ?? -1) + 1)
    return answer(task, turns.get(name) ?? 0)
  })
  media = createServer((_request, response) => response.writeHead(302, { location }).end())
  await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve))
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { RUNWARE_API_URL: `${service.url}/v1` },
  })
  host.clock = createFastClock(10)
  driver = await startApp(host)
  answer = ok
  await driver.client.call.setKey({ key: 'the-first-key-of-this-test', keep: 'session' })
  await driver.client.call.chooseService({ service: 'runware' })
  driver.client.on('takeChanged', ({ queue }) => queues.push(queue))
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
  await service.close()
  media.closeAllConnections()
  await new Promise((resolve) => media.close(resolve))
})

const ok = ({ taskType, taskUUID }: Record<string, unknown>): Answered => ({
  body: { data: [{ taskType, taskUUID, pong: true, balance: 3, status: 'processing' }] },
})
const refuse = (status: number, code: string): Answered => ({
  ...{ status, body: { errors: [{ code, message: 'It is refused.' }] } },
})
const blocked = ({ taskUUID }: Record<string, unknown>): Answered => ({
  body: { errors: [{ code: 'contentPolicyViolation', message: 'No.', taskUUID }] },
})
const isQuestion = ({ taskType }: Record<string, unknown>): boolean => taskType === 'getResponse'

async function buy(): Promise<string> {
  const { call } = driver.client
  const { shotName } = await call.createShot({})
  const patch = { prompt: 'P', tier: '360p', range: 'sdr' } as const
  await call.editShot({ shotName, edit: { kind: 'patch', patch } })
  return (await call.buyTake({ shotName })).takeId
}
/** Resolves when an event says that the queue is held so. */
const heldBy = (kind: string | null): Promise<void> =>
  new Promise((resolve) => {
    const off = driver.client.on('takeChanged', ({ queue }) => {
      if ((queue.holds[0]?.kind ?? null) !== kind) return
      off()
      resolve()
    })
  })
/** How often the queue came to be held. */
const timesHeld = (): number =>
  queues.filter((queue, index) => queue.holds.length > 0 && !queues[index - 1]?.holds.length).length

it('a key that is revoked while takes are made holds the queue once, until another key is set', async () => {
  const keys = new Set(['Bearer the-first-key-of-this-test'])
  answer = (task) => {
    const isKnown = keys.has(String(service.posted.at(-1)?.headers.authorization))
    if (isQuestion(task) && !isKnown) return refuse(401, 'invalidApiKey')
    return isQuestion(task) && keys.has('Bearer another-key-of-this-test') ? blocked(task) : ok(task)
  }
  const held = heldBy('key')
  const first = await buy()
  const second = await buy()
  keys.clear()
  await held
  // What is bought now waits, and nothing of it is posted.
  const third = await buy()
  const { queue } = await driver.client.call.getSnapshot({})
  expect(queue).toMatchObject({ holds: [{ kind: 'key', message: 'It is refused.' }], waiting: [third] })
  expect(timesHeld()).toBe(1)

  keys.add('Bearer another-key-of-this-test')
  await driver.client.call.setKey({ key: 'another-key-of-this-test', keep: 'session' })
  for (const takeId of [first, second, third])
    expect((await driver.rest(takeId)).failure?.code).toBe('service-safety')
  expect((await driver.client.call.getSnapshot({})).queue.holds).toEqual([])
  const posts = service.posted.filter(({ tasks }) => tasks[0]?.['taskType'] === 'videoInference')
  expect(posts.map(({ tasks }) => tasks[0]?.['taskUUID']).sort()).toEqual([first, second, third].sort())
})

it('a question refused for money holds the queue, and the next answered one lets it go on', async () => {
  answer = (task, turn) => {
    if (!isQuestion(task)) return ok(task)
    return turn === 1 ? refuse(402, 'insufficientCredits') : turn > 3 ? blocked(task) : ok(task)
  }
  const [held, free] = [heldBy('money'), heldBy('money').then(() => heldBy(null))]
  const takeId = await buy()
  await held
  await free
  expect((await driver.rest(takeId)).failure?.code).toBe('service-safety')
  expect(timesHeld()).toBe(1)
})

it('a result that leads to an address nothing is fetched from is not fetched from there', async () => {
  // Of the addresses set aside for documentation: nobody answers there.
  location = 'http://192.0.2.1/clip.mp4'
  const videoURL = `http://127.0.0.1:${(media.address() as AddressInfo).port}/clip.mp4`
  answer = (task) =>
    isQuestion(task)
      ? {
          body: {
            data: [{ taskType: 'videoInference', taskUUID: task['taskUUID'], status: 'success', videoURL }],
          },
        }
      : ok(task)
  const take = await driver.rest(await buy())
  expect([take.state, take.failure?.code]).toEqual(['parked', 'service-address'])
  expect(host.fetched).toContain(videoURL)
  expect(host.fetched.filter((address) => address.includes('192.0.2.1'))).toEqual([])
})
