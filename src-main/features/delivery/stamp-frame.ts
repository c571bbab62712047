// Writes a frame with a new header: the compressed chunks pass through byte for byte, which is proven by hash when the
// file is read back from the disk.
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { restampHeader, shiftOffsets, type HeaderStamp } from '#shared/exr/header-writer'
import type { ExrHeader } from '#shared/exr/header'
import { createFileHasher, hashFileHandle, PIECE_BYTES, type FileHashes } from '../../disk/file-hashes'

export interface StampedFrame {
  fileName: string
  /** Of the whole stamped file, as read back from the disk. */
  hashes: FileHashes
  /** Of everything after the offset tables: the same before and after. */
  chunks: { bytes: number; xxh64: string }
}

/**
 * `header` is the source's own. The target must not exist. Throws Failure `seal-broken` when what was read back is not
 * what was written, and the disk's own errors.
 */
export async function stampFrame(
  source: string,
  target: string,
  header: ExrHeader,
  stamp: HeaderStamp,
): Promise<StampedFrame> {
  const written = await writeStamped(source, target, header, stamp)
  const file = await open(target, 'r')
  try {
    const read = await hashFileHandle(file, written.chunksFrom)
    const isSame =
      read.hashes.xxh64 === written.xxh64 &&
      read.hashes.bytes === written.bytes &&
      read.tail.xxh64 === written.chunks.xxh64 &&
      read.tail.bytes === written.chunks.bytes
    if (!isSame) {
      const fileName = basename(target)
      const sentence = `${fileName} read back from the disk is not what was written`
      throw new Failure('seal-broken', sentence, { fileName, wrote: written.xxh64, read: read.hashes.xxh64 })
    }
    return { fileName: basename(target), hashes: read.hashes, chunks: read.tail }
  } finally {
    await file.close()
  }
}

interface Written {
  bytes: number
  xxh64: string
  chunksFrom: number
  /** As they stand in the source. */
  chunks: { bytes: number; xxh64: string }
}

async function writeStamped(
  source: string,
  target: string,
  header: ExrHeader,
  stamp: HeaderStamp,
): Promise<Written> {
  const from = await open(source, 'r')
  try {
    const to = await open(target, 'wx')
    try {
      const head = await readExactly(from, 0, header.byteLength)
      const restamped = restampHeader(head, stamp)
      const table = await readExactly(from, restamped.oldBytes, restamped.tableBytes)
      const start = Buffer.concat([restamped.bytes, shiftOffsets(table, restamped.shiftBytes)])
      const whole = await createFileHasher()
      await writeAll(to, start)
      whole.update(start)
      const chunks = await copyRest(from, restamped.oldBytes + restamped.tableBytes, to, whole.update)
      await to.sync()
      return { bytes: start.length + chunks.bytes, xxh64: whole.digest(), chunksFrom: start.length, chunks }
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

async function copyRest(
  from: FileHandle,
  at: number,
  to: FileHandle,
  onPiece: (piece: Uint8Array) => void,
): Promise<{ bytes: number; xxh64: string }> {
  const hasher = await createFileHasher()
  const buffer = Buffer.allocUnsafe(PIECE_BYTES)
  let bytes = 0
  for (;;) {
    const { bytesRead } = await from.read(buffer, 0, buffer.length, at + bytes)
    if (bytesRead === 0) return { bytes, xxh64: hasher.digest() }
    const piece = buffer.subarray(0, bytesRead)
    hasher.update(piece)
    onPiece(piece)
    await writeAll(to, piece)
    bytes += bytesRead
  }
}

async function writeAll(to: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await to.write(bytes, at)).bytesWritten
}

async function readExactly(file: FileHandle, at: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafe(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, at + filled)
    if (bytesRead === 0)
      throw new Failure('exr-damaged', 'The file ends within its header.', { byteOffset: at })
    filled += bytesRead
  }
  return bytes
}
