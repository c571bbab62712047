// What a result does to a take: addresses that run out, a bill, and an EXR that was asked for and did not come. The
// project is real, the service's side is played by hand.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { createShot } from '#shared/domain/shot'
import type { ReceivedVideo } from '#shared/domain/take'
import { createActivities } from '../../../src-main/app/activities'
import { createTakePipeline } from '../../../src-main/app/take-pipeline'
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
let folder: string
let store: ProjectStore
let results: ProviderResult[]
let fetched: string[]
let expired: Set<string>
const clock = createFakeClock()

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude results '))
  store = await openProject({ folder, clock })
  fetched = []
  expired = new Set()
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** A bought take, driven as far as these results carry it. */
async function drive(...given: ProviderResult[]): Promise<void> {
  results = given
  await store.createShot()
  const request = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, id, [])
  await store.intendTake(makeTakeRecord({ id, origin: 'bought', request }))
  const client = { submit: async () => 'accepted' } as unknown as RunwareClient
  const fate = {
    awaitResult: async () => {
      const result = results.length > 1 ? results.shift() : results[0]
      return result ? { kind: 'result', result } : { kind: 'still-pending' }
    },
  } as unknown as TaskFate
  const stills = { idFor: async () => 'm', forget: async () => undefined }
  const steps = {
    async fetchFile(url: string, target: string) {
      fetched.push(url)
      if (expired.has(url)) throw new Failure('download-failed', 'Refused.', { status: 403 })
      await writeDurably(target, url)
      return { fileName: url, bytes: 1, sha256: 'a' }
    },
    verifyVideo: async () => VIDEO,
    // The files themselves are another test's business.
    unpack: () => Promise.reject(new Failure('zip-refused', 'Not here.')),
  } as unknown as TakeSteps
  const activities = createActivities({ clock, onChange: () => undefined })
  const pipeline = await createTakePipeline({
    ...{
      store,
      services: { of: () => ({ client, fate, stills, assertMedia: () => undefined }) },
      steps,
      activities,
      clock,
    },
    onChange: () => undefined,
    onNotice: () => undefined,
    onRest: () => undefined,
    log: () => undefined,
  })
  pipeline.sendWaiting()
  await pipeline.rested(id)
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
