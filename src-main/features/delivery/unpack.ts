// Unpacks a delivered archive: checked as a whole first, then streamed file by file into a folder that appears at once.
import { open as openFile, mkdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { open as openZip, type Entry, type ZipFile } from 'yauzl-promise'
import { Failure, isFailure } from '#shared/domain/failure'
import { renameDurably, requireFreeSpace, toDiskFailure } from '../../disk/durable'
import type { OnProgress } from '../../ports/progress'
import { isArchiveBytes } from './sniff'
import { isLeftOut, nameEntries } from './zip-names'
import { checkEntry, checkWhole, ZIP_LIMITS, zipRefused, type ZipLimits } from './zip-rules'

export interface UnpackOptions {
  zipPath: string
  /** Appears by one rename when all is unpacked; what was there before is replaced. */
  folder: string
  limits?: Partial<ZipLimits>
  signal?: AbortSignal
  /** Units are unpacked bytes. */
  onProgress?: OnProgress
}

export interface Unpacked {
  /** Absolute paths, in the archive's order. */
  files: string[]
  /** Entries whose bytes are not what the archive says; their files are not there. */
  broken: BrokenEntry[]
}

export interface BrokenEntry {
  /** The safe name its file would have. */
  name: string
  /** For a log. */
  reason: string
}

/**
 * Rejects with Failure `zip-refused` (details: entry, rule) for an archive that may not be let in, `zip-unreadable`
 * for one of which nothing can be read, `disk-full`, `disk-refused`; with the signal's reason when aborted.
 */
export async function unpack(options: UnpackOptions): Promise<Unpacked> {
  const { zipPath, folder, signal } = options
  const limits = { ...ZIP_LIMITS, ...options.limits }
  const temporary = `${folder}.unpacking`
  signal?.throwIfAborted()
  const zip = await reading(zipPath, () =>
    openZip(zipPath, { validateFilenames: false, supportMacArchive: true }),
  )
  try {
    const entries = await reading(zipPath, () => listEntries(zip, limits))
    const { size } = await stat(zipPath)
    checkWhole(entries.map(toFacts), size, limits)
    const wanted = entries.filter(({ filename }) => !isLeftOut(filename))
    const named = nameEntries(wanted.map(({ filename }) => filename))
    if ('twin' in named) throw zipRefused(named.twin, named.rule)
    const total = wanted.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
    await requireFreeSpace(dirname(folder), total)
    await rm(temporary, { recursive: true, force: true })
    await mkdir(temporary, { recursive: true })
    const unpacked: Unpacked = { files: [], broken: [] }
    let firstBroken: Failure | undefined
    let before = 0
    for (const [index, entry] of wanted.entries()) {
      const name = named.names[index] ?? ''
      const target = join(temporary, name)
      try {
        before += await unpackEntry(entry, target, options, (bytes) => {
          // The directory may lie about sizes, so what really comes is held to the limits too.
          if (bytes > limits.bytesPerEntry) throw zipRefused(entry.filename, 'entry-too-large')
          if (before + bytes > limits.totalBytes) throw zipRefused(entry.filename, 'total-too-large')
          options.onProgress?.({ done: before + bytes, total })
        })
        unpacked.files.push(join(folder, name))
      } catch (error) {
        if (!isFailure(error) || error.code !== 'zip-unreadable') throw error
        firstBroken ??= error
        await rm(target, { force: true })
        unpacked.broken.push({ name, reason: String(error.details['reason']) })
      }
    }
    if (firstBroken && unpacked.files.length === 0) throw firstBroken
    await rm(folder, { recursive: true, force: true })
    await renameDurably(temporary, folder)
    return unpacked
  } catch (error) {
    await rm(temporary, { recursive: true, force: true }).catch(() => undefined)
    throw toDiskFailure(error, folder)
  } finally {
    await zip.close().catch(() => undefined)
  }
}

async function listEntries(zip: ZipFile, limits: ZipLimits): Promise<Entry[]> {
  const entries: Entry[] = []
  for await (const entry of zip) {
    if (entries.length === limits.entries) throw zipRefused(entry.filename, 'too-many-entries')
    checkEntry(toFacts(entry), limits)
    entries.push(entry)
  }
  return entries
}

function toFacts(entry: Entry) {
  const { filename, compressedSize, uncompressedSize, compressionMethod } = entry
  const { externalFileAttributes, fileHeaderOffset, filenameLength } = entry
  return {
    filename,
    compressedSize,
    uncompressedSize,
    compressionMethod,
    externalFileAttributes,
    fileHeaderOffset,
    filenameLength,
    isEncrypted: entry.isEncrypted(),
  }
}

/** Size and checksum are checked by the reader while the bytes pass. Gives the bytes written. */
async function unpackEntry(
  entry: Entry,
  target: string,
  { zipPath, signal }: UnpackOptions,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const stream = await reading(zipPath, () => entry.openReadStream())
  const file = await openFile(target, 'wx')
  let bytes = 0
  try {
    const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
    for (;;) {
      signal?.throwIfAborted()
      const next = await reading(zipPath, () => chunks.next(), entry.filename)
      if (next.done) return bytes
      if (bytes === 0 && isArchiveBytes(next.value)) throw zipRefused(entry.filename, 'nested-archive')
      for (let at = 0; at < next.value.length;) at += (await file.write(next.value, at)).bytesWritten
      bytes += next.value.length
      onBytes(bytes)
    }
  } finally {
    stream.destroy()
    await file.close()
  }
}

/** Whatever goes wrong while reading the archive is the archive's fault. */
async function reading<Value>(zipPath: string, act: () => Promise<Value>, entry?: string): Promise<Value> {
  try {
    return await act()
  } catch (error) {
    if (isFailure(error)) throw error
    const reason = error instanceof Error ? error.message : String(error)
    // The reader itself does not go on past such an entry.
    if (/strong encryption/i.test(reason)) throw zipRefused(entry ?? 'an entry', 'encrypted')
    const where = entry === undefined ? basename(zipPath) : `${entry} in ${basename(zipPath)}`
    const details = { reason, ...(entry === undefined ? {} : { entry }) }
    throw new Failure('zip-unreadable', `The archive cannot be read: ${where}`, details, { cause: error })
  }
}
