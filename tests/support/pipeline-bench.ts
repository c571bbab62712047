// The pipeline over a real project on disk, with the service's side played by hand: posts are answered as the test
// says, and takes stay with the service until the test lets them rest.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUILT_IN_CANVASES } from '#shared/domain/canvas'
import { createShot } from '#shared/domain/shot'
import type { Take } from '#shared/domain/take'
import { createActivities } from '../../src-main/app/activities'
import { intendTakes, type TakeOrder } from '../../src-main/app/buy-take'
import { createTakePipeline, type TakePipeline } from '../../src-main/app/take-pipeline'
import type { TakeSteps } from '../../src-main/app/take-steps'
import type { RunwareClient } from '../../src-main/features/generation/runware-client'
import type { TaskFate } from '../../src-main/features/generation/task-fate'
import { openProject, type ProjectStore } from '../../src-main/features/projects/project-store'
import { createFakeClock, type FakeClock } from './fake-clock'

/** The id of every picture that is uploaded here. */
export const UPLOADED = '11111111-1111-4111-8111-111111111111'

export interface PipelineBench {
  clock: FakeClock
  folder: string
  readonly store: ProjectStore
  readonly pipeline: TakePipeline
  /** Task ids in the order they were posted. */
  posted: string[]
  /** Of every settled fate, whether it was the artist's wish. */
  settled: boolean[]
  notices: unknown[]
  rests: string[]
  /** What the service says to a POST; set by the test. */
  answer: { submit: RunwareClient['submit'] }
  /** The service has nothing more to say of this take: it parks as still pending. */
  letGo(takeId: string): void
  intend(order?: Partial<TakeOrder>): Promise<Take[]>
  /** The same project opened anew, as after a restart. */
  reopen(): Promise<void>
  remove(): Promise<void>
}

export async function openPipelineBench(): Promise<PipelineBench> {
  const folder = await mkdtemp(join(tmpdir(), 'latitude pipeline '))
  const clock = createFakeClock()
  const posted: string[] = []
  const settled: boolean[] = []
  const notices: unknown[] = []
  const rests: string[] = []
  const held = new Map<string, () => void>()
  const released = new Set<string>()
  const answer: PipelineBench['answer'] = { submit: async () => 'accepted' }
  const client: RunwareClient = {
    upload: async () => UPLOADED,
    submit(task, signal) {
      posted.push(task.taskUUID)
      return answer.submit(task, signal)
    },
    poll: async () => ({ kind: 'nothing' }),
    recall: async () => undefined,
  }
  const fate: TaskFate = {
    async awaitResult(taskUuid, { signal }) {
      signal.throwIfAborted()
      if (!released.has(taskUuid)) {
        await new Promise<void>((resolve, reject) => {
          held.set(taskUuid, resolve)
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
        })
      }
      return { kind: 'still-pending' }
    },
    async settle(_task, _at, { isArtistsWish }) {
      settled.push(isArtistsWish)
      return isArtistsWish ? 'resent' : 'unknown'
    },
  }
  const stills = { idFor: async () => UPLOADED, forget: async () => undefined }
  const open = async () => {
    const store = await openProject({ folder, clock })
    const pipeline = await createTakePipeline({
      store,
      services: { of: () => ({ client, fate, stills, assertMedia: () => undefined }) },
      // Nothing ever arrives here.
      steps: {} as TakeSteps,
      clock,
      activities: createActivities({ clock, onChange: () => undefined }),
      onChange: () => undefined,
      onNotice: (_id, error) => notices.push(error),
      onRest: (takeId) => rests.push(takeId),
      log: () => undefined,
    })
    return { store, pipeline }
  }
  let opened = await open()
  const { name } = await opened.store.createShot()

  return {
    clock,
    folder,
    get store() {
      return opened.store
    },
    get pipeline() {
      return opened.pipeline
    },
    posted,
    settled,
    notices,
    rests,
    answer,
    letGo(takeId) {
      released.add(takeId)
      held.get(takeId)?.()
    },
    intend: (order = {}) =>
      intendTakes({
        store: opened.store,
        shot: { ...createShot(name), prompt: 'P' },
        origin: 'practice',
        stills,
        count: 1,
        isRepeatMeant: false,
        clock,
        canvases: BUILT_IN_CANVASES,
        signal: new AbortController().signal,
        ...order,
      }),
    async reopen() {
      await opened.pipeline.stop()
      await opened.store.close()
      opened = await open()
    },
    async remove() {
      await opened.pipeline.stop()
      await opened.store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
