// Pictures whose bytes the window sent because they are no files of this machine: kept as temporary files until an
// import takes them, each by a token nobody can guess. What no import took goes when the application ends or starts.
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '#shared/domain/failure'
import { toDiskFailure } from '../disk/durable'
import { toDropName } from '../features/stills/drop-names'
import { DROP_BYTES_MAX } from '../features/stills/fetch-picture'

/** The bytes of one piece; null is an empty one. */
export type UploadBody = ReadableStream<Uint8Array> | null

export interface Uploads {
  /**
   * Keeps the first piece of a picture; resolves to the token. Rejects with Failure `still-too-large`, `disk-full` or
   * `disk-refused`; then nothing is kept.
   */
  receive(name: string, body: UploadBody): Promise<string>
  /** Adds a piece, one after the other: a whole picture at once would stand in memory. Rejects like `receive`. */
  append(token: string, body: UploadBody): Promise<void>
  /** A folder of its own, for one item of an import. */
  makeFolder(): Promise<string>
  /** The file of a token and its folder, once: the one who takes it removes its folder. */
  take(token: string): Upload | undefined
  clear(): Promise<void>
}

export interface Upload {
  path: string
  folder: string
}

const WAITING_MAX = 200

export function createUploads(root: string, bytesMax = DROP_BYTES_MAX): Uploads {
  const waiting = new Map<string, Upload & { bytes: number }>()

  async function makeFolder(): Promise<string> {
    const folder = join(root, randomBytes(16).toString('hex'))
    await mkdir(folder, { recursive: true })
    return folder
  }

  const uploads: Uploads = {
    makeFolder,

    async receive(name, body) {
      if (waiting.size >= WAITING_MAX)
        throw new Failure('still-too-large', 'Too many pictures are waiting at once.', { limit: WAITING_MAX })
      const folder = await makeFolder()
      const token = randomBytes(16).toString('hex')
      waiting.set(token, { path: join(folder, toDropName(name)), folder, bytes: 0 })
      await uploads.append(token, body)
      return token
    },

    async append(token, body) {
      const upload = waiting.get(token)
      if (!upload) throw new Failure('drop-unreadable', 'What was dropped is no longer there.')
      const count = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          upload.bytes += chunk.length
          done(upload.bytes > bytesMax ? tooLarge(upload.path, bytesMax) : null, chunk)
        },
      })
      try {
        await pipeline(toReadable(body), count, createWriteStream(upload.path, { flags: 'a' }))
      } catch (error) {
        waiting.delete(token)
        await rm(upload.folder, { recursive: true, force: true })
        throw toDiskFailure(error, upload.path)
      }
    },

    take(token) {
      const found = waiting.get(token)
      waiting.delete(token)
      return found
    },

    async clear() {
      waiting.clear()
      await rm(root, { recursive: true, force: true })
    },
  }
  return uploads
}

function toReadable(body: UploadBody): Readable {
  if (!body) return Readable.from([])
  // Node and the DOM type the same web stream twice.
  return Readable.fromWeb(body as unknown as Parameters<typeof Readable.fromWeb>[0])
}

function tooLarge(path: string, bytesMax: number): Failure {
  const name = basename(path)
  return new Failure('still-too-large', `${name} is larger than ${Math.floor(bytesMax / 2 ** 20)} MB.`, {
    name,
    bytesMax,
  })
}
