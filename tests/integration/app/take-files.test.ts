// A take's files over the real door: what they take on the disk, what is dragged out, and the trash, which the ledger
// remembers.
import { existsSync, readdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let dragged: { paths: readonly string[]; picture: string | null }[]
let trash: (path: string) => Promise<void>

beforeEach(async () => {
  dragged = []
  trash = async (path) => renameSync(path, join(host.folder, 'trash'))
  host = await createTestHost({
    practiceWorker: builtWorker(),
    env: { LATITUDE_PRACTICE_FRAMES: '2' },
    desktop: {
      moveToTrash: (path) => trash(path),
      startDrag: (paths, picture) => dragged.push({ paths, picture }),
    },
  })
  driver = await startApp(host)
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
})

const call = () => driver.client.call
const project = async (): Promise<string> => (await call().getSnapshot({})).project.folderLabel

async function makeTake(range: 'hdr-exr' | 'hdr') {
  const { shotName } = await call().createShot({})
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'A slow push-in.', range } } })
  const { takeId } = await call().buyTake({ shotName })
  const take = await driver.rest(takeId)
  return { take, root: join(await project(), 'shots', shotName, 'takes', 'v001') }
}

function bytesUnder(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const facts = names.map((name) => statSync(join(folder, name)))
  return facts.reduce((sum, fact) => sum + (fact.isFile() ? fact.size : 0), 0)
}

it('the disk used is that of the files, for a take and for the project', async () => {
  const { take, root } = await makeTake('hdr')
  const use = await call().getDiskUse({})
  expect(use.takes).toEqual([{ takeId: take.id, bytes: bytesUnder(root) }])
  expect(use.projectBytes).toBe(bytesUnder(await project()))
  expect(use.projectBytes).toBeGreaterThan(bytesUnder(root))
})

it('the frames, their folder and the take are dragged out as files', async () => {
  const { take, root } = await makeTake('hdr-exr')
  for (const what of ['sequence', 'folder', 'take'] as const) await call().dragOut({ takeId: take.id, what })
  const frames = [1001, 1002].map((frame) => join(root, 'exr', `SH010_v001_practice.${frame}.exr`))
  expect(dragged.map(({ paths }) => paths)).toEqual([frames, [join(root, 'exr')], [root]])
  expect(dragged.every(({ picture }) => picture !== null && existsSync(picture))).toBe(true)
})

it('a take in the trash is remembered with its price, has nothing to look at, and is never fetched again', async () => {
  const { take, root } = await makeTake('hdr')
  await expect(call().dragOut({ takeId: take.id, what: 'sequence' })).rejects.toMatchObject({
    code: 'take-without-files',
  })
  await call().trashTake({ takeId: take.id })
  expect(existsSync(root)).toBe(false)
  expect(existsSync(join(host.folder, 'trash', 'take.json'))).toBe(true)
  const gone = { id: take.id, state: 'trashed', listedUsd: take.listedUsd, video: null, videoMediaId: null }
  expect(await driver.takes()).toMatchObject([gone])
  const { events } = await call().getTakeHistory({ takeId: take.id })
  expect(events.slice(-2).map(({ state }) => state)).toEqual(['sealed', 'trashed'])

  await driver.app.close()
  const before = host.fetched.length
  driver = await startApp(host)
  expect(await driver.takes()).toMatchObject([gone])
  expect(existsSync(root)).toBe(false)
  expect(host.fetched.length).toBe(before)
  // Its number is not given away again.
  expect((await call().getSnapshot({})).shots[0]?.nextTakeNumber).toBe(2)
})

it('what the trash does not take is what it was', async () => {
  const { take, root } = await makeTake('hdr')
  trash = () => Promise.reject(new Error('no trash on this disk'))
  await expect(call().trashTake({ takeId: take.id })).rejects.toMatchObject({ code: 'trash-refused' })
  expect(existsSync(join(root, 'take.json'))).toBe(true)
  expect(await driver.takes()).toMatchObject([{ state: 'sealed', video: take.video }])
  expect(await call().checkSeal({ takeId: take.id })).toEqual({ isIntact: true })
})

it('a take that is worked on is not moved', async () => {
  const { shotName } = await call().createShot({})
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P', range: 'hdr' } } })
  const { takeId } = await call().buyTake({ shotName })
  await expect(call().trashTake({ takeId })).rejects.toMatchObject({ code: 'take-at-work' })
  await driver.rest(takeId)
})
