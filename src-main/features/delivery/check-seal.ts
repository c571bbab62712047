// Whether a sealed folder still holds what was sealed: every file read from the disk and compared, and what changed, is
// gone or came to it named.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#shared/domain/failure'
import type { SealFinding } from '#shared/domain/seal'
import type { OnProgress } from '../../ports/progress'
import { CHAIN_FILE, MHL_FOLDER, readChain, readManifest, type ManifestEntry } from './mhl-manifest'
import { hashTree, listTree, type SealedFolder } from './seal-folder'
import { compare, HASH_FORMATS, hashFolders, toC4, type SealedFile } from './seal-tree'

export interface CheckedSeal {
  seal: SealedFolder
  /** In the order of their paths; empty when everything is as it was sealed. */
  findings: SealFinding[]
}

/** Rejects with Failure `seal-unreadable` where there is no seal or it is not one. `onProgress` counts bytes. */
export async function checkSeal(
  root: string,
  options: { signal?: AbortSignal | undefined; onProgress?: OnProgress | undefined } = {},
): Promise<CheckedSeal> {
  const { generations, findings } = await readGenerations(root)
  const sealed = firstEntries(generations.map(({ files }) => files))
  const { files, folders } = await listTree(root)
  const present = await hashTree(root, files, options)
  for (const file of present) {
    const entry = sealed.get(normal(file.path))
    if (!entry) findings.push({ kind: 'added', path: file.path })
    else if (!isSame(file, entry)) findings.push({ kind: 'changed', path: file.path })
  }
  const there = new Set(present.map(({ path }) => normal(path)))
  for (const [path, entry] of sealed)
    if (!there.has(path)) findings.push({ kind: 'missing', path: entry.path })
  const first = generations[0]
  const tree = await hashFolders(present, folders)
  return {
    findings: findings.sort((one, other) => compare(one.path, other.path)),
    seal: {
      files: sealed.size,
      bytes: present.reduce((sum, { hashes }) => sum + hashes.bytes, 0),
      manifestName: first?.manifestName ?? '',
      sealedAt: first ? new Date(first.createdAt).toISOString() : '',
      rootHash: tree.at(-1)?.structure.xxh64 ?? '',
    },
  }
}

interface Generation {
  manifestName: string
  createdAt: string
  files: ManifestEntry[]
}

/** A manifest that is not the one its chain names is a finding; one that cannot be read ends the check. */
async function readGenerations(
  root: string,
): Promise<{ generations: Generation[]; findings: SealFinding[] }> {
  const folder = join(root, MHL_FOLDER)
  const findings: SealFinding[] = []
  try {
    const chain = readChain(await readFile(join(folder, CHAIN_FILE), 'utf8'))
    const generations: Generation[] = []
    for (const { manifestName, c4 } of chain) {
      if (/[\\/]/.test(manifestName)) throw new Error(`${manifestName} lies outside the seal`)
      const bytes = await readFile(join(folder, manifestName))
      if (toC4(bytes) !== c4) findings.push({ kind: 'manifest', path: `${MHL_FOLDER}/${manifestName}` })
      generations.push({ manifestName, ...readManifest(bytes.toString('utf8')) })
    }
    if (generations.length === 0) throw new Error('the chain names no manifest')
    return { generations, findings }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(
      'seal-unreadable',
      `The seal of ${root} cannot be read: ${reason}`,
      { path: root },
      { cause: error },
    )
  }
}

/** What was sealed first holds: later generations add files, they do not change what a file is. */
function firstEntries(generations: readonly (readonly ManifestEntry[])[]): Map<string, ManifestEntry> {
  const entries = new Map<string, ManifestEntry>()
  for (const files of generations) {
    for (const file of files) if (!entries.has(normal(file.path))) entries.set(normal(file.path), file)
  }
  return entries
}

// A disk may give a name back composed otherwise than it was written.
const normal = (path: string): string => path.normalize('NFC')

/** An entry without a hash that is known here cannot be confirmed. */
function isSame({ hashes }: SealedFile, entry: ManifestEntry): boolean {
  const known = HASH_FORMATS.filter((format) => entry.hashes[format] !== undefined)
  return known.length > 0 && known.every((format) => entry.hashes[format]?.toLowerCase() === hashes[format])
}
