// Gives a delivery's frames their place: found, ordered, named `<base>.1001.exr` on, and published as one folder.
import { constants, copyFile, link, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Finding } from '#shared/domain/finding'
import { FIRST_FRAME_NUMBER, FRAME_PADDING } from '#shared/domain/frame-time'
import { frameFileName } from '#shared/domain/names'
import type { Sequence } from '#shared/domain/take'
import { renameDurably, syncFile, syncFolder, toDiskFailure } from '../../disk/durable'
import type { OnProgress } from '../../ports/progress'
import { arrangeFrames } from './arrange-frames'
import type { BrokenEntry } from './unpack'

export interface ConformOptions {
  /** Absolute paths of all that was delivered; they are never changed or removed. */
  files: readonly string[]
  /** Frames the archive could not give: their places stay empty. */
  broken?: readonly BrokenEntry[]
  /** Appears by one rename when all frames are in place; what was there before is replaced. */
  exrFolder: string
  /** From `sequenceBaseName`. */
  baseName: string
  firstFrame?: number
  /** Digits of the frame number in the names. */
  padding?: number
  /** Frames that lie in the folder already and are good: they stay, whatever was delivered for their places now. */
  keepFrames?: readonly number[]
  /** The files stay for good: frames become copies, where otherwise they may share their bytes with them. */
  keepSources?: boolean
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

export interface Conformed extends Pick<Sequence, 'baseName' | 'firstFrame' | 'padding'> {
  /** Places in all, the empty ones too. */
  count: number
  frames: { frame: number; fileName: string; source: string; bytes: number }[]
  /** Delivered files that are no frames. */
  others: string[]
  /** Why places are empty or doubtful. */
  findings: Finding[]
}

/**
 * Rejects with Failure `sequence-empty`, `sequence-mixed` (details: rule), `disk-full`, `disk-refused`; with the
 * signal's reason when aborted. Damaged frames pass: `proveSequence` names them. Done again after a crash at any
 * point it gives the same folder.
 */
export async function conform(options: ConformOptions): Promise<Conformed> {
  const { exrFolder, baseName, signal, onProgress } = options
  const { firstFrame = FIRST_FRAME_NUMBER, padding = FRAME_PADDING } = options
  const temporary = `${exrFolder}.conforming`
  const replaced = `${exrFolder}.replaced`
  signal?.throwIfAborted()
  try {
    const { files, broken = [] } = options
    const arranged = await arrangeFrames(files, broken, firstFrame, signal)
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
    const frames: Conformed['frames'] = []
    for (const { index, path: source } of arranged.frames) {
      signal?.throwIfAborted()
      const frame = firstFrame + index
      const fileName = frameFileName(baseName, frame, padding)
      const target = join(temporary, fileName)
      const isKept = options.keepFrames?.includes(frame) && (await isThere(join(exrFolder, fileName)))
      const bytes = isKept
        ? await place(join(exrFolder, fileName), target, false)
        : await place(source, target, options.keepSources ?? false)
      frames.push({ frame, fileName, source, bytes })
      onProgress?.({ done: frames.length, total: arranged.frames.length })
    }
    await syncFolder(temporary)
    await rm(replaced, { recursive: true, force: true })
    await setAside(exrFolder, replaced)
    await renameDurably(temporary, exrFolder)
    await rm(replaced, { recursive: true, force: true })
    const { count, findings, others } = arranged
    return { baseName, firstFrame, padding, count, frames, others, findings }
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw toDiskFailure(error, exrFolder)
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

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function setAside(folder: string, aside: string): Promise<void> {
  await renameDurably(folder, aside).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  })
}
