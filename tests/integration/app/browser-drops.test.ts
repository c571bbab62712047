// Pictures dragged out of a browser become stills like dropped files, and disturb nothing that runs.
import { readdir, readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { serveLocally, type LocalServer } from '../../support/http-server'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let server: LocalServer
let png: Buffer

const PAGES: Record<string, (response: ServerResponse) => void> = {
  '/plate.png': (response) => response.end(png),
  '/photo': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png),
  '/moved': (response) => response.writeHead(301, { location: '/plate.png' }).end(),
  '/page.png': (response) => response.writeHead(200, { 'content-type': 'image/png' }).end('<html>a page'),
}

beforeEach(async () => {
  const color = { r: 90, g: 70, b: 50 }
  png = await sharp({ create: { width: 400, height: 300, channels: 3, background: color } })
    .png()
    .toBuffer()
  server = await serveLocally((request, response) => {
    const page = PAGES[request.url ?? '']
    if (page) page(response)
    else response.writeHead(404).end()
  })
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { LATITUDE_PRACTICE_FRAMES: '24', LATITUDE_DROP_LOOPBACK: '1' },
  })
  driver = await startApp(host)
})
afterEach(async () => {
  await driver.app.close()
  await server.close()
  await host.remove()
})

const fromUrls = (...urls: string[]) => ({ items: urls.map((url) => ({ kind: 'url' as const, url })) })
const leftovers = () => readdir(join(host.paths.userData, 'cache', 'drops')).catch(() => [])
const bodyOf = (bytes: Buffer) => new Blob([new Uint8Array(bytes)]).stream()

it('addresses, data and bytes make stills in the order of the drag; what cannot be read is refused by name', async () => {
  const { call } = driver.client
  const token = await driver.app.media.receive('Küche 1.png', bodyOf(png))
  const urls = ['/photo', '/gone.png', '/page.png', '/moved'].map((path) => `${server.url}${path}`)
  const data = `data:image/png;base64,${png.toString('base64')}`
  const { items } = fromUrls(...urls, data, 'blob:https://x.test/1')
  const result = await call.importFromBrowser({ items: [{ kind: 'upload', token }, ...items] })
  expect(result.shotName).toBe('SH010')
  expect(result.refused.map(({ name, code }) => `${name} ${code}`).sort()).toEqual([
    'from browser drop-unreadable',
    'gone.png drop-unreadable',
    'page.png still-unreadable',
  ])
  const [shot] = (await call.getSnapshot({})).shots
  // All are the same picture: one still under its first name, on four frames.
  expect(result.importedStillIds).toHaveLength(4)
  expect(shot?.stills.map((still) => still.originalName)).toEqual(['Küche 1.png'])
  expect(shot?.stills[0]).toMatchObject({ width: 400, height: 300, format: 'png' })
  expect(await leftovers()).toEqual([])
})

it('names come from where the picture was', async () => {
  for (const [path, name] of [
    ['/photo', 'photo.png'],
    ['/moved', 'plate.png'],
  ] as const) {
    const { shotName } = await driver.client.call.importFromBrowser(fromUrls(`${server.url}${path}`))
    const shot = (await driver.client.call.getSnapshot({})).shots.find((known) => known.name === shotName)
    expect(shot?.stills[0]?.originalName).toBe(name)
  }
})

it('goes to the shot and the frame it fell on', async () => {
  const { call } = driver.client
  const { shotName } = await call.createShot({})
  await call.importFromBrowser({ ...fromUrls(`${server.url}/plate.png`), shotName, frame: 48 })
  const [shot] = (await call.getSnapshot({})).shots
  expect(shot?.keyframes.map((key) => key.frame)).toEqual([48])
})

it('a drop of which nothing can be read makes no shot', async () => {
  const result = await driver.client.call.importFromBrowser(fromUrls(`${server.url}/gone.png`))
  expect(result).toMatchObject({ shotName: null, importedStillIds: [], refused: [{ name: 'gone.png' }] })
  expect((await driver.client.call.getSnapshot({})).shots).toEqual([])
})

it('a token works once, and an unknown one is refused', async () => {
  const token = await driver.app.media.receive('a.png', bodyOf(png))
  expect(token).toMatch(/^[0-9a-f]{32}$/)
  const items = [{ kind: 'upload' as const, token }]
  expect((await driver.client.call.importFromBrowser({ items })).refused).toEqual([])
  expect((await driver.client.call.importFromBrowser({ items })).refused).toMatchObject([
    { code: 'drop-unreadable' },
  ])
})

it('bytes that no import took are gone when the application ends', async () => {
  await driver.app.media.receive('a.png', bodyOf(png))
  expect(await leftovers()).toHaveLength(1)
  await driver.app.close()
  expect(await leftovers()).toEqual([])
})

it('a drop onto a shot whose take runs does not disturb the take', async () => {
  const { call } = driver.client
  const first = await call.importFromBrowser(fromUrls(`${server.url}/plate.png`))
  const shotName = first.shotName ?? ''
  const patch = { prompt: 'P', tier: '360p', aspect: '4:3', range: 'sdr' } as const
  await call.editShot({ shotName, edit: { kind: 'patch', patch } })
  const asked = (await call.previewRequest({ shotName })).request
  const { takeId } = await call.buyTake({ shotName })

  const other = await sharp(png).negate().png().toBuffer()
  const dropped = await call.importFromBrowser({
    ...fromUrls(`data:image/png;base64,${other.toString('base64')}`),
    shotName,
  })
  const running = (await driver.takes()).find((take) => take.id === takeId)
  expect(running?.state).not.toBe('sealed')
  expect(dropped.importedStillIds).toHaveLength(1)
  expect((await call.getSnapshot({})).shots[0]?.keyframes.map((key) => key.frame)).toEqual([0, 120])

  const take = await driver.rest(takeId)
  expect(take).toMatchObject({ state: 'sealed', failure: null })
  expect(await sentRequest(takeId)).toMatchObject({
    ...asWithoutIds(asked[0]),
    inputs: { frameImages: [{ frame: 'first' }] },
  })
})

/** What the practice service was sent for the take. */
async function sentRequest(takeId: string): Promise<Record<string, unknown>> {
  const jobs = join(host.paths.userData, 'practice', 'jobs')
  for (const name of await readdir(jobs, { recursive: true })) {
    if (!name.endsWith('.json')) continue
    const job = JSON.parse(await readFile(join(jobs, name), 'utf8')) as { request?: Record<string, unknown> }
    if (job.request?.['taskUUID'] === takeId) return job.request
  }
  throw new Error('no such job')
}

function asWithoutIds(request: unknown): object {
  const { taskUUID: _id, inputs: _inputs, ...rest } = request as Record<string, unknown>
  return rest
}
