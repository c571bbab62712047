// A damaged sequence as its viewing copies show it: every bad frame is the good one before it, held, so that the copies
// keep the take's length and time. The frames themselves are not touched.
import { constants, copyFile, link, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { badFramesOf } from '#shared/domain/finding'
import { frameFileName } from '#shared/domain/names'
import type { Sequence, Take } from '#shared/domain/take'
import type { TakePaths } from '../features/projects/project-paths'

/** Gives `use` the folder to read: the sequence itself when all of it is good, else one that is there only meanwhile. */
export async function withHeldFrames<Result>(
  take: Pick<Take, 'findings'>,
  sequence: Pick<Sequence, 'baseName' | 'firstFrame' | 'count' | 'padding'>,
  paths: Pick<TakePaths, 'root' | 'exr'>,
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const bad = badFramesOf(take.findings)
  if (bad.length === 0) return use(paths.exr)
  const folder = join(paths.root, 'held.tmp')
  try {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const [frame, source] of holdFrames(sequence, bad)) {
      const nameOf = (number: number) => frameFileName(sequence.baseName, number, sequence.padding)
      await place(join(paths.exr, nameOf(source)), join(folder, nameOf(frame)))
    }
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Each frame with the one that is shown for it: itself, the last good one, or at the beginning the first good one. */
export function holdFrames(
  { firstFrame, count }: Pick<Sequence, 'firstFrame' | 'count'>,
  bad: readonly number[],
): [frame: number, source: number][] {
  const frames = Array.from({ length: count }, (_, index) => firstFrame + index)
  let held = frames.find((frame) => !bad.includes(frame))
  return frames.flatMap((frame) => {
    if (!bad.includes(frame)) held = frame
    return held === undefined ? [] : [[frame, held]]
  })
}

async function place(source: string, target: string): Promise<void> {
  await link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_FICLONE))
}
