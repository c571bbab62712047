// The part of a download that is here already: its bytes beside the target, and what the server said of the file they
// are of. What stands in the note was fsynced before, so that a power cut cannot make holes of it.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { writeJsonDurably } from '../../disk/durable'

/** How the server tells one version of a file from another: the value of `If-Range`. Addresses are never kept. */
const noteSchema = z.object({
  version: z.literal(1),
  validator: z.string().min(1).max(1024),
  totalBytes: z.number().int().nonnegative().nullable(),
  /** Bytes of the part that are surely on the disk. */
  keptBytes: z.number().int().nonnegative(),
})

export interface PartFile {
  /** Bytes that are here. */
  readonly bytes: number
  /** `If-Range` for going on; null when it cannot be gone on with. */
  readonly validator: string | null
  /** Of the whole file, where the server said so. */
  readonly totalBytes: number | null
  /** Forgets the bytes and takes down what the server says of the file that comes now. */
  begin(validator: string | null, totalBytes: number | null): Promise<void>
  write(chunk: Uint8Array): Promise<void>
  /** Puts what was written on the disk and notes it. */
  keep(): Promise<void>
  /** SHA-256 of all bytes, 64 hex digits. Once, at the end. */
  digest(): string
  close(): Promise<void>
}

export const partPath = (target: string): string => `${target}.part`
export const notePath = (target: string): string => `${target}.part.json`

/** Opens what an earlier try left of this target and hashes it again, or an empty part. Throws the disk's own errors. */
export async function openPart(target: string, signal?: AbortSignal): Promise<PartFile> {
  await mkdir(dirname(target), { recursive: true })
  const note = await readNote(target)
  let hash = createHash('sha256')
  if (note) {
    const end = note.keptBytes - 1
    if (end >= 0) await hashInto(hash, partPath(target), end, signal)
  } else await discardPart(target)
  const file = await open(partPath(target), note ? 'r+' : 'w')
  let bytes = note?.keptBytes ?? 0
  let validator = note?.validator ?? null
  let totalBytes = note?.totalBytes ?? null
  await file.truncate(bytes)

  return {
    get bytes() {
      return bytes
    },
    get validator() {
      return validator
    },
    get totalBytes() {
      return totalBytes
    },
    async begin(newValidator, newTotal) {
      await rm(notePath(target), { force: true })
      await file.truncate(0)
      hash = createHash('sha256')
      bytes = 0
      validator = newValidator
      totalBytes = newTotal
    },
    async write(chunk) {
      hash.update(chunk)
      await writeWhole(file, chunk, bytes)
      bytes += chunk.length
    },
    async keep() {
      await file.sync()
      if (validator === null) return
      await writeJsonDurably(notePath(target), { version: 1, validator, totalBytes, keptBytes: bytes })
    },
    digest: () => hash.digest('hex'),
    close: () => file.close(),
  }
}

export async function discardPart(target: string): Promise<void> {
  await rm(notePath(target), { force: true })
  await rm(partPath(target), { force: true })
}

/** A note without the bytes it speaks of is worth nothing. */
async function readNote(target: string): Promise<z.infer<typeof noteSchema> | undefined> {
  try {
    const note = noteSchema.parse(JSON.parse(await readFile(notePath(target), 'utf8')))
    const { size } = await stat(partPath(target))
    return size >= note.keptBytes ? note : undefined
  } catch {
    return undefined
  }
}

async function hashInto(hash: Hash, path: string, end: number, signal?: AbortSignal): Promise<void> {
  const bytes = createReadStream(path, { end, highWaterMark: 1 << 20 })
  const take = async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) hash.update(chunk)
  }
  await pipeline(bytes, take, ...(signal ? [{ signal }] : []))
}

async function writeWhole(file: FileHandle, chunk: Uint8Array, from: number): Promise<void> {
  for (let at = 0; at < chunk.length;)
    at += (await file.write(chunk, at, chunk.length - at, from + at)).bytesWritten
}
