// Pictures whose bytes the window sent because they are no files of this machine: kept as temporary files until an
// import takes them, each by a token nobody can guess. What no import took goes when the application ends or starts.
import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure } from '#shared/domain/failure'
import { toDiskFailure } from '../disk/durable'
import { toDropName } from '../features/stills/drop-names'
import { DROP_BYTES_MAX } from '../features/stills/fetch-picture'

export interface Uploads {
  /** Resolves to the token. Rejects with Failure `still-too-large`, `disk-full` or `disk-refused`; then nothing is kept. */
  receive(name: string, body: ReadableStream<Uint8Array> | null): Promise<string>
  /** A folder of its own, for one item of an import. */
  makeFolder(): Promise<string>
  /** The file of a token and its name, once: the one who takes it removes its folder. */
  take(token: string): { path: string; folder: string } | undefined
  clear(): Promise<void>
}

const WAITING_MAX = 200

export function createUploads(root: string, bytesMax = DROP_BYTES_MAX): Uploads {
  const waiting = new Map<string, { path: string; folder: string }>()

  async function makeFolder(): Promise<string> {
    const folder = join(root, randomBytes(16).toString('hex'))
    await mkdir(folder, { recursive: true })
    return folder
  }

  return {
    makeFolder,

    async receive(name, body) {
      if (waiting.size >= WAITING_MAX)
        throw new Failure('still-too-large', 'Too many pictures are waiting at once.', { limit: WAITING_MAX })
      const folder = await makeFolder()
      const path = join(folder, toDropName(name))
      try {
        // Node and the DOM type the same web stream twice.
        const source = body
          ? Readable.fromWeb(body as unknown as Parameters<typeof Readable.fromWeb>[0])
          : Readable.from([])
        await pipeline(source, atMost(bytesMax, name), createWriteStream(path, { flags: 'wx' }))
      } catch (error) {
        await rm(folder, { recursive: true, force: true })
        throw toDiskFailure(error, path)
      }
      const token = randomBytes(16).toString('hex')
      waiting.set(token, { path, folder })
      return token
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
}

function atMost(bytesMax: number, name: string): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.length
      if (bytes <= bytesMax) return done(null, chunk)
      done(new Failure('still-too-large', `${name} is larger than ${bytesMax} bytes.`, { name, bytesMax }))
    },
  })
}
