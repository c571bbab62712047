// The one hash of what was received: of a file its own, of a folder that of the list of its files' hashes.
import { createHash } from 'node:crypto'
import { relative, sep } from 'node:path'
import { hashFile } from '../../disk/hash-file'
import { listFiles } from './list-files'

export interface ListedFile {
  /** With `/` between folders. */
  name: string
  sha256: string
}

/** Hex; the order of the list does not matter. */
export function hashList(files: readonly ListedFile[]): string {
  const lines = files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).sort()
  return createHash('sha256').update(lines.join('')).digest('hex')
}

/** SHA-256 of the file or folder at `path`, read from the disk. Rejects with the disk's own errors. */
export async function hashReceived(path: string, signal?: AbortSignal): Promise<string> {
  const inside = await listFiles(path)
  if (inside === null) return hashFile(path, signal)
  const files: ListedFile[] = []
  for (const file of inside) {
    const name = relative(path, file).split(sep).join('/')
    files.push({ name, sha256: await hashFile(file, signal) })
  }
  return hashList(files)
}
