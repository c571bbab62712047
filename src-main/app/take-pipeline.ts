// Drives takes from their intent to their end. One loop over the state on disk: whatever state a crash left, the
// loop goes on from there. Decides what a failure means: an end, a pause, or damage.
import { join } from 'node:path'
import pLimit from 'p-limit'
import { isFailure, type FailureCode } from '#shared/domain/failure'
import { isFinished, type Take } from '#shared/domain/take'
import { videoTaskSchema } from '../features/generation/request'
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

export interface TakePipeline {
  /** Drives a take whose intent was just recorded. Resolves when it rests; never rejects. */
  driveFresh(takeId: string): Promise<void>
  /** Goes on with a take after a restart or at the artist's wish. Resolves when it rests; never rejects. */
  resume(takeId: string, isArtistsWish: boolean): Promise<void>
  /** Every take that has not rested, and finished ones whose proxies are still to be made. */
  resumeAll(): void
  /** Stops all work where it stands; it can be resumed. */
  stop(): Promise<void>
}

export interface TakePipelineOptions {
  store: ProjectStore
  client: RunwareClient
  fate: TaskFate
  steps: TakeSteps
  activities: Activities
  onChange(): void
  onNotice(takeId: string, error: unknown): void
}

/** Takes that are worked on at once; the rest wait in order. */
const AT_ONCE = 2
const FRESH_URL_TRIES = 3
// The take cannot go on, whatever is tried again: what arrived stays where it is.
const ENDS: ReadonlySet<FailureCode> = new Set([
  'service-safety',
  'service-input',
  'service-failed',
  'service-gone',
  'result-incomplete',
  'zip-unreadable',
  'zip-refused',
  'exr-unreadable',
  'sequence-empty',
  'sequence-mixed',
  'video-unreadable',
  'video-not-as-asked',
])

export function createTakePipeline(options: TakePipelineOptions): TakePipeline {
  const { store, client, fate, steps, activities, onChange, onNotice } = options
  const stopper = new AbortController()
  const { signal } = stopper
  const limit = pLimit(AT_ONCE)
  const driving = new Map<string, Promise<void>>()

  const control = (takeId: string, step: StepName): StepControl => ({
    signal,
    onProgress: ({ done, total }) =>
      activities.report(takeId, step, total === undefined || total === 0 ? null : Math.min(1, done / total)),
  })

  async function submit(take: Take): Promise<void> {
    activities.report(take.id, 'submitting', null)
    try {
      await client.submit(videoTaskSchema.parse(take.request), signal)
    } catch (error) {
      if (!isAmbiguous(error)) throw error
      await settle(take, false)
      return
    }
    await store.moveTake(take.id, 'submitted')
  }

  async function settle(take: Take, isArtistsWish: boolean): Promise<void> {
    activities.report(take.id, 'submitting', null)
    const task = videoTaskSchema.parse(take.request)
    const outcome = await fate.settle(task, store.intendedAt(take.id), { signal, isArtistsWish })
    if (outcome === 'unknown') throw fateUnknown(take.id)
    await store.moveTake(take.id, 'submitted', { failure: null })
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

  async function verify(take: Take): Promise<void> {
    const paths = takePaths(store.folder, take.shotName, take.number)
    const videoPath = join(paths.received, videoName(take))
    if (
      !(await isThere(videoPath)) ||
      (take.archive && !(await isThere(join(paths.received, archiveName(take)))))
    ) {
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
  }

  async function makeProxies(take: Take): Promise<void> {
    activities.report(take.id, 'proxies', 0)
    const paths = takePaths(store.folder, take.shotName, take.number)
    const proxies = await steps.makeProxies(take, paths, control(take.id, 'proxies'))
    await store.updateTake(take.id, { proxies, failure: null })
  }

  /** One step on; true when the take rests. */
  async function step(take: Take, isFresh: boolean): Promise<boolean> {
    switch (take.state) {
      case 'intended':
        await (isFresh ? submit(take) : settle(take, false))
        return false
      case 'submitted':
        await store.moveTake(take.id, 'running')
        return false
      case 'running':
      case 'ready':
      case 'downloading':
        await fetchDelivery(take)
        return false
      case 'verifying':
        await verify(take)
        return false
      case 'arrived':
        if (!take.proxies) await makeProxies(take)
        return true
      default:
        return true
    }
  }

  async function drive(takeId: string, isFresh: boolean): Promise<void> {
    try {
      signal.throwIfAborted()
      for (let isResting = false; !isResting;) {
        isResting = await step(store.take(takeId), isFresh)
        onChange()
      }
    } catch (error) {
      if (!signal.aborted) await rest(takeId, error)
    } finally {
      activities.end(takeId)
      if (!signal.aborted) onChange()
    }
  }

  /** Records why a take rests. When even that cannot be written, the artist is told and the ledger stands. */
  async function rest(takeId: string, error: unknown): Promise<void> {
    const failure = isFailure(error)
      ? { code: error.code, message: error.message, details: { ...error.details } }
      : { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} }
    try {
      const { state } = store.take(takeId)
      if (isFinished(state)) await store.updateTake(takeId, { failure })
      else if (failure.code === 'exr-damaged') await store.moveTake(takeId, 'damaged', { failure })
      else if (isFailure(error) && ENDS.has(error.code)) await store.moveTake(takeId, 'failed', { failure })
      else await store.moveTake(takeId, 'parked', { failure })
    } catch (writeError) {
      onNotice(takeId, writeError)
    }
    onNotice(takeId, error)
  }

  function start(takeId: string, work: () => Promise<void>): Promise<void> {
    const running = driving.get(takeId)
    if (running) return running
    const promise = limit(work).finally(() => driving.delete(takeId))
    driving.set(takeId, promise)
    return promise
  }

  async function unpark(take: Take, isArtistsWish: boolean): Promise<void> {
    if (take.failure?.code === 'fate-unknown') return settle(take, isArtistsWish)
    await store.moveTake(take.id, take.archive ? 'verifying' : 'running', { failure: null })
  }

  const pipeline: TakePipeline = {
    driveFresh: (takeId) => start(takeId, () => drive(takeId, true)),
    resume(takeId, isArtistsWish) {
      if (driving.has(takeId)) return start(takeId, async () => undefined)
      // Said at once, so that nobody takes the pause for the end while the take waits for its turn.
      activities.report(takeId, waitingStep(store.take(takeId)), null)
      return start(takeId, async () => {
        try {
          const take = store.take(takeId)
          if (take.state === 'parked' && !signal.aborted) await unpark(take, isArtistsWish)
        } catch (error) {
          if (!signal.aborted) await rest(takeId, error)
          activities.end(takeId)
          onChange()
          return
        }
        await drive(takeId, false)
      })
    },
    resumeAll() {
      for (const take of store.takes()) {
        if (!isFinished(take.state) || (take.state === 'arrived' && !take.proxies))
          void pipeline.resume(take.id, false)
      }
    },
    async stop() {
      stopper.abort(new DOMException('Latitude is closing.', 'AbortError'))
      await Promise.allSettled([...driving.values()])
    },
  }
  return pipeline
}

/** The step a take that waits for its turn will go on with. */
function waitingStep(take: Take): StepName {
  if (take.state === 'arrived') return 'proxies'
  return take.archive ? 'verifying' : 'rendering'
}
