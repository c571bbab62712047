// A size that was only derived is replaced by the provider's own: what is prepared, sent and rendered follows.
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { serveLocally, type LocalServer } from '../../support/http-server'
import { createTestHost, type TestHost } from '../../support/test-host'

const LIVE = { width: 416, height: 560 }
const DERIVED = { width: 416, height: 552 }
let host: TestHost
let server: LocalServer
let driver: AppDriver
let open: (() => void) | undefined

beforeEach(async () => {
  // The schema is kept back until a test lets it come.
  server = await serveLocally((_request, response) => {
    open = () => response.end(JSON.stringify({ requestSchema: { examples: [LIVE] } }))
  })
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { LATITUDE_PRACTICE_FRAMES: '4', LATITUDE_OFFLINE: '', LATITUDE_SCHEMA_URL: server.url },
  })
  driver = await startApp(host)
})
afterEach(async () => {
  await driver.app.close()
  await server.close()
  await host.remove()
})

async function preparedSize(shotName: string) {
  const { mediaId } = await driver.client.call.getPreparedFrame({ shotName, frame: 0 })
  const { width, height } = await sharp(driver.app.media.open(mediaId)?.path).metadata()
  return { width, height }
}

it('the prepared frame, the request and the take get the new size, and the crop is seen in its shape', async () => {
  const { call } = driver.client
  const path = join(host.folder, 'still.png')
  await sharp({ create: { width: 900, height: 1200, channels: 3, background: 'gray' } })
    .png()
    .toFile(path)
  const { shotName } = await call.importStills({ paths: [path] })
  if (shotName === null) throw new Error('not imported')
  const patch = { prompt: 'P', tier: '360p', aspect: '3:4', range: 'sdr' } as const
  await call.editShot({ shotName, edit: { kind: 'patch', patch } })
  expect(await preparedSize(shotName)).toEqual(DERIVED)

  const changed = new Promise<void>((resolve) => {
    driver.client.on('projectChanged', ({ canvases }) => canvases.readAt !== null && resolve())
  })
  while (!open) await new Promise((resolve) => setImmediate(resolve))
  open()
  await changed

  const snapshot = await call.getSnapshot({})
  expect(snapshot.canvases.table).toContainEqual({ tier: '360p', aspect: '3:4', ...LIVE, grade: 'live' })
  const crop = snapshot.shots[0]?.keyframes[0]?.crop
  expect((crop?.height ?? 0) / (crop?.width ?? 1)).toBeCloseTo(LIVE.height / LIVE.width, 9)
  expect(await preparedSize(shotName)).toEqual(LIVE)
  expect((await call.previewRequest({ shotName })).request).toMatchObject([LIVE])

  const take = await driver.rest((await call.buyTake({ shotName })).takeId)
  expect(take.failure).toBeNull()
  expect(take).toMatchObject({ state: 'sealed', asked: LIVE, video: LIVE })
})
