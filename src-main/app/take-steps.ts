// The steps of a take, each of which can be taken again after a crash at any point: fetch what was rendered, verify
// what was fetched, make what the eye needs. State moves are the pipeline's; the steps say what they found.
import { access, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, isFailure } from '#shared/domain/failure'
import type { Finding } from '#shared/domain/finding'
import type { Project } from '#shared/domain/project'
import { formatUsd } from '#shared/domain/prices'
import type { Proxies, ReceivedArchive, ReceivedVideo, Sequence, Take } from '#shared/domain/take'
import { hashFile } from '../disk/hash-file'
import type { Conformed } from '../features/delivery/conform'
import type { DeliveryKind } from '../features/delivery/sniff'
import type { ProviderResult } from '../features/generation/wire'
import type { TakePaths } from '../features/projects/project-paths'
import type { OnProgress } from '../ports/progress'
import type { SealFacts } from '../features/delivery/seal-folder'
import { withHeldFrames } from './held-frames'
import { sourceOf } from './ingest-take'
import { placeFrames, proveClip, provePlaced } from './prove-take'
import type { Rooms } from './rooms'
import { sealTake } from './seal-take'
import { toBaseName, videoName } from './take-names'

export interface StepControl {
  signal: AbortSignal
  onProgress: OnProgress
}

export interface TakeSteps {
  /** Downloads one file unless it lies there already, whole, from an earlier try. */
  fetchFile(
    url: string,
    target: string,
    known: ReceivedArchive | null,
    kinds: readonly DeliveryKind[],
    control: StepControl & { assertAddress(url: string): void },
  ): Promise<ReceivedArchive>
  /** Copies what the artist brought into `received/`. */
  bringIn(take: Take, paths: TakePaths, control: StepControl): Promise<ReceivedArchive>
  /** Unpacks what was received and gives its frames their places. */
  place(take: Take, paths: TakePaths, archivePath: string, control: StepControl): Promise<Conformed>
  prove(
    take: Take,
    paths: TakePaths,
    placed: Conformed,
    control: StepControl,
  ): Promise<{ sequence: Sequence | null; findings: Finding[] }>
  proveClip(
    take: Take,
    path: string,
    signal: AbortSignal,
  ): Promise<{ video: ReceivedVideo | null; findings: Finding[] }>
  /** Stamps the sequence, if there is one, and seals it and what was received. */
  seal(take: Take, paths: TakePaths, control: StepControl): Promise<Pick<Take, 'stamp' | 'seal'>>
  makeProxies(take: Take, paths: TakePaths, control: StepControl): Promise<Proxies>
}

/** The clip that came last, of those that were fetched again; null when there is none. */
export async function newestClip(take: Take, received: string): Promise<string | null> {
  for (let video = take.fetchedAgain.video; video >= 0; video -= 1) {
    const fetchedAgain = { ...take.fetchedAgain, video }
    const path = join(received, videoName({ ...take, fetchedAgain }))
    if (await isThere(path)) return path
  }
  return null
}

/** `frames`: how many frames a short practice render has; undefined for the model's own count. */
export function createTakeSteps(
  rooms: Rooms,
  project: () => Pick<Project, 'name' | 'conform'>,
  frames: number | undefined,
  sealFacts: () => SealFacts,
): TakeSteps {
  const { delivery, preview } = rooms
  const proving = { delivery, frames, project }
  return {
    async fetchFile(url, target, known, kinds, { signal, onProgress, assertAddress }) {
      const there = await sizeOf(target)
      if (known && there === known.bytes) return known
      // A download gets its name only when it is whole: one that a crash kept out of the books is as good.
      if (!known && there !== undefined)
        return { fileName: fileNameOf(target), bytes: there, sha256: await hashFile(target) }
      const options = { url, target, kinds, assertAddress, signal, onProgress }
      const { bytes, sha256 } = await delivery.download(options)
      return { fileName: fileNameOf(target), bytes, sha256 }
    },

    bringIn: (take, { received }, control) =>
      delivery.bringIn({ source: sourceOf(take), received, ...control }),
    place: (take, paths, archivePath, control) => placeFrames(proving, take, paths, archivePath, control),
    prove: (take, paths, placed, control) => provePlaced(proving, take, paths, placed, control),
    proveClip: (take, path, signal) => proveClip(proving, take, path, signal),

    seal: (take, paths, control) =>
      sealTake({ delivery, take, paths, control, conform: project().conform, facts: sealFacts() }),

    async makeProxies(take, paths, { signal, onProgress }) {
      const { sequence, video } = take
      const common = {
        outFolder: paths.proxies,
        baseName: toBaseName(take),
        isPractice: take.origin === 'practice',
        signal,
        onProgress,
      }
      if (sequence) {
        return withHeldFrames(take, sequence, paths, (folder) =>
          preview.makeProxies({ ...common, folder, sequence }),
        )
      }
      if (video) {
        const videoPath = join(paths.received, video.fileName)
        return preview.makeVideoProxies({ ...common, videoPath, video })
      }
      throw new Failure('internal', 'A take without pictures cannot have proxies.', { takeId: take.id })
    },
  }
}

/**
 * Where the files of a result are. An EXR that is missing although it was asked for is said loudly, with what it cost;
 * throws the same where there is not even a clip.
 */
export function resultUrls(
  take: Take,
  result: ProviderResult,
): { videoUrl: string; exrUrl: string | undefined; missing: Failure | null } {
  const { videoUrl, exrUrl } = result
  const wantsExr = take.asked.range === 'hdr-exr'
  if (videoUrl === undefined) throw incomplete(take, 'MP4', result)
  const missing = wantsExr && exrUrl === undefined ? incomplete(take, 'EXR sequence', result) : null
  return { videoUrl, exrUrl: wantsExr ? exrUrl : undefined, missing }
}

function incomplete({ origin, listedUsd }: Take, missing: string, { costUsd }: ProviderResult): Failure {
  const billed = costUsd === undefined ? `listed at ${formatUsd(listedUsd)}` : `billed ${formatUsd(costUsd)}`
  const money = origin === 'bought' ? ` The take was ${billed}.` : ''
  return new Failure(
    'result-incomplete',
    `The service delivered no ${missing} although it was asked for.${money}`,
    { missing, costUsd: costUsd ?? null },
  )
}

/** Whether a download failed because its address has run out: the service then gives a fresh one. */
export function isExpiredUrl(error: unknown): boolean {
  if (!isFailure(error) || error.code !== 'download-failed') return false
  const { status } = error.details
  return status === 403 || status === 404 || status === 410
}

/** Whether the service no longer has what it once delivered. */
export function isGone(error: unknown): boolean {
  return isExpiredUrl(error) || (isFailure(error) && error.code === 'service-gone')
}

export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

async function sizeOf(path: string): Promise<number | undefined> {
  return stat(path).then(
    (facts) => facts.size,
    () => undefined,
  )
}

function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
