// The pipeline over a real project on disk, with the service's side played by hand.
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { centerCrop } from '#shared/domain/crop-moves'
import { createShot, type Shot } from '#shared/domain/shot'
import { createActivities } from '../../../src-main/app/activities'
import { intendTake } from '../../../src-main/app/buy-take'
import { createTakePipeline } from '../../../src-main/app/take-pipeline'
import type { TakeSteps } from '../../../src-main/app/take-steps'
import { toVideoTask } from '../../../src-main/features/generation/request'
import type { VideoTask } from '../../../src-main/features/generation/request-schema'
import type { RunwareClient } from '../../../src-main/features/generation/runware-client'
import type { TaskFate } from '../../../src-main/features/generation/task-fate'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'
import { makeTakeRecord } from '../../support/take-records'

const UPLOADED = '11111111-1111-4111-8111-111111111111'
const CANVAS = { width: 1280, height: 720 }
let folder: string
let store: ProjectStore
let settled: boolean[]
let submit: RunwareClient['submit']
let notices: unknown[]

const clock = createFakeClock()
const client: RunwareClient = {
  upload: async () => UPLOADED,
  submit: (task, signal) => submit(task, signal),
  poll: async () => ({ kind: 'nothing' }),
  isKnown: async () => false,
  recall: async () => undefined,
}
const stills = { idFor: async () => UPLOADED, forget: async () => undefined }
const fate: TaskFate = {
  awaitResult: async () => ({ kind: 'still-pending' }),
  settle: async (_task, _at, { isArtistsWish }) => {
    settled.push(isArtistsWish)
    return isArtistsWish ? 'resent' : 'unknown'
  },
}
// Nothing ever arrives here.
const steps = {} as TakeSteps

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude pipeline '))
  store = await openProject({ folder, clock })
  settled = []
  notices = []
  submit = async () => 'accepted'
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

async function setUp(sent?: { frames: string[]; images: string[] }) {
  const activities = createActivities({ clock, onChange: () => undefined })
  const onNotice = (_id: string, error: unknown): void => void notices.push(error)
  const pipeline = createTakePipeline({
    store,
    services: { of: () => ({ client, fate, stills }) },
    steps,
    activities,
    clock,
    onChange: () => undefined,
    onNotice,
  })
  const { name } = await store.createShot()
  const shot = { ...createShot(name), prompt: 'P' }
  if (sent) return { pipeline, id: await intendWithStills(shot, sent) }
  const take = await intendTake({
    store,
    shot,
    origin: 'practice',
    stills,
    clock,
    canvases: BUILT_IN_CANVASES,
    signal: new AbortController().signal,
  })
  return { pipeline, id: take.id }
}

/** A take as it is intended when its stills have gone up. */
async function intendWithStills(shot: Shot, { frames, images }: { frames: string[]; images: string[] }) {
  const id = randomUUID()
  const key = { stillId: 's', frame: 0, crop: centerCrop({ width: 1280, height: 720 }, CANVAS) }
  const request = toVideoTask({ ...shot, range: 'sdr', keyframes: [key] }, id, images)
  const take = makeTakeRecord({ id, shotName: shot.name, request, preparedFrames: frames })
  return (await store.intendTake(take)).id
}

