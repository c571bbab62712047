// What is done for a take in each state, and the state it has afterwards. Every act can be done again after a crash.
// Which act comes next is the pipeline's business; what a failure means is take-rest's.
import { join } from 'node:path'
import type { Failure } from '#shared/domain/failure'
import { linkValidUntil } from '../features/generation/link-clock'
import type { Take } from '#shared/domain/take'
import type { ProviderResult } from '../features/generation/wire'
import { takePaths } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import type { Clock } from '../ports/clock'
import type { StepProgress } from '../ports/progress'
import type { Activities, StepName } from './activities'
import { createPostTake, type PostTakeOptions } from './post-take'
import type { Service, Services } from './services'
import { toTakeFailure } from './take-rest'
import {
  archiveName,
  isExpiredUrl,
  isThere,
  resultUrls,
  videoName,
  type StepControl,
  type TakeSteps,
} from './take-steps'

export interface TakeActs {
  /** Posts a take of which the service surely has nothing. */
  submit(take: Take): Promise<void>
  /** Settles whether a task was accepted whose answer is not known. Rejects with `fate-unknown`. */
  settle(take: Take, isArtistsWish: boolean): Promise<void>
  /** Waits for the result and downloads it; the take is then `verifying`, or `parked` when patience is over. */
  fetchDelivery(take: Take): Promise<void>
  /** Unpacks, conforms and verifies what was downloaded; the take is then `arrived`. */
  verify(take: Take): Promise<void>
  /** Stamps and seals what has arrived; the take is then `sealed`. */
  seal(take: Take): Promise<void>
  makeProxies(take: Take): Promise<void>
}

export interface TakeActsOptions {
  store: ProjectStore
  services: Pick<Services, 'of'>
  steps: TakeSteps
  activities: Activities
  clock: Clock
  signal: AbortSignal
  onChange(): void
  /** Told how the questions about takes go. */
  asking: PostTakeOptions['asking']
}

const FRESH_URL_TRIES = 3

export function createTakeActs(options: TakeActsOptions): TakeActs {
  const { store, services, steps, activities, clock, signal, onChange, asking } = options
  const serviceOf = (take: Take): Service => services.of(take.origin)
  const post = createPostTake({ store, serviceOf, clock, signal, asking })

  const control = (takeId: string, step: StepName): StepControl => ({
    signal,
    onProgress: ({ done, total }) =>
      activities.report(takeId, step, total === undefined || total === 0 ? null : Math.min(1, done / total)),
  })

  /** Practice takes are never billed. */
  async function bill({ id, origin }: Take, { costUsd }: ProviderResult): Promise<void> {
    if (origin === 'bought' && costUsd !== undefined && store.take(id).billedUsd !== costUsd)
      await store.billTake(id, costUsd)
  }

  /** The take ends, with the clip that did come. */
  async function failIncomplete(take: Take, missing: Failure): Promise<void> {
    const { received } = takePaths(store.folder, take.shotName, take.number)
    const video = await steps.verifyVideo(take, join(received, videoName(take)), signal).catch(() => null)
    signal.throwIfAborted()
    await store.moveTake(take.id, 'failed', { video, failure: toTakeFailure(missing) })
    throw missing
  }

  async function fetchFiles(take: Take, videoUrl: string, exrUrl: string | undefined): Promise<void> {
    const { received } = takePaths(store.folder, take.shotName, take.number)
    const { assertMedia: assertAddress } = serviceOf(take)
    const quiet = { signal, onProgress: () => undefined, assertAddress }
    const shown = {
      signal,
      onProgress: (progress: StepProgress) => activities.reportTransfer(take.id, progress),
      assertAddress,
    }
    if (exrUrl !== undefined) {
      const target = join(received, archiveName(take))
      const archive = await steps.fetchFile(exrUrl, target, take.archive, ['zip', 'exr'], shown)
      await store.updateTake(take.id, { archive })
    }
    const target = join(received, videoName(take))
    await steps.fetchFile(videoUrl, target, null, ['mp4'], exrUrl === undefined ? shown : quiet)
  }

  async function fetchDelivery(take: Take): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      activities.report(take.id, 'rendering', null)
      const onProgress = (share: number | undefined): void =>
        activities.report(take.id, 'rendering', share ?? null)
      const awaited = await serviceOf(take).fate.awaitResult(take.id, { signal, onProgress, ...asking })
      if (awaited.kind === 'still-pending') {
        await store.moveTake(take.id, 'parked')
        return
      }
      const { result } = awaited
      // The addresses run out: from now on the clock can be shown.
      const urlsGivenAt = new Date(clock.now()).toISOString()
      await store.moveTake(take.id, 'ready', { urlsGivenAt })
      await bill(take, result)
      const { videoUrl, exrUrl, missing } = resultUrls(take, result)
      activities.noteLink(take.id, linkValidUntil(exrUrl ?? videoUrl))
      await store.moveTake(take.id, 'downloading')
      activities.report(take.id, 'downloading', null)
      onChange()
      try {
        await fetchFiles(take, videoUrl, exrUrl)
        if (missing) await failIncomplete(take, missing)
        else await store.moveTake(take.id, 'verifying')
        return
      } catch (error) {
        if (!isExpiredUrl(error) || tries >= FRESH_URL_TRIES) throw error
      }
    }
  }

  return {
    async submit(take) {
      activities.report(take.id, 'submitting', null)
      await post.submit(take)
    },

    async settle(take, isArtistsWish) {
      activities.report(take.id, 'submitting', null)
      await post.settle(take, isArtistsWish)
    },

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
        const frames = await steps.unpack(take, paths, control(take.id, 'unpacking'))
        activities.report(take.id, 'verifying', 0)
        sequence = await steps.verifySequence(take, paths, frames, control(take.id, 'verifying'))
      }
      activities.report(take.id, 'verifying', take.archive ? 1 : null)
      const video = await steps.verifyVideo(take, videoPath, signal)
      await store.moveTake(take.id, 'arrived', { sequence, video, failure: null })
    },

    async seal(take) {
      activities.report(take.id, 'sealing', 0)
      const paths = takePaths(store.folder, take.shotName, take.number)
      const sealed = await steps.seal(take, paths, control(take.id, 'sealing'))
      await store.moveTake(take.id, 'sealed', { ...sealed, failure: null })
    },

    async makeProxies(take) {
      activities.report(take.id, 'proxies', 0)
      const paths = takePaths(store.folder, take.shotName, take.number)
      const proxies = await steps.makeProxies(take, paths, control(take.id, 'proxies'))
      await store.updateTake(take.id, { proxies, failure: null })
    },
  }
}
