// How many bytes lie under a folder: the sum of its files' lengths, each file once however many names it has.
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { errorCode } from './durable'

/** 0 for a folder that is not there. What vanishes meanwhile counts nothing. */
export async function folderBytes(folder: string): Promise<number> {
  const seen = new Set<string>()
  let bytes = 0
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return []
    throw error
  })
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const facts = await lstat(join(entry.parentPath, entry.name), { bigint: true }).catch(() => undefined)
    if (!facts) continue
    const name = `${facts.dev}:${facts.ino}`
    if (facts.nlink > 1n && seen.has(name)) continue
    seen.add(name)
    bytes += Number(facts.size)
  }
  return bytes
}
