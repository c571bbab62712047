// Gives a delivery's frames their place: found, ordered, named `<base>.1001.exr` on, and published as one folder.
import { constants, copyFile, link, mkdir, rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { FIRST_FRAME_NUMBER } from '#shared/domain/frame-time'
import { frameFileName } from '#shared/domain/names'
import { boxHeight, boxWidth, isExrError } from '#shared/exr/header'
import { renameDurably, syncFile, syncFolder, toDiskFailure } from '../../disk/durable'
import type { OnProgress } from '../../ports/progress'
import { readExrFileHeader } from './exr-file'
import { orderSequence } from './sequence-order'
import { sniffDelivery } from './sniff'

export interface ConformOptions {
  /** Absolute paths of all that was delivered; they are never changed or removed. */
  files: readonly string[]
  /** Appears by one rename when all frames are in place; what was there before is replaced. */
  exrFolder: string
  /** From `sequenceBaseName`. */
  baseName: string
  firstFrame?: number
  /** Digits of the frame number in the names. */
  padding?: number
  /** The files stay for good: frames become copies, where otherwise they may share their bytes with them. */
  keepSources?: boolean
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

export interface Conformed {
  firstFrame: number
  count: number
  frames: { frame: number; fileName: string; source: string; bytes: number }[]
  /** Delivered files that are no frames. */
  others: string[]
}

/**
 * Rejects with Failure `sequence-empty`, `sequence-mixed` (details: rule), `disk-full`, `disk-refused`; with the
 * signal's reason when aborted. Damaged frames pass: `verifySequence` names them. Done again after a crash at any
 * point it gives the same folder.
 */
export async function conform(options: ConformOptions): Promise<Conformed> {
  const { exrFolder, baseName, firstFrame = FIRST_FRAME_NUMBER, padding, signal, onProgress } = options
  const temporary = `${exrFolder}.conforming`
  const replaced = `${exrFolder}.replaced`
  signal?.throwIfAborted()
  try {
    const { frames: found, others } = await findFrames(options.files)
    const ordered = orderSequence(found)
    await checkOneSize(ordered, signal)
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
    const frames: Conformed['frames'] = []
    for (const [index, source] of ordered.entries()) {
      signal?.throwIfAborted()
      const frame = firstFrame + index
      const fileName = frameFileName(baseName, frame, padding)
      const bytes = await place(source, join(temporary, fileName), options.keepSources ?? false)
      frames.push({ frame, fileName, source, bytes })
      onProgress?.({ done: index + 1, total: ordered.length })
    }
    await syncFolder(temporary)
    await rm(replaced, { recursive: true, force: true })
    await setAside(exrFolder, replaced)
    await renameDurably(temporary, exrFolder)
    await rm(replaced, { recursive: true, force: true })
    return { firstFrame, count: frames.length, frames, others }
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw toDiskFailure(error, exrFolder)
  }
}

/** First bytes decide; a file only named `.exr` is a frame whose head was lost, which verifying will say. */
async function findFrames(files: readonly string[]): Promise<{ frames: string[]; others: string[] }> {
  const frames: string[] = []
  const others: string[] = []
  for (const path of files) {
    const isFrame = (await sniffDelivery(path)) === 'exr' || extname(path).toLowerCase() === '.exr'
    ;(isFrame ? frames : others).push(path)
  }
  return { frames, others }
}

async function checkOneSize(paths: readonly string[], signal: AbortSignal | undefined): Promise<void> {
  let first: { name: string; size: string } | undefined
  for (const path of paths) {
    signal?.throwIfAborted()
    const size = await readSize(path)
    if (size === undefined) continue
    const name = basename(path)
    first ??= { name, size }
    if (size !== first.size) {
      const sentence = `The frames are of several sizes: ${first.name} is ${first.size}, ${name} is ${size}`
      throw new Failure('sequence-mixed', sentence, { rule: 'size', files: [first.name, name] })
    }
  }
}

/** Undefined for a header that cannot be read. */
async function readSize(path: string): Promise<string | undefined> {
  try {
    const [part] = (await readExrFileHeader(path)).parts
    return part && `${boxWidth(part.displayWindow)} × ${boxHeight(part.displayWindow)}`
  } catch (error) {
    if (isExrError(error)) return undefined
    throw error
  }
}

/** A second name for the same bytes where the disk can do that; else, or when asked, a copy. Gives the bytes. */
async function place(source: string, target: string, isCopy: boolean): Promise<number> {
  const isLinked =
    !isCopy &&
    (await link(source, target).then(
      () => true,
      () => false,
    ))
  if (!isLinked) await copyFile(source, target, constants.COPYFILE_FICLONE)
  await syncFile(target)
  return (await stat(target)).size
}

async function setAside(folder: string, aside: string): Promise<void> {
  await renameDurably(folder, aside).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  })
}
