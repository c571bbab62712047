// Random lives of a take: a service at its worst, a process that dies at any write or request and is started again,
// any number of times. The acts, the fate and the state machine are the real ones.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createShot } from '#shared/domain/shot'
import { isFinished } from '#shared/domain/take'
import { createTakeActs, type TakeActs } from '../../../src-main/app/take-acts'
import { restingState, toTakeFailure } from '../../../src-main/app/take-rest'
import type { TakeSteps } from '../../../src-main/app/take-steps'
import { PRACTICE_SCHEDULE } from '../../../src-main/features/generation/poll-schedule'
import { toVideoTask } from '../../../src-main/features/generation/request'
import { createTaskFate } from '../../../src-main/features/generation/task-fate'
import type { ProjectStore } from '../../../src-main/features/projects/project-store'
import type { Clock } from '../../../src-main/ports/clock'
import { createModelService, MOODS } from '../../support/model-service'
import { createModelStore, lifeOn, type ModelDisk } from '../../support/model-store'
import { makeTakeRecord } from '../../support/take-records'

const RUNS = 20_000
const ID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const REQUEST = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, ID, [])
const SCHEDULE = { ...PRACTICE_SCHEDULE, firstMs: 2_000, nextMs: 2_000, longestMs: 2_000, patienceMs: 60_000 }
const DEAD = new Error('The process is dead.')

const lives = fc.record({
  moods: fc.array(fc.constantFrom(...MOODS), { maxLength: 12 }),
  // Below the 20 s of empty questions that a resend needs.
  hiddenMs: fc.integer({ min: 0, max: 19_000 }),
  pollsNeeded: fc.integer({ min: 0, max: 4 }),
  endsWith: fc.constantFrom('success' as const, 'moderation' as const),
  /** Steps that each process lives, and how long nobody starts it again. */
  deaths: fc.array(
    fc.record({ steps: fc.integer({ min: 0, max: 40 }), pauseMs: fc.integer({ min: 0, max: 180_000 }) }),
    {
      maxLength: 5,
    },
  ),
})

const quiet = {
  get: () => null,
  report: () => undefined,
  reportTransfer: () => undefined,
  noteLink: () => undefined,
  end: () => undefined,
  overall: () => undefined,
}
const archive = { fileName: 'a', bytes: 1, sha256: 'a' }
const steps = { fetchFile: async () => archive } as unknown as TakeSteps

/** What the pipeline does from any state on the disk, until the take rests. */
async function drive(store: ProjectStore, acts: TakeActs): Promise<void> {
  const take = store.take(ID)
  switch (take.state) {
    case 'parked':
      if (!store.isPosted(ID)) await store.moveTake(ID, 'intended')
      else if (!store.life(ID).isAccepted) await acts.settle(take, false)
      else await store.moveTake(ID, 'running')
      break
    case 'intended':
      await (store.isPosted(ID) ? acts.settle(take, false) : acts.submit(take))
      break
    case 'submitted':
      await store.moveTake(ID, 'running')
      break
    case 'verifying':
      await store.moveTake(ID, 'arrived')
      break
    default:
      if (isFinished(take.state)) return
      await acts.fetchDelivery(take)
      if (store.take(ID).state === 'parked') return
  }
  await drive(store, acts)
}

async function live(run: typeof lives extends fc.Arbitrary<infer Run> ? Run : never) {
  let now = 1_700_000_000_000
  let stepsLeft = Infinity
  const tick = (): void => {
    stepsLeft -= 1
    if (stepsLeft < 0) throw DEAD
  }
  const clock: Clock = {
    now: () => now,
    async sleep(ms) {
      tick()
      now += ms
    },
  }
  const moods = [...run.moods]
  const service = createModelService({ ...run, moods, clock, tick })
  const disk: ModelDisk = {
    take: makeTakeRecord({ id: ID, origin: 'bought', request: REQUEST }),
    events: [{ at: new Date(now).toISOString(), event: 'intended' }],
    failure: null,
  }
  // In the last life nothing goes wrong any more.
  for (const { steps: lifetime, pauseMs } of [...run.deaths, { steps: Infinity, pauseMs: 0 }]) {
    stepsLeft = lifetime
    if (lifetime === Infinity) moods.length = 0
    const store = createModelStore(disk, clock, tick)
    const fate = createTaskFate({ client: service.client, clock, schedule: SCHEDULE })
    const { signal } = new AbortController()
    const { client } = service
    const stills = { idFor: async () => 'm', forget: async () => undefined }
    const services = { of: () => ({ client, fate, stills, assertMedia: () => undefined }) }
    const acts = createTakeActs({
      ...{ store, services, steps, activities: quiet, clock, signal, asking: {} },
      ...{ onChange: () => undefined, onNotice: () => undefined },
    })
    try {
      await drive(store, acts)
    } catch (error) {
      const { state } = store.take(ID)
      if (stepsLeft >= 0 && !isFinished(state)) {
        await store
          .moveTake(ID, restingState(state, error), { failure: toTakeFailure(error) })
          .catch((fault: unknown) => {
            if (fault !== DEAD) throw fault
          })
      }
    }
    now += pauseMs
  }
  return { service, disk }
}

describe('whatever happens, in any order, with deaths and restarts in between', () => {
  it(`a take is posted under one id, billed at most once, and what was billed is found again (${RUNS} lives)`, async () => {
    const seen = { arrived: 0, failed: 0, parked: 0, unbilled: 0, resent: 0 }
    await fc.assert(
      fc.asyncProperty(lives, async (run) => {
        const { service, disk } = await live(run)
        const life = lifeOn(disk)
        expect([...service.posted].filter((id) => id !== ID)).toEqual([])
        const bills = service.billed.get(ID) ?? 0
        expect(bills).toBeLessThanOrEqual(1)
        // The last life was undisturbed: what the service holds has come to its own end.
        if (bills === 1) {
          expect(life.state).toBe(run.endsWith === 'success' ? 'arrived' : 'failed')
          expect(life.isAccepted).toBe(true)
        }
        if (life.state === 'arrived') expect(life.billedUsd).toBe(0.9)
        // A pause always has its reason, and its fate is open or surely unsent, never forgotten.
        if (life.state === 'parked') expect(disk.failure).not.toBeNull()
        if (life.state === 'arrived' || life.state === 'failed' || life.state === 'parked')
          seen[life.state] += 1
        if (bills === 0) seen.unbilled += 1
        if (life.postings > 1 && bills === 1) seen.resent += 1
      }),
      { numRuns: RUNS, seed: 20261124 },
    )
    // The lives are worth something only when all of this happens in them.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50)
  }, 120_000)
})
