// Brings stills into a shot: each file is checked, copied into the shot's `stills/` folder as it came, and
// described. Folders give their pictures. One bad file never stops the others.
import { constants } from 'node:fs'
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { Failure, isFailure } from '#shared/domain/failure'
import { toSafeFileName } from '#shared/domain/names'
import type { Still } from '#shared/domain/shot'
import { renameDurably, syncFile, toDiskFailure } from '../../disk/durable'
import type { StillFacts } from './probe-still'

export interface RefusedStill {
  name: string
  failure: Failure
}

const PICTURE_EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.gif', '.avif'])

/** Paths of files; a folder is replaced by the pictures directly inside it, in natural order. */
export async function expandFolders(paths: readonly string[]): Promise<string[]> {
  const expanded: string[] = []
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (facts) => facts.isDirectory(),
      () => false,
    )
    if (!isFolder) {
      expanded.push(path)
      continue
    }
    const names = (await readdir(path)).filter((name) => PICTURE_EXTENSIONS.has(extname(name).toLowerCase()))
    if (names.length === 0) expanded.push(path)
    names.sort(new Intl.Collator('en', { numeric: true }).compare)
    expanded.push(...names.map((name) => join(path, name)))
  }
  return expanded
}

/** What a probed file is called in a shot. */
export function describeStill(path: string, facts: StillFacts): Still {
  const originalName = basename(path)
  const extension = extname(originalName).toLowerCase()
  const stem = toSafeFileName(basename(originalName, extname(originalName)))
  const id = facts.sha256.slice(0, 16)
  const fileName = `${stem}_${id.slice(0, 8)}${/^\.[a-z0-9]+$/.test(extension) ? extension : ''}`
  return { id, originalName, fileName, ...facts }
}

/** Copies a still's file into `folder`. Rejects with a disk Failure; then nothing is left behind. */
export async function copyStill(path: string, still: Still, folder: string): Promise<void> {
  await copyDurably(path, join(folder, still.fileName))
}

async function copyDurably(from: string, to: string): Promise<void> {
  const temporary = `${to}.tmp`
  try {
    await mkdir(join(to, '..'), { recursive: true })
    await copyFile(from, temporary, constants.COPYFILE_FICLONE)
    await syncFile(temporary)
    await renameDurably(temporary, to)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw toDiskFailure(error, to)
  }
}

export function toRefusal(path: string, error: unknown): RefusedStill {
  const name = basename(path)
  if (isFailure(error)) return { name, failure: error }
  return {
    name,
    failure: new Failure('still-unreadable', `${name} could not be read.`, { name }, { cause: error }),
  }
}
