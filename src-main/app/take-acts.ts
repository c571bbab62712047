// What is done for a take in each state, and the state it has afterwards. Every act can be done again after a crash.
// Which act comes next is the pipeline's business; what a failure means is take-rest's.
import { join } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import { linkValidUntil } from '#shared/domain/link-clock'
import type { Take } from '#shared/domain/take'
import { parseVideoTask } from '../features/generation/request'
import type { RunwareClient } from '../features/generation/runware-client'
import { fateUnknown, isAmbiguous, type TaskFate } from '../features/generation/task-fate'
import { takePaths } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import type { Activities, StepName } from './activities'
import {
  archiveName,
  isExpiredUrl,
  isThere,
  requireUrls,
  videoName,
  type StepControl,
  type TakeSteps,
} from './take-steps'

export interface TakeActs {
  /** Posts a task whose intent was just recorded, once. */
  submit(take: Take): Promise<void>
  /** Settles whether a task was accepted whose answer is not known. Rejects with `fate-unknown`. */
  settle(take: Take, isArtistsWish: boolean): Promise<void>
  /** Waits for the result and downloads it; the take is then `verifying`, or `parked` when patience is over. */
  fetchDelivery(take: Take): Promise<void>
  /** Unpacks, conforms and verifies what was downloaded; the take is then `arrived`. */
  verify(take: Take): Promise<void>
  makeProxies(take: Take): Promise<void>
}

export interface TakeActsOptions {
  store: ProjectStore
  client: RunwareClient
  fate: TaskFate
  steps: TakeSteps
  activities: Activities
  signal: AbortSignal
  onChange(): void
}

const FRESH_URL_TRIES = 3
const REFUSALS: ReadonlySet<string> = new Set(['service-key', 'service-money'])

export function createTakeActs(options: TakeActsOptions): TakeActs {
  const { store, client, fate, steps, activities, signal, onChange } = options

  const control = (takeId: string, step: StepName): StepControl => ({
    signal,
    onProgress: ({ done, total }) =>
      activities.report(takeId, step, total === undefined || total === 0 ? null : Math.min(1, done / total)),
  })

  async function settle(take: Take, isArtistsWish: boolean): Promise<void> {
    activities.report(take.id, 'submitting', null)
    const task = parseVideoTask(take.request)
    const outcome = await fate.settle(task, store.intendedAt(take.id), { signal, isArtistsWish })
    if (outcome === 'unknown') throw fateUnknown(take.id)
    await store.moveTake(take.id, 'submitted', { failure: null })
  }

  async function fetchFiles(take: Take, videoUrl: string, exrUrl: string | undefined): Promise<void> {
    const { received } = takePaths(store.folder, take.shotName, take.number)
    const quiet = { signal, onProgress: () => undefined }
    if (exrUrl !== undefined) {
      const target = join(received, archiveName(take))
      const archive = await steps.fetchFile(exrUrl, target, take.archive, control(take.id, 'downloading'))
      await store.updateTake(take.id, { archive })
    }
    const target = join(received, videoName(take))
    await steps.fetchFile(
      videoUrl,
      target,
      null,
      exrUrl === undefined ? control(take.id, 'downloading') : quiet,
    )
  }

  async function fetchDelivery(take: Take): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      activities.report(take.id, 'rendering', null)
      const onProgress = (share: number | undefined): void =>
        activities.report(take.id, 'rendering', share ?? null)
      const awaited = await fate.awaitResult(take.id, { signal, onProgress })
      if (awaited.kind === 'still-pending') {
        await store.moveTake(take.id, 'parked')
        return
      }
      await store.moveTake(take.id, 'ready')
      const { videoUrl, exrUrl } = requireUrls(take, awaited.result)
      activities.noteLink(take.id, linkValidUntil(exrUrl ?? videoUrl))
      await store.moveTake(take.id, 'downloading')
      onChange()
      try {
        await fetchFiles(take, videoUrl, exrUrl)
        await store.moveTake(take.id, 'verifying')
        return
      } catch (error) {
        if (!isExpiredUrl(error) || tries >= FRESH_URL_TRIES) throw error
      }
    }
  }

  return {
    async submit(take) {
      activities.report(take.id, 'submitting', null)
      await store.recordPosting(take.id)
      try {
        await client.submit(parseVideoTask(take.request), signal)
      } catch (error) {
        if (!isAmbiguous(error)) throw error
        // A refusal now is the refusal of a question; it must not pass for the refusal of the POST.
        await settle(take, false).catch((refusal: unknown) => {
          throw isFailure(refusal) && REFUSALS.has(refusal.code) ? fateUnknown(take.id) : refusal
        })
        return
      }
      await store.moveTake(take.id, 'submitted')
    },

    settle,
    fetchDelivery,

    async verify(take) {
      const paths = takePaths(store.folder, take.shotName, take.number)
      const videoPath = join(paths.received, videoName(take))
      const archivePath = join(paths.received, archiveName(take))
      if (!(await isThere(videoPath)) || (take.archive && !(await isThere(archivePath)))) {
        await fetchDelivery(take)
        return
      }
      let sequence = take.sequence
      if (take.archive) {
        activities.report(take.id, 'unpacking', null)
        const count = await steps.unpack(take, paths, control(take.id, 'unpacking'))
        activities.report(take.id, 'verifying', 0)
        sequence = await steps.verifySequence(take, paths, count, control(take.id, 'verifying'))
      }
      activities.report(take.id, 'verifying', take.archive ? 1 : null)
      const video = await steps.verifyVideo(take, videoPath, signal)
      await store.moveTake(take.id, 'arrived', { sequence, video, failure: null })
    },

    async makeProxies(take) {
      activities.report(take.id, 'proxies', 0)
      const paths = takePaths(store.folder, take.shotName, take.number)
      const proxies = await steps.makeProxies(take, paths, control(take.id, 'proxies'))
      await store.updateTake(take.id, { proxies, failure: null })
    },
  }
}
