// Writes that survive a power cut: temporary file, fsync, rename, fsync of the folder. Knows no file's meaning.
import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, statfs, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Failure } from '#shared/domain/failure'

// Virus scanners and indexers on Windows hold fresh files open for a moment.
const RENAME_RETRY_MS = [20, 50, 100, 200, 400, 800]
const HELD_OPEN = new Set(['EPERM', 'EBUSY', 'EACCES'])

/**
 * Replaces or creates a file as a whole: readers see the old or the new content, never a part.
 * Throws Failure `disk-full` or `disk-refused`.
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(temporary, 'w')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await renameDurably(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw toDiskFailure(error, path)
  }
}

export async function writeJsonDurably(path: string, value: unknown): Promise<void> {
  await writeDurably(path, `${JSON.stringify(value, null, 2)}\n`)
}

/** Appends one line and returns only when it is on the disk. */
export async function appendLineDurably(path: string, line: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    const file = await open(path, 'a+')
    try {
      // A line torn by a crash is closed first, so that it never swallows this one.
      const isTorn = await endsWithinLine(file)
      await file.appendFile(`${isTorn ? '\n' : ''}${line}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
  } catch (error) {
    throw toDiskFailure(error, path)
  }
}

async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat()
  if (size === 0) return false
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
  return buffer[0] !== 0x0a
}

/** Renames a file or folder and fsyncs the folder it lands in; retries while something holds it open. */
export async function renameDurably(from: string, to: string): Promise<void> {
  for (const wait of [...RENAME_RETRY_MS, 0]) {
    try {
      await rename(from, to)
      break
    } catch (error) {
      if (wait === 0 || process.platform !== 'win32' || !HELD_OPEN.has(errorCode(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }
  await syncFolder(dirname(to))
}

/** fsync of a file that is already written. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

export async function syncFolder(path: string): Promise<void> {
  // Windows has no fsync for folders; NTFS journals the rename itself.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Throws Failure `disk-full` when fewer than `bytes` are free where `folder` lies. */
export async function requireFreeSpace(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free < bytes) {
    throw new Failure('disk-full', `The disk is too full: ${folder}`, { path: folder, needed: bytes, free })
  }
}

/** Turns Node's disk errors into named failures; passes everything else through. */
export function toDiskFailure(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('disk-full', `The disk is full: ${path}`, { path }, { cause: error })
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return new Failure('disk-refused', `The disk refused to write: ${path}`, { path }, { cause: error })
    default:
      return error
  }
}

export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
}
