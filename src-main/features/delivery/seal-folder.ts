// Seals a folder: every file read back from the disk and hashed, and an ASC MHL manifest and chain written beside them,
// each whole or not at all.
import { readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { hashFileForSeal, type FileHashes } from '../../disk/file-hashes'
import { errorCode, renameDurably, toDiskFailure, writeDurably } from '../../disk/durable'
import type { OnProgress } from '../../ports/progress'
import { CHAIN_FILE, MHL_FOLDER, writeChain, writeManifest, type ManifestFacts } from './mhl-manifest'
import { compare, hashFolders, toC4, type FolderHashes, type SealedFile } from './seal-tree'

export interface SealFacts extends Omit<ManifestFacts, 'createdAt'> {
  /** Epoch ms. */
  now: number
}

export interface SealedFolder {
  files: number
  bytes: number
  manifestName: string
  /** When the manifest was made, ISO 8601. */
  sealedAt: string
  /** Of the root's structure, xxh64. */
  rootHash: string
}

/** Files in the manifest's order and the folders between them; what file managers leave behind is passed over. */
export async function listTree(root: string): Promise<{ files: string[]; folders: string[] }> {
  const files: string[] = []
  const folders: string[] = []
  async function walk(folder: string): Promise<void> {
    const entries = await readdir(join(root, folder), { withFileTypes: true })
    for (const entry of entries.sort((one, other) => compare(one.name, other.name))) {
      if (isIgnored(entry.name)) continue
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) {
        folders.push(path)
        await walk(path)
      } else files.push(path)
    }
  }
  await walk('')
  return { files, folders }
}

export function isIgnored(name: string): boolean {
  return (
    [MHL_FOLDER, MHL_NEW, '.DS_Store', 'Thumbs.db', 'desktop.ini'].includes(name) || name.startsWith('._')
  )
}

const MHL_NEW = `${MHL_FOLDER}.sealing`

/** Rejects with the disk's Failures, or with the signal's reason when aborted. `onProgress` counts bytes. */
export async function hashTree(
  root: string,
  files: readonly string[],
  options: { signal?: AbortSignal | undefined; onProgress?: OnProgress | undefined } = {},
): Promise<SealedFile[]> {
  const facts = await Promise.all(files.map((path) => stat(join(root, ...path.split('/')))))
  const total = facts.reduce((sum, { size }) => sum + size, 0)
  const sealed: SealedFile[] = []
  let done = 0
  for (const [index, path] of files.entries()) {
    const hashes = await hashFileForSeal(join(root, ...path.split('/')), options.signal)
    sealed.push({ path, hashes, modifiedAt: facts[index]?.mtime ?? new Date(0) })
    options.onProgress?.({ done: (done += hashes.bytes), total })
  }
  return sealed
}

export interface SealFolderOptions extends SealFacts {
  root: string
  /** The folder's name in the manifest's, where the folder is still on its way to its name. */
  name: string
  /** Hashes that were made by reading back from the disk already. */
  known?: ReadonlyMap<string, FileHashes>
  signal?: AbortSignal
  onProgress?: OnProgress
}

/** Generation 1. Done again after a crash at any point it begins anew. */
export async function sealFolder(options: SealFolderOptions): Promise<SealedFolder> {
  const { root, name, known, now, hostName, appVersion, signal, onProgress } = options
  try {
    const { files, folders } = await listTree(root)
    const fresh = await hashTree(
      root,
      files.filter((path) => !known?.has(path)),
      { signal, onProgress },
    )
    const byPath = new Map(fresh.map((file) => [file.path, file]))
    const sealed: SealedFile[] = []
    for (const path of files) {
      const hashes = known?.get(path)
      const file = byPath.get(path)
      if (file) sealed.push(file)
      else if (hashes) sealed.push({ path, hashes, modifiedAt: (await stat(join(root, path))).mtime })
    }
    const tree = await hashFolders(sealed, folders)
    const createdAt = new Date(now)
    const manifestName = `0001_${name}_${toStamp(createdAt)}.mhl`
    const manifest = writeManifest({ createdAt, hostName, appVersion }, sealed, tree)
    signal?.throwIfAborted()
    await publish(root, manifestName, manifest)
    return toSealed(sealed, tree, manifestName, createdAt.toISOString())
  } catch (error) {
    throw toDiskFailure(error, root)
  }
}

/** The folder of manifest and chain appears by one rename. */
async function publish(root: string, manifestName: string, manifest: string): Promise<void> {
  const folder = join(root, MHL_NEW)
  await rm(folder, { recursive: true, force: true })
  await writeDurably(join(folder, manifestName), manifest)
  await writeDurably(join(folder, CHAIN_FILE), writeChain(manifestName, toC4(Buffer.from(manifest))))
  await renameDurably(folder, join(root, MHL_FOLDER))
}

function toSealed(
  files: readonly SealedFile[],
  tree: readonly FolderHashes[],
  manifestName: string,
  sealedAt: string,
): SealedFolder {
  const bytes = files.reduce((sum, { hashes }) => sum + hashes.bytes, 0)
  return { files: files.length, bytes, manifestName, sealedAt, rootHash: tree.at(-1)?.structure.xxh64 ?? '' }
}

export async function isSealed(root: string): Promise<boolean> {
  return readFile(join(root, MHL_FOLDER, CHAIN_FILE)).then(
    () => true,
    (error: unknown) => {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return false
      throw error
    },
  )
}

const toStamp = (date: Date): string =>
  date.toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '') + 'Z'
