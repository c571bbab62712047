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
  /** The whole file, until the scratch is used again; null when it was read through a window. */
  content: Uint8Array | null
}

/** Memory for one file, handed from frame to frame: fresh memory for each would cost more than reading it. */
export interface Scratch {
  bytes: Uint8Array
}

/** Throws ExrError for what is in the header, Node's own errors for what the disk says. */
export async function readExrFile(
  path: string,
  scratch: Scratch = { bytes: new Uint8Array() },
  wholeBytes = WHOLE_BYTES,
): Promise<ReadExr> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const content = size > wholeBytes ? null : await readWhole(file, size, scratch)
    const read = content === null ? readThroughWindow(file, WINDOW_BYTES) : readFrom(content)
    const header = await readHeader(read, size)
    return { bytes: size, header, structure: await checkExrStructure(read, size, header), content }
  } finally {
    await file.close()
  }
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

async function readWhole(file: FileHandle, size: number, scratch: Scratch): Promise<Uint8Array> {
  if (scratch.bytes.length < size) scratch.bytes = new Uint8Array(size)
  return scratch.bytes.subarray(0, await fill(file, scratch.bytes.subarray(0, size), 0))
}

function readFrom(content: Uint8Array): ReadBytes {
  return (offset, length) => content.subarray(offset, offset + length)
}

/** Reads until the target is full or the file ends; gives the bytes read. */
async function fill(file: FileHandle, target: Uint8Array, from: number): Promise<number> {
  let filled = 0
  while (filled < target.length) {
    const { bytesRead } = await file.read(target, filled, target.length - filled, from + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
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
      held = target.subarray(0, await fill(file, target, offset))
      start = offset
    }
    return held.subarray(offset - start, offset - start + length)
  }
}
