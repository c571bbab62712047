// A marked key goes through every path of the application: it is on the requests to the service and nowhere else.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { readdir, readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createFastClock } from '../../support/fast-clock'
import { serveService, type Answered, type ServiceServer } from '../../support/service-server'
import { createTestHost, type TestHost } from '../../support/test-host'

const KEY = 'marked-key-0123456789abcdef'
let host: TestHost
let driver: AppDriver
let service: ServiceServer
let media: Server
let mediaHeaders: IncomingHttpHeaders[]
let heard: unknown[]
let answer: (task: Record<string, unknown>) => Answered

beforeEach(async () => {
  mediaHeaders = []
  heard = []
  // Every address leads on to another one, as a media host's do.
  media = createServer((request, response) => {
    mediaHeaders.push(request.headers)
    if (request.url?.startsWith('/final')) return void response.end('no video')
    response.writeHead(302, { location: '/final' }).end()
  })
  await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve))
  answer = () => ({ body: { data: [] } })
  service = await serveService((task) => answer(task))
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { RUNWARE_API_URL: `${service.url}/v1` },
  })
  host.clock = createFastClock(60)
  driver = await startApp(host)
  driver.app.listen((event) => heard.push(event))
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
  await service.close()
  media.closeAllConnections()
  await new Promise((resolve) => media.close(resolve))
})

const mediaUrl = (): string => `http://127.0.0.1:${(media.address() as AddressInfo).port}/a.mp4`
const ok = (task: Record<string, unknown>): Answered => {
  const { taskType, taskUUID } = task
  const id = { taskType, taskUUID }
  if (taskType === 'getResponse')
    return { body: { data: [{ ...id, status: 'success', videoURL: mediaUrl(), cost: 0.06 }] } }
  return {
    body: {
      data: [
        { ...id, mediaUUID: '0b0e5a1e-1111-4222-8333-444455556666', pong: true, balance: 3, apiKeys: [KEY] },
      ],
    },
  }
}
const refused = (status: number, code: string) => (): Answered => ({
  ...{ status, body: { errors: [{ code, message: `The key ${KEY} is not good.` }] } },
})

async function findKey(): Promise<string[]> {
  const found: string[] = []
  for (const file of await readdir(host.folder, { recursive: true, withFileTypes: true })) {
    if (file.isFile() && (await readFile(join(file.parentPath, file.name))).includes(KEY))
      found.push(file.name)
  }
  return found
}

it('nothing but the requests to the service ever holds the key', async () => {
  const { call } = driver.client
  const said: unknown[] = []
  const note = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      (value) => said.push(value),
      (error: Error) =>
        said.push({ ...error, text: String(error), stack: error.stack, cause: String(error.cause) }),
    )
  const still = join(host.folder, 'still.png')
  await sharp({ create: { width: 640, height: 360, channels: 3, background: 'gray' } })
    .png()
    .toFile(still)
  const make = async (): Promise<void> => {
    const { shotName } = await call.createShot({})
    await call.importStills({ shotName, paths: [still] })
    const patch = { prompt: 'P', tier: '360p', range: 'sdr' } as const
    await call.editShot({ shotName, edit: { kind: 'patch', patch } })
    const { takeId } = await call.buyTake({ shotName })
    const take = await driver.rest(takeId)
    said.push(take)
  }

  answer = refused(401, 'invalidApiKey')
  await note(call.setKey({ key: KEY, keep: 'session' }))
  answer = ok
  await note(call.setKey({ key: KEY, keep: 'stored' }))
  await note(call.setKey({ key: ` ${KEY} `, keep: 'session' }))
  await note(call.chooseService({ service: 'runware' }))
  await note(call.checkKey({}))
  await note(call.getBalance({}))
  await make()
  const faults: ((task: Record<string, unknown>) => Answered)[] = [
    refused(401, 'invalidApiKey'),
    refused(402, 'insufficientCredits'),
    refused(400, 'invalidDuration'),
    refused(500, 'internalServerError'),
    (): Answered => ({ body: `<html>${KEY}</html>` }),
    (): Answered => ({ status: 307, headers: { location: mediaUrl() }, body: '' }),
  ]
  for (const wrong of faults) {
    answer = (task) => (task['taskType'] === 'getResponse' ? ok(task) : wrong(task))
    await make()
    await note(call.checkKey({}))
    await note(call.getBalance({}))
  }
  said.push(await call.getSnapshot({}))
  await note(call.forgetKey({}))

  expect(service.posted.length).toBeGreaterThan(20)
  expect(service.posted.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true)
  expect(service.posted.some(({ tasks }) => JSON.stringify(tasks).includes(KEY))).toBe(false)
  expect(mediaHeaders.length).toBeGreaterThan(1)
  expect(mediaHeaders.filter((headers) => JSON.stringify(headers).includes(KEY))).toEqual([])
  expect(mediaHeaders.some((headers) => 'authorization' in headers)).toBe(false)
  expect(JSON.stringify(said)).not.toContain(KEY)
  expect(JSON.stringify(heard)).not.toContain(KEY)
  expect(host.lines.join('\n')).not.toContain(KEY)
  expect(await findKey()).toEqual([])
  expect((await call.getSnapshot({})).service).toMatchObject({ key: 'none', current: 'practice' })
}, 60_000)