describe('a POST', () => {
  it('that is accepted leads to waiting, and to a pause when patience is over', async () => {
    const { pipeline, id } = await setUp()
    await pipeline.driveFresh(id)
    expect(store.take(id)).toMatchObject({ state: 'parked', failure: null })
    expect(settled).toEqual([])
  })

  it('refused for money surely cost nothing: it is posted again under the same id when the artist goes on', async () => {
    const posted: string[] = []
    submit = async (task) => {
      posted.push(task.taskUUID)
      if (posted.length === 1) throw new Failure('service-money', 'No credit.')
      return 'accepted'
    }
    const { pipeline, id } = await setUp()
    await pipeline.driveFresh(id)
    expect(store.take(id)).toMatchObject({ state: 'parked', failure: { code: 'service-money' } })
    expect(store.isPosted(id)).toBe(false)
    await pipeline.resume(id, true)
    expect(posted).toEqual([id, id])
    expect(settled).toEqual([])
    expect(store.take(id).failure).toBeNull()
  })

  it('refused for too many requests waits, longer each time, and is made again', async () => {
    let refusals = 0
    submit = async () => {
      refusals += 1
      if (refusals <= 2) throw new Failure('service-busy', 'Slow down.', { status: 429 })
      return 'accepted'
    }
    const { pipeline, id } = await setUp()
    const before = clock.pauses.length
    await pipeline.driveFresh(id)
    expect(clock.pauses.slice(before)).toEqual([2_000, 4_000])
    expect((await store.historyOf(id)).map(({ event }) => event)).toEqual([
      'intended',
      'posting',
      'refused',
      'posting',
      'refused',
      'posting',
      'state',
      'state',
      'state',
    ])
  })

  it('is announced on the disk before it leaves', async () => {
    let announced: string[] = []
    const { pipeline, id } = await setUp()
    submit = async () => {
      announced = (await store.historyOf(id)).map(({ event }) => event)
      return 'accepted'
    }
    await pipeline.driveFresh(id)
    expect(announced).toEqual(['intended', 'posting'])
  })

  it('whose pictures are gone is made again with fresh ones, under the same id', async () => {
    const still = join(folder, 'shots', 'SH010', 'prepared', 'frame.png')
    const asked: VideoTask[] = []
    submit = async (task) => {
      asked.push(task)
      if (asked.length === 1)
        throw new Failure('service-gone', 'Gone.', { providerCode: 'mediaNotFound', status: 400 })
      return 'accepted'
    }
    const { pipeline, id } = await setUp({ frames: ['frame.png'], images: [randomUUID()] })
    await mkdir(join(still, '..'), { recursive: true })
    await writeFile(still, 'png')
    await pipeline.driveFresh(id)
    expect(asked.map((task) => [task.taskUUID, task.inputs?.frameImages?.[0]?.image])).toEqual([
      [id, expect.not.stringMatching(UPLOADED)],
      [id, UPLOADED],
    ])
    expect((await store.historyOf(id)).map(({ event }) => event).slice(0, 5)).toEqual([
      ...['intended', 'posting', 'refused', 'amended', 'posting'],
    ])
    expect(store.take(id).request).toMatchObject({ inputs: { frameImages: [{ image: UPLOADED }] } })
  })

  it('whose pictures are gone for good is parked, and can be taken up again', async () => {
    submit = async () => {
      throw new Failure('service-gone', 'Gone.', { providerCode: 'mediaExpired', status: 400 })
    }
    const { pipeline, id } = await setUp({ frames: ['lost.png'], images: [randomUUID()] })
    await pipeline.driveFresh(id)
    expect(store.take(id)).toMatchObject({ state: 'parked', failure: { code: 'service-gone' } })
    expect(store.isPosted(id)).toBe(false)
  })

  it('without an answer is settled at once and parked when nobody knows it', async () => {
    submit = async () => {
      throw new Failure('service-unreachable', 'Cut.')
    }
    const { pipeline, id } = await setUp()
    await pipeline.driveFresh(id)
    expect(settled).toEqual([false])
    expect(store.take(id)).toMatchObject({ state: 'parked', failure: { code: 'fate-unknown' } })
    expect(notices).toHaveLength(1)
  })

  it('refused for what it says ends the take', async () => {
    submit = async () => {
      throw new Failure('service-input', 'Bad width.')
    }
    const { pipeline, id } = await setUp()
    await pipeline.driveFresh(id)
    expect(store.take(id)).toMatchObject({ state: 'failed', failure: { code: 'service-input' } })
    await pipeline.resume(id, true)
    expect(store.take(id).state).toBe('failed')
    expect(settled).toEqual([])
  })
})
