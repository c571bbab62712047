// The files of a folder somebody delivered: regular ones alone, without what file managers leave, at any depth.
import { lstat, readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isLeftOut } from './zip-names'

/** As deep as a delivery is; links are not followed, so a circle cannot be entered. */
const DEPTH_MAX = 8

/** Absolute paths in the order of their names; null for what is no folder. Throws the disk's own errors. */
export async function listFiles(path: string): Promise<string[] | null> {
  if (!(await lstat(path)).isDirectory()) return null
  const files: string[] = []
  const enter = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const inside = join(folder, entry.name)
      const name = relative(path, inside).split(sep).join('/')
      if (isLeftOut(name)) continue
      if (entry.isDirectory() && depth < DEPTH_MAX) await enter(inside, depth + 1)
      else if (entry.isFile()) files.push(inside)
    }
  }
  await enter(path, 1)
  return files
}
