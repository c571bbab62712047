// Uploaded pictures on disk: one file per id, durable before the id is told. Decodes with sharp.
import { randomUUID } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { writeDurably } from '../../disk/durable'
import { refuse } from './service-error'

export interface StoredImage {
  mediaUuid: string
  width: number
  height: number
}

export interface MediaStore {
  /** Looks at a data URI without keeping it. Throws a Refusal when it is no picture the provider takes. */
  inspect(dataUri: string): Promise<Omit<StoredImage, 'mediaUuid'>>
  /** Keeps a data URI's picture; it is on the disk when this resolves. */
  add(dataUri: string): Promise<StoredImage>
  /** Undefined when there is no such picture. */
  find(mediaUuid: string): Promise<StoredImage | undefined>
  /** sRGB, 8 bit, interleaved, covering exactly this size. */
  readPixels(mediaUuid: string, width: number, height: number): Promise<Uint8Array>
  /** Removes pictures written before `time` (ms) that `isNeeded` does not ask for. */
  removeOlderThan(time: number, isNeeded: (mediaUuid: string) => boolean): Promise<void>
}

export const MEDIA_BYTES_MAX = 50 * 1024 * 1024
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const DATA_URI_HEAD = /^data:image\/(?:png|jpeg|jpg|webp);base64,/i
const FORMATS = ['png', 'jpeg', 'webp']

export function isMediaUuid(image: string): boolean {
  return image.length === 36 && UUID.test(image.toLowerCase())
}

export function createMediaStore(folder: string): MediaStore {
  const pathOf = (mediaUuid: string): string => join(folder, `${mediaUuid.toLowerCase()}.image`)
  const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null
  return {
    async inspect(dataUri) {
      return measure(decodeDataUri(dataUri))
    },
    async add(dataUri) {
      const bytes = decodeDataUri(dataUri)
      const size = await measure(bytes)
      const mediaUuid = randomUUID()
      await writeDurably(pathOf(mediaUuid), bytes)
      return { mediaUuid, ...size }
    },
    async find(mediaUuid) {
      const path = pathOf(mediaUuid)
      if (!isMediaUuid(mediaUuid) || !(await exists(path))) return undefined
      return { mediaUuid: mediaUuid.toLowerCase(), ...(await measure(path)) }
    },
    readPixels: (mediaUuid, width, height) =>
      sharp(pathOf(mediaUuid))
        .toColourspace('srgb')
        .flatten()
        .resize(width, height, { fit: 'cover' })
        .raw()
        .toBuffer(),
    async removeOlderThan(time, isNeeded) {
      for (const name of await readdir(folder).catch(() => [])) {
        const path = join(folder, name)
        const found = await stat(path).catch(() => null)
        if (found && found.mtimeMs < time && !isNeeded(name.replace(/\.image$/, '')))
          await rm(path, { force: true })
      }
    },
  }
}

function decodeDataUri(dataUri: string): Buffer {
  // Only the head is matched: a picture's megabytes are no work for a regular expression.
  const head = DATA_URI_HEAD.exec(dataUri.slice(0, 40))?.[0]
  if (head === undefined) {
    throw refuse('invalidMedia', 'Practice takes PNG, JPEG and WebP pictures as base64 data URIs.', {
      parameter: 'media',
      type: 'data URI',
    })
  }
  if (dataUri.length > MEDIA_BYTES_MAX * (4 / 3)) {
    throw refuse('maxMediaSize', 'The picture is larger than 50 MB.', { parameter: 'media' })
  }
  return Buffer.from(dataUri.slice(head.length), 'base64')
}

async function measure(picture: Buffer | string): Promise<{ width: number; height: number }> {
  // sharp throws at once for an empty buffer, and rejects for anything else it cannot read.
  const metadata = await Promise.resolve()
    .then(() => sharp(picture).metadata())
    .catch(() => null)
  if (!metadata || !FORMATS.includes(metadata.format)) {
    throw refuse('invalidMedia', 'The picture cannot be read as PNG, JPEG or WebP.', { parameter: 'media' })
  }
  return { width: metadata.width, height: metadata.height }
}
