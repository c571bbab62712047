// What a result does to a take: addresses that run out, a bill, and an EXR that was asked for and did not come. The
// project is real, the service's side is played by hand.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import type { Finding } from '#shared/domain/finding'
import { createShot } from '#shared/domain/shot'
import type { Proxies, ReceivedVideo, Sequence } from '#shared/domain/take'
import { createActivities } from '../../../src-main/app/activities'
import { createTakePipeline, type TakePipeline } from '../../../src-main/app/take-pipeline'
import type { TakeSteps } from '../../../src-main/app/take-steps'
import { toVideoTask } from '../../../src-main/features/generation/request'
import type { RunwareClient } from '../../../src-main/features/generation/runware-client'
import type { TaskFate } from '../../../src-main/features/generation/task-fate'
import type { ProviderResult } from '../../../src-main/features/generation/wire'
import { writeDurably } from '../../../src-main/disk/durable'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'
import { makeTakeRecord } from '../../support/take-records'

const { id } = makeTakeRecord({ id: 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809' })
const VIDEO: ReceivedVideo = {
  ...{ fileName: 'v.mp4', bytes: 1, sha256: 'a', codec: 'hevc', width: 1280, height: 720, frames: 121 },
  ...{ frameRate: [24, 1], primaries: null, transfer: null },
}
const SEQUENCE: Sequence = {
  ...{ baseName: 'SH010_v001', firstFrame: 1001, padding: 4, count: 3, width: 1280, height: 720, bytes: 9 },
  ...{ compression: 'zip', pixelType: 'half', channels: ['B', 'G', 'R'], colorSpace: 'aces2065-1' },
  ...{ isColorSpaceAssumed: true, chromaticities: null, nanCount: 0, infCount: 0, negativeCount: 0 },
  ...{ aboveOneShare: 0, brightest: { value: 1, frame: 1001, exposureStops: 0 } },
}
const PROXIES: Proxies = { sdr: 's', hdr: null, poster: null, maxCll: null, maxFall: null, notes: [] }
let folder: string
let store: ProjectStore
let results: (ProviderResult | 'gone')[]
let placed: string[]
let fetched: string[]
let notices: unknown[]
/** What proving finds, one proof after the other; the last stays. */
let proofs: Finding[][]
let clips: Finding[][]
let expired: Set<string>
const clock = createFakeClock()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude results '))
  store = await openProject({ folder, clock })
  fetched = []
  notices = []
  proofs = [[]]
  clips = [[]]
  expired = new Set()
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const nextOf = <Value>(list: Value[]): Value | undefined => (list.length > 1 ? list.shift() : list[0])

async function openPipeline(): Promise<TakePipeline> {
  const client = { submit: async () => 'accepted' } as unknown as RunwareClient
  const fate = {
    awaitResult: async () => {
      const result = nextOf(results)
      if (result === 'gone') throw new Failure('service-gone', 'Gone.')
      return result ? { kind: 'result', result } : { kind: 'still-pending' }
    },
  } as unknown as TaskFate
  const stills = { idFor: async () => 'm', forget: async () => undefined }
  const steps = {
    async fetchFile(url: string, target: string) {
      fetched.push(url)
      if (expired.has(url)) throw new Failure('download-failed', 'Refused.', { status: 403 })
      await writeDurably(target, url)
      return { fileName: basename(target), bytes: 1, sha256: 'a' }
    },
    proveClip: async () => ({ video: VIDEO, findings: nextOf(clips) ?? [] }),
    place: async (_take, _paths, archivePath) => {
      placed.push(basename(archivePath))
      const names = { baseName: 'SH010_v001', firstFrame: 1001, padding: 4 }
      return { ...names, count: 3, frames: [], others: [], findings: [] }
    },
    seal: async () => ({ stamp: null, seal: null }),
    prove: async () => ({ sequence: SEQUENCE, findings: nextOf(proofs) ?? [] }),
    makeProxies: async () => PROXIES,
  } as Partial<TakeSteps> as TakeSteps
  const activities = createActivities({ clock, onChange: () => undefined })
  return createTakePipeline({
    ...{
      store,
      services: { of: () => ({ client, fate, stills, assertMedia: () => undefined }) },
      steps,
      activities,
      clock,
    },
    onChange: () => undefined,
    onNotice: (_id, error) => notices.push(error),
    onRest: () => undefined,
    log: () => undefined,
  })
}

/** A bought take, driven as far as these results carry it. */
async function drive(...given: (ProviderResult | 'gone')[]): Promise<TakePipeline> {
  results = given
  placed = []
  await store.createShot()
  const request = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, id, [])
  await store.intendTake(makeTakeRecord({ id, origin: 'bought', request }))
  const pipeline = await openPipeline()
  pipeline.sendWaiting()
  await pipeline.rested(id)
  return pipeline
}

const events = async (): Promise<string[]> =>
  (await store.historyOf(id)).map((record) => (record.event === 'state' ? record.state : record.event))

describe('a result', () => {
  it('without the EXR that was asked for ends the take, says what it was billed, and keeps the clip', async () => {
    await drive({ videoUrl: 'v', exrUrl: undefined, costUsd: 0.87 })
    expect(store.take(id)).toMatchObject({
      ...{ state: 'failed', billedUsd: 0.87, video: VIDEO },
      failure: { code: 'result-incomplete', details: { missing: 'EXR sequence', costUsd: 0.87 } },
    })
    expect(store.take(id).failure?.message).toContain('$0.87')
    expect(fetched).toEqual(['v'])
    expect(await events()).toEqual([
      ...['intended', 'posting', 'submitted', 'running', 'ready', 'billed', 'downloading', 'failed'],
    ])
  })

  it('without any file ends the take in the same way', async () => {
    await drive({ videoUrl: undefined, exrUrl: 'e', costUsd: undefined })
    expect(store.take(id)).toMatchObject({ state: 'failed', failure: { details: { missing: 'MP4' } } })
    expect(store.take(id).failure?.message).toContain('listed at $0.90')
  })

  it('whose addresses have run out is asked for again, and the clock starts anew', async () => {
    expired.add('old e')
    await drive(
      { videoUrl: 'old v', exrUrl: 'old e', costUsd: 0.9 },
      { videoUrl: 'v', exrUrl: 'e', costUsd: 0.9 },
    )
    expect(fetched).toEqual(['old e', 'e', 'v'])
    const given = (await store.historyOf(id)).flatMap((record) =>
      record.event === 'state' && record.urlsGivenAt ? [record.urlsGivenAt] : [],
    )
    expect(given).toHaveLength(2)
    expect(store.take(id).urlsGivenAt).toBe(given.at(-1))
    // The bill is one bill, however often it is told.
    expect((await events()).filter((event) => event === 'billed')).toHaveLength(1)
  })
})

describe('a take that came damaged', () => {
  const RESULT: ProviderResult = { videoUrl: 'v', exrUrl: 'e', costUsd: 0.9 }
  const AGAIN: ProviderResult = { videoUrl: 'v2', exrUrl: 'e2', costUsd: 0.9 }
  const bad = (code: string, frame: number | null = 1002): Finding => {
    return { code, severity: 'damage', frame, sentence: 'Bad.' }
  }
  const archives = ['SH010_v001_exr.zip', 'SH010_v001_exr_again1.zip']

  it('on its way is downloaded once more by itself, the archive alone, and both are kept', async () => {
    proofs = [[bad('archive-damaged')], []]
    await drive(RESULT, AGAIN)
    expect(fetched).toEqual(['e', 'v', 'e2', 'v2'])
    expect(placed).toEqual(archives)
    expect(store.take(id)).toMatchObject({
      ...{ state: 'sealed', failure: null, findings: [], fetchedAgain: { archive: 1, video: 0 } },
      archive: { fileName: archives[1] },
    })
    const received = await readdir(join(folder, 'shots', 'SH010', 'takes', 'v001', 'received'))
    expect(received.sort()).toEqual(['SH010_v001.mp4', ...archives])
  })

  it('on its way again and again is not downloaded a third time', async () => {
    proofs = [[bad('archive-damaged')]]
    await drive(RESULT, AGAIN)
    expect(placed).toEqual(archives)
    expect(store.take(id)).toMatchObject({
      ...{ state: 'damaged', sequence: SEQUENCE, proxies: PROXIES },
      failure: { code: 'exr-damaged', message: 'Frame 1002: Bad.', details: { frames: [1002] } },
    })
  })

  it('and is gone at the service keeps what came, and says both', async () => {
    proofs = [[bad('archive-damaged')]]
    await drive(RESULT, 'gone')
    expect(placed).toEqual([archives[0], archives[0]])
    expect(notices).toMatchObject([{ code: 'service-gone' }])
    expect(store.take(id)).toMatchObject({ state: 'damaged', archive: { fileName: archives[0] } })
  })

  it('in itself is not downloaded by itself, but when the artist wishes', async () => {
    proofs = [[bad('chunk-cut'), bad('frame-missing', 1003)], []]
    const pipeline = await drive(RESULT, AGAIN)
    expect(fetched).toEqual(['e', 'v'])
    expect(store.take(id)).toMatchObject({ state: 'damaged', failure: { details: { frames: [1002, 1003] } } })
    await pipeline.downloadAgain(id)
    expect(placed).toEqual(archives)
    expect(store.take(id)).toMatchObject({ state: 'sealed', failure: null, findings: [], proxies: PROXIES })
  })

  it('in its clip alone has that one fetched anew', async () => {
    clips = [[bad('video-unreadable', null)], []]
    await drive(RESULT, AGAIN)
    expect(store.take(id)).toMatchObject({ state: 'sealed', fetchedAgain: { archive: 0, video: 1 } })
    expect(placed).toEqual([archives[0], archives[0]])
    const received = await readdir(join(folder, 'shots', 'SH010', 'takes', 'v001', 'received'))
    expect(received.sort()).toEqual(['SH010_v001.mp4', 'SH010_v001_again1.mp4', archives[0]])
  })

  it('stays as it is when there is nobody to ask', async () => {
    await drive(RESULT)
    const pipeline = await openPipeline()
    await pipeline.downloadAgain(id)
    expect(store.take(id).state).toBe('sealed')
    expect(notices).toMatchObject([{ code: 'invalid-input' }])
  })
})
