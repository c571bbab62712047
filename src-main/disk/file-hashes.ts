// The hashes a seal is made of, over files read in pieces: xxh64 for speed, SHA-1 beside it so that no two files of
// one xxh64 pass for each other by accident. Neither stands against an attacker; both find what a disk does.
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { createXXHash64 } from 'hash-wasm'

export const PIECE_BYTES = 1024 ** 2

export interface FileHashes {
  bytes: number
  /** 16 hex digits. */
  xxh64: string
  /** 40 hex digits. */
  sha1: string
}

export interface Hasher {
  update(bytes: Uint8Array): void
  /** Hex; ends the hasher. */
  digest(): string
}

/** xxh64 of bytes that come in pieces. */
export async function createFileHasher(): Promise<Hasher> {
  const hasher = await createXXHash64()
  hasher.init()
  return {
    update: (bytes) => void hasher.update(bytes),
    digest: () => hasher.digest('hex'),
  }
}

/** xxh64 of bytes that are there at once, as 16 hex digits. */
export async function createXxh64(): Promise<(bytes: Uint8Array) => string> {
  const hasher = await createXXHash64()
  return (bytes) => hasher.init().update(bytes).digest('hex')
}

/** Rejects with the disk's own errors, or with the signal's reason when aborted. */
export async function hashFileForSeal(path: string, signal?: AbortSignal): Promise<FileHashes> {
  const file = await open(path, 'r')
  try {
    return (await hashFileHandle(file, 0, signal)).hashes
  } finally {
    await file.close()
  }
}

/** The whole file, and by itself what begins at `tailFrom`. */
export async function hashFileHandle(
  file: FileHandle,
  tailFrom: number,
  signal?: AbortSignal,
): Promise<{ hashes: FileHashes; tail: { bytes: number; xxh64: string } }> {
  const whole = await createFileHasher()
  const sha1 = createHash('sha1')
  const tail = tailFrom > 0 ? await createFileHasher() : null
  const buffer = Buffer.allocUnsafe(PIECE_BYTES)
  let bytes = 0
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.length, bytes)
    if (bytesRead === 0) break
    const piece = buffer.subarray(0, bytesRead)
    whole.update(piece)
    sha1.update(piece)
    tail?.update(piece.subarray(Math.max(0, tailFrom - bytes)))
    bytes += bytesRead
  }
  const xxh64 = whole.digest()
  return {
    hashes: { bytes, xxh64, sha1: sha1.digest('hex') },
    tail: { bytes: Math.max(0, bytes - tailFrom), xxh64: tail?.digest() ?? xxh64 },
  }
}
