// What an artist brings becomes a take like any other, through the same gate, without money and without a service.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { TakeView } from '#shared/contract/views'
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'
import { frameProofSchema } from '#shared/domain/frame-proof'
import { intendIngest } from '../../../src-main/app/ingest-take'
import { createSystemClock } from '../../../src-main/app/system-clock'
import { takePaths } from '../../../src-main/features/projects/project-paths'
import { openProject } from '../../../src-main/features/projects/project-store'
import { startApp, type AppDriver } from '../../support/app-driver'
import { builtWorker } from '../../support/built'
import { frameEntries, FRAME_SIZE, writeFolder, writeZip } from '../../support/frames'
import { createTestHost, type TestHost } from '../../support/test-host'

let host: TestHost
let driver: AppDriver
let folder: string
let project: string
const brought = mkdtempSync(join(tmpdir(), 'latitude Lieferung ü '))

beforeAll(async () => {
  host = await createTestHost({ practiceWorker: builtWorker() })
})
beforeEach(async () => {
  folder = mkdtempSync(join(brought, 'one '))
  project = join(folder, 'project')
  driver = await startApp(host, project)
})
afterEach(() => driver.app.close())
afterAll(async () => {
  await host.remove()
  rmSync(brought, { recursive: true })
})

async function ingest(...paths: string[]): Promise<TakeView[]> {
  const { takes } = await driver.client.call.ingestDeliveries({ paths })
  return Promise.all(takes.map(({ takeId }) => driver.rest(takeId)))
}
const pathsOf = (take: TakeView) => takePaths(project, take.shotName, take.number)
const good = { state: 'sealed', origin: 'ingested', failure: null, listedUsd: 0, billedUsd: null }

describe('a delivery that is brought', () => {
  it('as a zip is copied, proven, named and given its copies; the source is not changed', async () => {
    const source = writeZip(join(folder, 'From elsewhere (1).zip'), frameEntries(5))
    const before = readFileSync(source)
    const [take] = await ingest(source)
    if (!take) throw new Error('no take')
    expect(take).toMatchObject({
      ...{ ...good, shotName: 'SH010', number: 1 },
      sequence: { count: 5, firstFrame: 1001, ...FRAME_SIZE },
      archive: { bytes: before.length },
      findings: [{ code: 'color-space-assumed', severity: 'note' }],
      proxies: { sdr: expect.any(String) as string },
    })
    const paths = pathsOf(take)
    expect(readFileSync(source).equals(before)).toBe(true)
    expect(readFileSync(join(paths.received, take.archive?.fileName ?? '')).equals(before)).toBe(true)
    expect(readdirSync(paths.exr).filter((name) => name.endsWith('.exr'))).toHaveLength(5)
    const numbers = frameProofSchema.parse(JSON.parse(readFileSync(join(paths.proof, 'frames.json'), 'utf8')))
    expect(numbers.frames.map(({ frame }) => frame)).toEqual([1001, 1002, 1003, 1004, 1005])
    const { spentUsd, waitingUsd, queue } = await driver.client.call.getSnapshot({})
    expect([spentUsd, waitingUsd, queue.waiting]).toEqual([0, 0, []])
    const { events } = await driver.client.call.getTakeHistory({ takeId: take.id })
    const states = events.map(({ event, state }) => state ?? event)
    expect(states).toEqual(['intended', 'downloading', 'verifying', 'arrived', 'sealed'])
  })

  it('as a folder or as one EXR too, each a take of its own', async () => {
    const frames = writeFolder(join(folder, 'render'), [...frameEntries(3), { name: 'frames/.DS_Store' }])
    const still = join(frames, 'frames', 'shot.0002.exr')
    const takes = await ingest(frames, still)
    expect(takes).toMatchObject([
      { ...good, number: 1, sequence: { count: 3 } },
      { ...good, number: 2, sequence: { count: 1 } },
    ])
    expect(readdirSync(join(frames, 'frames')).sort()).toHaveLength(4)
    const [first] = takes
    if (first) {
      const names = readdirSync(join(pathsOf(first).received, 'render')).sort()
      expect(names[0]).toBe('frames_shot.0001.exr')
    }
  })

  it('damaged keeps its good frames, has copies of its whole length, and names the bad ones', async () => {
    const entries = frameEntries(6)
    const [, second, , fourth] = entries
    if (second) second.crc = 1
    if (fourth) fourth.data = fourth.data?.subarray(0, 400)
    const [take] = await ingest(writeZip(join(folder, 'bad.zip'), entries))
    expect(take).toMatchObject({
      ...{ state: 'damaged', canDownloadAgain: false, sequence: { count: 6 } },
      failure: { code: 'exr-damaged', details: { frames: [1002, 1004] } },
      proxies: { sdr: expect.any(String) as string, notes: [] },
    })
    expect(take?.findings.slice(0, 2)).toMatchObject([
      { code: 'archive-damaged', frame: 1002 },
      { frame: 1004, severity: 'damage' },
    ])
    if (take) expect(existsSync(join(pathsOf(take).root, 'held.tmp'))).toBe(false)
  })

  it('hostile fails by name, with what came kept as it came', async () => {
    const hostile = [...frameEntries(1), { name: '../../escaped.exr', data: frameEntries(1)[0]?.data }]
    const [take] = await ingest(writeZip(join(folder, 'hostile.zip'), hostile as never))
    expect(take).toMatchObject({
      ...{ state: 'failed', sequence: null },
      failure: { code: 'zip-refused', details: { rule: 'parent-path' } },
    })
    if (take) expect(readdirSync(pathsOf(take).received)).toEqual(['hostile.zip'])
    expect(existsSync(join(folder, 'escaped.exr'))).toBe(false)
  })

  it('that is none is given back, and makes neither shot nor take', async () => {
    const picture = join(folder, 'picture.png')
    writeFileSync(picture, 'png')
    const answer = await driver.client.call.ingestDeliveries({ paths: [picture] })
    expect(answer).toEqual({ takes: [], left: [picture] })
    expect((await driver.client.call.getSnapshot({})).shots).toEqual([])
    const gone = driver.client.call.ingestDeliveries({ paths: [join(folder, 'gone.zip')] })
    await expect(gone).rejects.toMatchObject({ code: 'ingest-missing' })
  })
})

describe('a copy that a crash cut short', () => {
  const intend = async (source: string): Promise<string> => {
    await driver.app.close()
    const store = await openProject({ folder: project, clock: createSystemClock() })
    const shot = await store.createShot()
    const clock = createSystemClock()
    const take = await intendIngest({ store, shot, source, clock, canvases: BUILT_IN_CANVASES })
    await store.close()
    driver = await startApp(host, project)
    return take.id
  }

  it('is made anew at the next start', async () => {
    const id = await intend(writeZip(join(folder, 'later.zip'), frameEntries(2)))
    expect(await driver.rest(id)).toMatchObject({ ...good, sequence: { count: 2 } })
  })

  it('fails by name when what was brought is gone by then', async () => {
    await driver.app.close()
    const source = writeZip(join(folder, 'gone.zip'), frameEntries(2))
    const store = await openProject({ folder: project, clock: createSystemClock() })
    const shot = await store.createShot()
    const clock = createSystemClock()
    const { id } = await intendIngest({ store, shot, source, clock, canvases: BUILT_IN_CANVASES })
    await store.close()
    rmSync(source)
    driver = await startApp(host, project)
    expect(await driver.rest(id)).toMatchObject({ state: 'failed', failure: { code: 'ingest-missing' } })
  })
})
