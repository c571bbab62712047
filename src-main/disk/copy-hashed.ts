// A file copied and hashed in one reading, and on the disk when done. The source is only read.
import { createHash } from 'node:crypto'
import { open, stat } from 'node:fs/promises'

const PIECE_BYTES = 1 << 20

/** `target` must not be there. Gives size and SHA-256 (64 hex digits). Rejects with the disk's error or the signal's reason. */
export async function copyHashed(
  source: string,
  target: string,
  options: { signal?: AbortSignal; onBytes?: (bytes: number) => void } = {},
): Promise<{ bytes: number; sha256: string }> {
  const { signal, onBytes } = options
  const hash = createHash('sha256')
  const from = await open(source, 'r')
  try {
    const to = await open(target, 'wx')
    try {
      const piece = Buffer.allocUnsafe(PIECE_BYTES)
      let bytes = 0
      for (;;) {
        signal?.throwIfAborted()
        const { bytesRead } = await from.read(piece, 0, piece.length, bytes)
        if (bytesRead === 0) break
        const read = piece.subarray(0, bytesRead)
        hash.update(read)
        for (let at = 0; at < bytesRead;)
          at += (await to.write(read, at, bytesRead - at, bytes + at)).bytesWritten
        bytes += bytesRead
        onBytes?.(bytes)
      }
      await to.sync()
      return { bytes, sha256: hash.digest('hex') }
    } finally {
      await to.close()
    }
  } finally {
    await from.close()
  }
}

/** Of all files together. */
export async function sumBytes(paths: readonly string[]): Promise<number> {
  let sum = 0
  for (const path of paths) sum += (await stat(path)).size
  return sum
}
