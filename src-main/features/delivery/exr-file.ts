// An EXR on disk as the EXR room wants it: a header, and bytes by offset. Small files are read once and whole.
import { open, type FileHandle } from 'node:fs/promises'
import { ExrError, MAX_HEADER_BYTES, parseExrHeader, type ExrHeader } from '#shared/exr/header'
import { checkExrStructure, type ExrStructureReport, type ReadBytes } from '#shared/exr/structure'

const WHOLE_BYTES = 64 * 1024 ** 2
const WINDOW_BYTES = 256 * 1024
const FIRST_HEADER_BYTES = 64 * 1024

export interface ReadExr {
  bytes: number
  header: ExrHeader
  structure: ExrStructureReport
}

/** Throws ExrError for what is in the header, Node's own errors for what the disk says. */
export async function readExrFile(path: string): Promise<ReadExr> {
  return await withExrFile(path, async (read, bytes) => {
    const header = await readHeader(read, bytes)
    return { bytes, header, structure: await checkExrStructure(read, bytes, header) }
  })
}

/** Only the header, reading no more than it needs. Throws like `readExrFile`. */
export async function readExrFileHeader(path: string): Promise<ExrHeader> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    return await readHeader(readThroughWindow(file, FIRST_HEADER_BYTES), size)
  } finally {
    await file.close()
  }
}

async function withExrFile<Value>(
  path: string,
  act: (read: ReadBytes, bytes: number) => Promise<Value>,
): Promise<Value> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > WHOLE_BYTES) return await act(readThroughWindow(file, WINDOW_BYTES), size)
    const whole = await file.readFile()
    return await act((offset, length) => whole.subarray(offset, offset + length), whole.length)
  } finally {
    await file.close()
  }
}

async function readHeader(read: ReadBytes, fileBytes: number): Promise<ExrHeader> {
  for (let length = FIRST_HEADER_BYTES; ; length *= 4) {
    const bytes = await read(0, Math.min(length, fileBytes))
    try {
      return parseExrHeader(bytes)
    } catch (error) {
      const isMoreThere = length < fileBytes && length < MAX_HEADER_BYTES
      if (!(error instanceof ExrError && error.code === 'needs-more-bytes' && isMoreThere)) throw error
    }
  }
}

/** Chunk heads lie apart: one window of the file is held, so that neighbours cost one read. */
function readThroughWindow(file: FileHandle, windowBytes: number): ReadBytes {
  let start = 0
  let held: Uint8Array = new Uint8Array()
  return async (offset, length) => {
    if (offset < start || offset + length > start + held.length) {
      const target = new Uint8Array(Math.max(length, windowBytes))
      let filled = 0
      while (filled < target.length) {
        const { bytesRead } = await file.read(target, filled, target.length - filled, offset + filled)
        if (bytesRead === 0) break
        filled += bytesRead
      }
      start = offset
      held = target.subarray(0, filled)
    }
    return held.subarray(offset - start, offset - start + length)
  }
}
