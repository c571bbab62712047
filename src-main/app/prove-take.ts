// The proof of what lies in a take's received/: unpacked, given its places, every frame checked and decoded once, the clip
// decoded too. Says what was found; what that means for the take is take-acts'.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import { badFramesOf, type Finding } from '#shared/domain/finding'
import { frameFileName } from '#shared/domain/names'
import { sequenceBaseName } from '#shared/domain/name-template'
import type { Project } from '#shared/domain/project'
import type { ReceivedVideo, Sequence, Take } from '#shared/domain/take'
import { writeJsonDurably } from '../disk/durable'
import type { Conformed } from '../features/delivery/conform'
import type { Delivery } from '../features/delivery/create-delivery'
import { listFiles } from '../features/delivery/list-files'
import type { TakePaths } from '../features/projects/project-paths'
import type { StepControl } from './take-steps'

export interface TakeProof {
  sequence: Sequence | null
  video: ReceivedVideo | null
  findings: Finding[]
}

export interface ProveTakeOptions {
  delivery: Delivery
  /** How many frames a short practice render has; undefined for the model's own count. */
  frames: number | undefined
  project(): Pick<Project, 'name' | 'conform'>
}

/** From what was received to frames in their places. `path` is the archive, the bare EXR or the folder of frames. */
export async function placeFrames(
  { delivery, project }: ProveTakeOptions,
  take: Take,
  paths: TakePaths,
  path: string,
  { signal, onProgress }: StepControl,
): Promise<Conformed> {
  const folder = join(paths.root, 'unpacked.tmp')
  try {
    await rm(folder, { recursive: true, force: true })
    const inside = await listFiles(path)
    const isZip = inside === null && (await delivery.sniffDelivery(path)) === 'zip'
    const { files, broken } = isZip
      ? await delivery.unpack({ zipPath: path, folder, signal, onProgress })
      : { files: inside ?? [path], broken: [] }
    return await delivery.conform({
      files,
      broken,
      exrFolder: paths.exr,
      ...nameFrames(take, project()),
      keepFrames: goodFramesOf(take),
      signal,
      onProgress,
      // What lies in received/ stays as it came; it must not share its bytes with the sequence.
      keepSources: !isZip,
    })
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** As the project says now; once frames exist, what the take says holds. */
function nameFrames(
  take: Take,
  { name, conform }: Pick<Project, 'name' | 'conform'>,
): Pick<Sequence, 'baseName' | 'firstFrame' | 'padding'> {
  if (take.sequence) return take.sequence
  const { nameTemplate, firstFrame, padding } = conform
  return { baseName: sequenceBaseName(nameTemplate, { ...take, projectName: name }), firstFrame, padding }
}

/** What an earlier proof found good: it is not replaced by what is fetched again. */
function goodFramesOf({ sequence, findings, fetchedAgain }: Take): number[] {
  if (!sequence || fetchedAgain.archive === 0) return []
  const bad = new Set(badFramesOf(findings))
  const all = Array.from({ length: sequence.count }, (_, index) => sequence.firstFrame + index)
  return all.filter((frame) => !bad.has(frame))
}

/** Writes the frames' numbers to `proof/frames.json`. */
export async function provePlaced(
  { delivery, frames }: ProveTakeOptions,
  take: Take,
  paths: TakePaths,
  placed: Conformed,
  { signal, onProgress }: StepControl,
): Promise<{ sequence: Sequence | null; findings: Finding[] }> {
  const { width, height, duration } = take.asked
  const { baseName, firstFrame, padding, count } = placed
  const { sequence, findings, numbers } = await delivery.proveSequence({
    folder: paths.exr,
    ...{ baseName, firstFrame, padding, count },
    frames: placed.frames.map(({ frame }) => {
      return { frame, path: join(paths.exr, frameFileName(baseName, frame, padding)) }
    }),
    known: placed.findings,
    ...(take.origin === 'ingested' ? {} : { asked: { width, height, duration, frames } }),
    signal,
    onProgress,
  })
  if (numbers) await writeJsonDurably(join(paths.proof, 'frames.json'), numbers)
  return { sequence, findings }
}

/** The clip of a bought or practice take. */
export async function proveClip(
  { delivery, frames }: ProveTakeOptions,
  take: Take,
  path: string,
  signal: AbortSignal,
): Promise<{ video: ReceivedVideo | null; findings: Finding[] }> {
  const isBeside = take.asked.range === 'hdr-exr'
  return delivery.proveVideo({ path, asked: { ...take.asked, frames }, isBeside, signal })
}

/** What a broken archive looks like when it is the way here that broke it, and not what was sent. */
export function isBrokenOnTheWay(findings: readonly Finding[]): { archive: boolean; video: boolean } {
  return {
    archive: findings.some(({ code }) => code === 'archive-damaged' || code === 'archive-unreadable'),
    video: findings.some(({ code }) => code === 'video-unreadable'),
  }
}

/** An archive that cannot be opened at all, as a finding; other errors go through. */
export function toArchiveFinding(error: unknown): Finding {
  if (!isFailure(error) || error.code !== 'zip-unreadable') throw error
  return { code: 'archive-unreadable', severity: 'damage', frame: null, sentence: `${error.message}.` }
}
