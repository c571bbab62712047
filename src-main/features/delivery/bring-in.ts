// What an artist brings: a zip, a bare EXR or a folder of frames, copied into the take's received/ and hashed on the way.
// What was brought is only read.
import { mkdir, rm } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { toSafeFileName } from '#shared/domain/names'
import type { ReceivedArchive } from '#shared/domain/take'
import { copyHashed, sumBytes } from '../../disk/copy-hashed'
import { errorCode, renameDurably, requireFreeSpace, toDiskFailure } from '../../disk/durable'
import type { OnProgress } from '../../ports/progress'
import { listFiles } from './list-files'
import { hashList, type ListedFile } from './received-hash'
import { sniffDelivery } from './sniff'
import { nameEntries } from './zip-names'
import { ZIP_LIMITS, zipRefused } from './zip-rules'

export interface BringInOptions {
  /** Absolute. */
  source: string
  /** The take's `received/`. */
  received: string
  signal?: AbortSignal
  /** Units are bytes. */
  onProgress?: OnProgress
}

export type Brought = { kind: 'zip' | 'exr'; files: [string] } | { kind: 'folder'; files: string[] }

/**
 * What lies there. Throws Failure `ingest-missing` when nothing does, and `ingest-unknown` for what is neither archive
 * nor EXR nor a folder with frames.
 */
export async function lookAtDelivery(source: string): Promise<Brought> {
  const name = basename(source)
  try {
    const inside = await listFiles(source)
    if (inside === null) {
      const kind = await sniffDelivery(source)
      // A frame whose head was lost is still a frame: the proof says what is wrong with it.
      if (kind === 'zip') return { kind, files: [source] }
      if (kind === 'exr' || isExrName(source)) return { kind: 'exr', files: [source] }
      // An archive whose head was lost is refused by name when it is opened.
      if (extname(source).toLowerCase() === '.zip') return { kind: 'zip', files: [source] }
      throw unknown(name)
    }
    const files = inside.filter(isExrName)
    if (files.length > 0) return { kind: 'folder', files }
    throw unknown(name)
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error
    throw new Failure('ingest-missing', `${name} is not there any more.`, { name })
  }
}

const isExrName = (path: string): boolean => extname(path).toLowerCase() === '.exr'

function unknown(name: string): Failure {
  return new Failure(
    'ingest-unknown',
    `${name} is neither an archive of EXR frames nor an EXR nor a folder of them.`,
    {
      name,
    },
  )
}

/**
 * Rejects as `lookAtDelivery`, with Failure `zip-refused` for a folder of which two files would be one, `disk-full`,
 * `disk-refused`, or the signal's reason. Done again after a crash it gives the same.
 */
export async function bringIn(options: BringInOptions): Promise<ReceivedArchive> {
  const { source, received } = options
  const { kind, files } = await lookAtDelivery(source)
  try {
    await mkdir(received, { recursive: true })
    const total = await sumBytes(files)
    await requireFreeSpace(received, total)
    const fileName = toSafeFileName(basename(source))
    const temporary = join(received, `${fileName}.tmp`)
    await rm(temporary, { recursive: true, force: true })
    const copied =
      kind === 'folder'
        ? await copyFolder(files, temporary, total, options)
        : await copyHashed(source, temporary, {
            signal: options.signal,
            onBytes: (done) => options.onProgress?.({ done, total }),
          })
    await rm(join(received, fileName), { recursive: true, force: true })
    await renameDurably(temporary, join(received, fileName))
    return { fileName, ...copied }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw toDiskFailure(error, received)
  }
}

async function copyFolder(
  files: readonly string[],
  folder: string,
  total: number,
  { source, signal, onProgress }: BringInOptions,
): Promise<{ bytes: number; sha256: string }> {
  if (files.length > ZIP_LIMITS.entries) throw zipRefused(basename(source), 'too-many-entries')
  const named = nameEntries(files.map((path) => relative(source, path).split(sep).join('/')))
  if ('twin' in named) throw zipRefused(named.twin, named.rule)
  await mkdir(folder)
  const list: ListedFile[] = []
  let before = 0
  for (const [index, path] of files.entries()) {
    const name = named.names[index] ?? ''
    const onBytes = (bytes: number): void => onProgress?.({ done: before + bytes, total })
    const { bytes, sha256 } = await copyHashed(path, join(folder, name), { signal, onBytes })
    before += bytes
    list.push({ name, sha256 })
  }
  return { bytes: before, sha256: hashList(list) }
}
