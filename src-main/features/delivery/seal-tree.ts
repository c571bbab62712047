// A sealed folder as a tree of names and hashes, and ASC MHL's hashes of folders over it: of what is inside (content)
// and of how it is named (structure). Pure but for the hash function.
import { createHash } from 'node:crypto'
import { createXxh64, type FileHashes } from '../../disk/file-hashes'

/** Paths are relative to the root, with `/`, in the order of the manifest. */
export interface SealedFile {
  path: string
  hashes: FileHashes
  modifiedAt: Date
}

export const HASH_FORMATS = ['sha1', 'xxh64'] as const
export type HashFormat = (typeof HASH_FORMATS)[number]

export interface FolderHashes {
  /** Relative; empty for the root. */
  path: string
  content: Record<HashFormat, string>
  structure: Record<HashFormat, string>
}

type HashBytes = (bytes: Uint8Array) => string

/** Every folder of the tree, the innermost first, the root last. An empty folder is one that `folders` names. */
export async function hashFolders(
  files: readonly SealedFile[],
  folders: readonly string[],
): Promise<FolderHashes[]> {
  const hashBytes: Record<HashFormat, HashBytes> = {
    sha1: (bytes) => createHash('sha1').update(bytes).digest('hex'),
    xxh64: await createXxh64(),
  }
  const made: FolderHashes[] = []
  const deepestFirst = [...folders].sort((one, other) => depth(other) - depth(one) || compare(one, other))
  for (const path of [...deepestFirst, '']) {
    const content = {} as Record<HashFormat, string>
    const structure = {} as Record<HashFormat, string>
    for (const format of HASH_FORMATS) {
      const inside = files
        .filter((file) => parentOf(file.path) === path)
        .map((file) => ({
          name: nameOf(file.path),
          content: file.hashes[format],
          structure: file.hashes[format],
        }))
      const below = made
        .filter((folder) => parentOf(folder.path) === path)
        .map((folder) => ({
          name: nameOf(folder.path),
          content: folder.content[format],
          structure: folder.structure[format],
        }))
      const children = [...inside, ...below]
      content[format] = hashOfHashes(
        children.map((child) => child.content),
        hashBytes[format],
      )
      const named = children.map((child) =>
        hashBytes[format](
          Buffer.concat([Buffer.from(child.name, 'utf8'), Buffer.from(child.structure, 'hex')]),
        ),
      )
      structure[format] = hashOfHashes(named, hashBytes[format])
    }
    made.push({ path, content, structure })
  }
  return made
}

/** C4 (SMPTE ST 2114): SHA-512 in base 58, by which a chain names its manifests. */
export function toC4(bytes: Uint8Array): string {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
  let rest = BigInt(`0x${createHash('sha512').update(bytes).digest('hex')}`)
  let digits = ''
  for (; rest > 0n; rest /= 58n) digits = `${alphabet[Number(rest % 58n)] ?? ''}${digits}`
  return `c4${digits.padStart(88, '1')}`
}

function hashOfHashes(hashes: readonly string[], hashBytes: HashBytes): string {
  return hashBytes(Buffer.concat([...hashes].sort(compare).map((hash) => Buffer.from(hash, 'hex'))))
}

// By code unit, as the standard's reference sorts; not by a language's rules.
export function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

const depth = (path: string): number => path.split('/').length
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Undefined for the root, which lies in nothing. */
function parentOf(path: string): string | undefined {
  if (path === '') return undefined
  const at = path.lastIndexOf('/')
  return at === -1 ? '' : path.slice(0, at)
}
