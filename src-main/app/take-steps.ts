// The steps of a take, each of which can be taken again after a crash at any point: fetch what was rendered, verify
// what was fetched, make what the eye needs. State moves are the pipeline's; the steps say what they found.
import { access, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure, isFailure } from '#shared/domain/failure'
import { takeBaseName } from '#shared/domain/names'
import { sequenceBaseName } from '#shared/domain/name-template'
import type { Project } from '#shared/domain/project'
import { formatUsd } from '#shared/domain/prices'
import type { Proxies, ReceivedArchive, ReceivedVideo, Sequence, Take } from '#shared/domain/take'
import { hashFile } from '../disk/hash-file'
import type { DeliveryKind } from '../features/delivery/sniff'
import type { ProviderResult } from '../features/generation/wire'
import type { TakePaths } from '../features/projects/project-paths'
import type { OnProgress } from '../ports/progress'
import type { SealFacts } from '../features/delivery/seal-folder'
import type { Rooms } from './rooms'
import { sealTake } from './seal-take'

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
  /** Gives how the frames are named and numbered from now on. */
  unpack(take: Take, paths: TakePaths, control: StepControl): Promise<NumberedFrames>
  verifySequence(
    take: Take,
    paths: TakePaths,
    frames: NumberedFrames,
    control: StepControl,
  ): Promise<Sequence>
  verifyVideo(take: Take, path: string, signal: AbortSignal): Promise<ReceivedVideo>
  /** Stamps the sequence, if there is one, and seals it and what was received. */
  seal(take: Take, paths: TakePaths, control: StepControl): Promise<Pick<Take, 'stamp' | 'seal'>>
  makeProxies(take: Take, paths: TakePaths, control: StepControl): Promise<Proxies>
}

export type NumberedFrames = Pick<Sequence, 'baseName' | 'firstFrame' | 'padding' | 'count'>

export const toBaseName = (take: Take): string => takeBaseName(take.shotName, take.number, take.origin)
export const archiveName = (take: Take): string => `${toBaseName(take)}_exr.zip`
export const videoName = (take: Take): string => `${toBaseName(take)}.mp4`

/** `frames`: how many frames a short practice render has; undefined for the model's own count. */
export function createTakeSteps(
  rooms: Rooms,
  project: () => Pick<Project, 'name' | 'conform'>,
  frames: number | undefined,
  sealFacts: () => SealFacts,
): TakeSteps {
  const { delivery, preview } = rooms
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

    async unpack(take, paths, { signal, onProgress }) {
      const path = join(paths.received, archiveName(take))
      const folder = join(paths.root, 'unpacked.tmp')
      const names = nameFrames(take, project())
      try {
        await rm(folder, { recursive: true, force: true })
        const kind = await delivery.sniffDelivery(path)
        const { files, broken } =
          kind === 'exr'
            ? { files: [path], broken: [] }
            : await delivery.unpack({ zipPath: path, folder, signal, onProgress })
        const [first] = broken
        if (first)
          throw new Failure('zip-unreadable', `${first.name} in the archive is damaged.`, { ...first })
        const conformed = await delivery.conform({
          files,
          exrFolder: paths.exr,
          ...names,
          signal,
          onProgress,
          // A bare EXR stays in received/ as it came; it must not share its bytes with the sequence.
          keepSources: kind === 'exr',
        })
        return { ...names, count: conformed.count }
      } finally {
        await rm(folder, { recursive: true, force: true }).catch(() => undefined)
      }
    },

    verifySequence: (take, paths, numbered, { signal, onProgress }) =>
      delivery.verifySequence({
        folder: paths.exr,
        ...numbered,
        asked: { width: take.asked.width, height: take.asked.height, duration: take.asked.duration, frames },
        signal,
        onProgress,
      }),

    verifyVideo: (take, path, signal) =>
      delivery.verifyVideo({ path, asked: { ...take.asked, frames }, signal }),

    seal: (take, paths, control) =>
      sealTake({ delivery, take, paths, control, conform: project().conform, facts: sealFacts() }),

    async makeProxies(take, paths, { signal, onProgress }) {
      const common = {
        outFolder: paths.proxies,
        baseName: toBaseName(take),
        isPractice: take.origin === 'practice',
        signal,
        onProgress,
      }
      if (take.sequence) return preview.makeProxies({ ...common, folder: paths.exr, sequence: take.sequence })
      if (take.video) {
        const videoPath = join(paths.received, take.video.fileName)
        return preview.makeVideoProxies({ ...common, videoPath, video: take.video })
      }
      throw new Failure('internal', 'A take without pictures cannot have proxies.', { takeId: take.id })
    },
  }
}

/** As the project says now; once they exist, what the take says holds. */
function nameFrames(
  take: Take,
  { name, conform }: Pick<Project, 'name' | 'conform'>,
): Omit<NumberedFrames, 'count'> {
  const { nameTemplate, firstFrame, padding } = conform
  return { baseName: sequenceBaseName(nameTemplate, { ...take, projectName: name }), firstFrame, padding }
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
