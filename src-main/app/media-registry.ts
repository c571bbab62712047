// Opaque ids for files the window may show. Only what was registered can be read; ids cannot be guessed and do not
// outlive the process.
import { createHmac, randomBytes } from 'node:crypto'

export interface MediaEntry {
  path: string
  contentType: string
}

export interface MediaRegistry {
  /** The same file in the same version (its hash or size) has the same id, so pictures are not loaded anew. */
  register(path: string, version?: string): string
  open(id: string): MediaEntry | undefined
}

const CONTENT_TYPES: Record<string, string> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  mp4: 'video/mp4',
  webm: 'video/webm',
  mov: 'video/quicktime',
  exr: 'image/x-exr',
}

export function createMediaRegistry(): MediaRegistry {
  const key = randomBytes(32)
  const entries = new Map<string, MediaEntry>()
  return {
    register(path, version = '') {
      const id = createHmac('sha256', key).update(`${path}\0${version}`).digest('hex').slice(0, 32)
      const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
      entries.set(id, { path, contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream' })
      return id
    },
    open: (id) => entries.get(id),
  }
}
