// The pipeline over a real project on disk, with the service's side played by hand.
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { createShot } from '#shared/domain/shot'
import { createActivities } from '../../../src-main/app/activities'
import { intendTake } from '../../../src-main/app/buy-take'
import { createTakePipeline } from '../../../src-main/app/take-pipeline'
import type { TakeSteps } from '../../../src-main/app/take-steps'
import type { RunwareClient } from '../../../src-main/features/generation/runware-client'
import type { TaskFate } from '../../../src-main/features/generation/task-fate'
import { openProject, type ProjectStore } from '../../../src-main/features/projects/project-store'
import { createFakeClock } from '../../support/fake-clock'

let folder: string
let store: ProjectStore
let settled: boolean[]
let submit: RunwareClient['submit']
let notices: unknown[]

const clock = createFakeClock()
const client: RunwareClient = {
  upload: async () => 'm',
  submit: (task, signal) => submit(task, signal),
  poll: async () => ({ kind: 'nothing' }),
  isKnown: async () => false,
  recall: async () => undefined,
}
const stills = { idFor: async () => 'm', forget: async () => undefined }
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
afterEach(() => rm(folder, { recursive: true, force: true }))

async function setUp() {
  const activities = createActivities({ clock, onChange: () => undefined })
  const onNotice = (_id: string, error: unknown): void => void notices.push(error)
  const pipeline = createTakePipeline({
    store,
    services: { of: () => ({ client, fate, stills }) },
    steps,
    activities,
    onChange: () => undefined,
    onNotice,
  })
  const { name } = await store.createShot()
  const shot = { ...createShot(name), prompt: 'P' }
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

describe('a POST', () => {
  it('that is accepted leads to waiting, and to a pause when patience is over', async () => {
    const { pipeline, id } = await setUp()
    await pipeline.driveFresh(id)
    expect(store.take(id)).toMatchObject({ state: 'parked', failure: null })
    expect(settled).toEqual([])
  })

  it('refused for money is parked, and settled under the same id when the artist goes on', async () => {
    submit = async () => {
      throw new Failure('service-money', 'No credit.')
    }
    const { pipeline, id } = await setUp()
    await pipeline.driveFresh(id)
    expect(store.take(id)).toMatchObject({ state: 'parked', failure: { code: 'service-money' } })
    await pipeline.resume(id, true)
    expect(settled).toEqual([true])
    expect(store.take(id).failure).toBeNull()
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
