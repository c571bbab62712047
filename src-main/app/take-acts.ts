// What is done for a take in each state, and the state it has afterwards. Every act can be done again after a crash.
// Which act comes next is the pipeline's business; what a failure means is take-rest's.
import { join } from 'node:path'
import type { Failure } from '#shared/domain/failure'
import { orderFindings, type Finding } from '#shared/domain/finding'
import { linkValidUntil } from '../features/generation/link-clock'
import type { Sequence, Take } from '#shared/domain/take'
import type { ProviderResult } from '../features/generation/wire'
import { takePaths } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import type { Clock } from '../ports/clock'
import type { StepProgress } from '../ports/progress'
import type { Activities, StepName } from './activities'
import { createPostTake, type PostTakeOptions } from './post-take'
import { isBrokenOnTheWay, toArchiveFinding, type TakeProof } from './prove-take'
import type { Service, Services } from './services'
import { archiveName, isArchiveHere, videoName } from './take-names'
import { proofFailure, proofState, restingState, toTakeFailure } from './take-rest'
import {
  isExpiredUrl,
  isGone,
  isThere,
  newestClip,
  resultUrls,
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
  /** Proves what came; the take is then `arrived`, `damaged` or `failed`, or what came broken is fetched once more. */
  verify(take: Take): Promise<void>
  /** Stamps and seals what has arrived; the take is then `sealed`. */
  seal(take: Take): Promise<void>
  /** Copies what the artist brought; the take is then `verifying`. */
  bring(take: Take): Promise<void>
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
  /** Something the artist should read that does not stop the take. */
  onNotice(takeId: string, error: unknown): void
}

const FRESH_URL_TRIES = 3

export function createTakeActs(options: TakeActsOptions): TakeActs {
  const { store, services, steps, activities, clock, signal, onChange, onNotice, asking } = options
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
    const clip = await steps.proveClip(take, join(received, videoName(take)), signal).catch(() => null)
    signal.throwIfAborted()
    await store.moveTake(take.id, 'failed', { video: clip?.video ?? null, failure: toTakeFailure(missing) })
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
      const known = isArchiveHere(take) ? take.archive : null
      const archive = await steps.fetchFile(exrUrl, target, known, ['zip', 'exr'], shown)
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

  /** What came broken is asked for once more by itself; true when it was. */
  async function fetchBroken(take: Take, found: TakeProof): Promise<boolean> {
    const broken = isBrokenOnTheWay(found.findings)
    const { archive, video } = take.fetchedAgain
    const isWorth = take.origin !== 'ingested' && archive + video === 0 && (broken.archive || broken.video)
    if (!isWorth) return false
    const fetchedAgain = { archive: broken.archive ? 1 : 0, video: broken.video ? 1 : 0 }
    await fetchOrStay(await store.updateTake(take.id, { ...found, fetchedAgain }))
    return true
  }

  /** When it is not to be had again, what came before is the take. */
  async function fetchOrStay(take: Take): Promise<void> {
    try {
      await fetchDelivery(take)
    } catch (error) {
      signal.throwIfAborted()
      const { received } = takePaths(store.folder, take.shotName, take.number)
      const isAgain = take.fetchedAgain.archive + take.fetchedAgain.video > 0
      const isLost = restingState(store.take(take.id).state, error) === 'failed' || isGone(error)
      if (!isAgain || !isLost || !(await newestClip(take, received))) throw error
      onNotice(take.id, error)
      await store.moveTake(take.id, 'verifying')
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

    fetchDelivery: fetchOrStay,

    async verify(take) {
      const paths = takePaths(store.folder, take.shotName, take.number)
      const isBrought = take.origin === 'ingested'
      const archivePath = join(paths.received, take.archive?.fileName ?? archiveName(take))
      const videoPath = isBrought ? null : await newestClip(take, paths.received)
      if (isBrought && !(await isThere(archivePath))) {
        await store.moveTake(take.id, 'downloading')
        return
      }
      if ((!isBrought && !videoPath) || (take.archive && !(await isThere(archivePath)))) {
        await fetchDelivery(take)
        return
      }
      const findings: Finding[] = []
      let sequence: Sequence | null = null
      if (take.archive) {
        activities.report(take.id, 'unpacking', null)
        const placed = await steps
          .place(take, paths, archivePath, control(take.id, 'unpacking'))
          .catch(toArchiveFinding)
        activities.report(take.id, 'verifying', 0)
        const proof =
          'code' in placed
            ? { sequence: take.sequence, findings: [...take.findings, placed] }
            : await steps.prove(take, paths, placed, control(take.id, 'verifying'))
        sequence = proof.sequence
        findings.push(...proof.findings)
      }
      activities.report(take.id, 'verifying', take.archive ? 1 : null)
      const clip = videoPath ? await steps.proveClip(take, videoPath, signal) : { video: null, findings: [] }
      findings.push(...clip.findings)
      const found = { sequence, video: clip.video, findings: orderFindings(findings) }
      if (await fetchBroken(take, found)) return
      await store.moveTake(take.id, proofState(found), {
        ...found,
        proxies: null,
        failure: proofFailure(found.findings),
      })
    },

    async bring(take) {
      await store.moveTake(take.id, 'downloading')
      activities.report(take.id, 'copying', null)
      const paths = takePaths(store.folder, take.shotName, take.number)
      const archive = await steps.bringIn(take, paths, {
        signal,
        onProgress: (progress) => activities.reportTransfer(take.id, progress, 'copying'),
      })
      await store.moveTake(take.id, 'verifying', { archive })
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
      // A damaged take keeps saying what is damaged.
      await store.updateTake(take.id, take.state === 'damaged' ? { proxies } : { proxies, failure: null })
    },
  }
}
