// A take from purchase to seal over the real door: named, numbered and timed as the project says, stamped, sealed,
// checked again, and unbroken by all that is made of it afterwards.
import { execFileSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import { parseExrHeader } from '#shared/exr/header'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { findProgram } from '../../support/find-program'
import { createTestHost, type TestHost } from '../../support/test-host'

const CONFORM = {
  frameRate: '25',
  startTimeCode: '10:00:00:00',
  firstFrame: 1000,
  padding: 6,
  nameTemplate: '{project}_{shot}_v{version}_aces.{frame}.exr',
  isAssumedSpaceStamped: true,
} as const

let host: TestHost
let driver: AppDriver
beforeEach(async () => {
  host = await createTestHost({ practiceWorker: builtWorker(), env: { LATITUDE_PRACTICE_FRAMES: '3' } })
  driver = await startApp(host)
})
afterEach(async () => {
  await driver.app.close()
  await host.remove()
})

const call = () => driver.client.call
const folderOf = async (): Promise<string> => (await call().getSnapshot({})).project.folderLabel
const takeFolder = async (): Promise<string> => join(await folderOf(), 'shots', 'SH010', 'takes', 'v001')

async function makeTake(range: 'hdr-exr' | 'hdr' = 'hdr-exr') {
  const { shotName } = await call().createShot({})
  await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'A slow push-in.', range } } })
  const { takeId } = await call().buyTake({ shotName })
  const take = await driver.rest(takeId)
  expect(take.failure).toBeNull()
  return take
}

describe('a take', () => {
  it('is named, numbered, timed and stamped as the project says, sealed, and stays so when the project changes', async () => {
    await call().setConform({ conform: CONFORM })
    const take = await makeTake()
    const baseName = 'First_project_SH010_v001_aces_practice'
    expect(take).toMatchObject({
      state: 'sealed',
      sequence: { baseName, firstFrame: 1000, padding: 6, count: 3 },
      stamp: { frameRate: '25', startTimeCode: '10:00:00:00', reelName: baseName },
      seal: {
        roots: [
          { folder: 'exr', files: 3 },
          { folder: 'received', files: 2 },
        ],
        lastCheck: null,
      },
    })
    const names = [0, 1, 2].map((index) => `${baseName}.00100${index}.exr`)
    const root = await takeFolder()
    expect((await readdir(join(root, 'exr'))).sort()).toEqual([...names, 'ascmhl'])
    const header = parseExrHeader(await readFile(join(root, 'exr', names[2] ?? ''))).parts[0]
    expect(header).toMatchObject({
      framesPerSecond: [25, 1],
      timeCode: { hours: 10, minutes: 0, seconds: 0, frame: 2 },
      comments: expect.stringMatching(
        new RegExp(`\\nLatitude: take ${take.id}, prompt sha256 [0-9a-f]{64}$`),
      ),
    })
    await call().setConform({ conform: DEFAULT_CONFORM })
    expect((await readdir(join(root, 'exr'))).sort()).toEqual([...names, 'ascmhl'])
    expect(await call().checkSeal({ takeId: take.id })).toEqual({ isIntact: true })
    expect((await driver.takes())[0]?.sequence).toMatchObject({ firstFrame: 1000, padding: 6 })
  })

  it('stays intact when proxies are made and it is approved; a changed, a missing and an added file are named', async () => {
    const take = await makeTake()
    await call().resumeTake({ takeId: take.id })
    await driver.rest(take.id)
    await call().approveTake({ takeId: take.id, isApproved: true })
    expect(await call().checkSeal({ takeId: take.id })).toEqual({ isIntact: true })
    const root = await takeFolder()
    const [first = ''] = (await readdir(join(root, 'exr'))).sort()
    const bytes = await readFile(join(root, 'exr', first))
    await writeFile(join(root, 'exr', first), bytes.subarray(0, -1))
    await writeFile(join(root, 'received', 'note.txt'), 'x')
    expect(await call().checkSeal({ takeId: take.id })).toEqual({ isIntact: false })
    expect((await driver.takes())[0]?.seal?.lastCheck).toMatchObject({
      findingCount: 2,
      findings: [
        { kind: 'changed', path: `exr/${first}` },
        { kind: 'added', path: 'received/note.txt' },
      ],
    })
  })

  it('without EXR has the same standing: what was received is sealed', async () => {
    const take = await makeTake('hdr')
    expect(take).toMatchObject({
      state: 'sealed',
      stamp: null,
      seal: { roots: [{ folder: 'received', files: 1 }] },
    })
    expect(await call().checkSeal({ takeId: take.id })).toEqual({ isIntact: true })
  })

  it.skipIf(!findProgram('ascmhl-debug'))(
    'is verified by the standard’s own tool, both of its folders',
    async () => {
      await makeTake()
      for (const folder of ['exr', 'received'])
        execFileSync('ascmhl-debug', ['verify', join(await takeFolder(), folder)], { stdio: 'pipe' })
    },
  )
})

describe('names that could not be opened everywhere', () => {
  it('are refused before anything is made', async () => {
    const { shotName } = await call().createShot({})
    const nameTemplate = `{shot}_${'x'.repeat(200)}_v{version}.{frame}.exr`
    await expect(call().setConform({ conform: { ...DEFAULT_CONFORM, nameTemplate } })).rejects.toMatchObject({
      code: 'name-too-long',
    })
    expect((await call().getSnapshot({})).project.conform).toEqual(DEFAULT_CONFORM)
    await expect(
      call().setConform({ conform: { ...DEFAULT_CONFORM, nameTemplate: '{shot}.exr' } }),
    ).rejects.toMatchObject({ code: 'invalid-input' })
    await call().removeShot({ shotName })
    // Without a shot nobody knows the longest path yet: the purchase asks again.
    await call().setConform({ conform: { ...DEFAULT_CONFORM, nameTemplate } })
    await call().createShot({ name: shotName })
    await call().editShot({ shotName, edit: { kind: 'patch', patch: { prompt: 'P' } } })
    await expect(call().buyTake({ shotName })).rejects.toMatchObject({ code: 'name-too-long' })
    expect(await driver.takes()).toEqual([])
  })
})
