// The two schemes of the window: app: serves the built window, media: serves registered files by opaque id, never
// by path. Ranges are answered by hand, because net.fetch ignores them and a seek would never end.
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { protocol, type Protocol } from 'electron'
import { parseByteRange } from './byte-range'
import { APP_HEADERS, APP_ORIGIN, APP_SCHEME, MEDIA_SCHEME } from './content-security'

export interface MediaFile {
  path: string
  contentType: string
}

type Body = ConstructorParameters<typeof Response>[0]

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
}
const READ_AT_ONCE = 1 << 20
const MEDIA_ADDRESS = /^media:\/\/file\/([a-f0-9]{32})$/

/** Must run before Electron is ready. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { ...privileges, codeCache: true } },
    { scheme: MEDIA_SCHEME, privileges: { ...privileges, stream: true, corsEnabled: true } },
  ])
}

/** `root` is the folder of the built window. */
export function serveWindowFiles(target: Protocol, root: string): void {
  target.handle(APP_SCHEME, async (request) => {
    const path = windowFilePath(request.url, root)
    if (!path || !isReading(request)) return answer(404)
    try {
      const content = await readFile(path)
      const contentType = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream'
      return answer(200, { ...APP_HEADERS, 'content-type': contentType }, content)
    } catch {
      return answer(404)
    }
  })
}

/** `open` knows the registered ids; anything else is 404. */
export function serveMedia(target: Protocol, open: (id: string) => MediaFile | undefined): void {
  target.handle(MEDIA_SCHEME, async (request) => {
    const id = MEDIA_ADDRESS.exec(request.url)?.[1]
    const file = id === undefined ? undefined : open(id)
    if (!file || !isReading(request)) return answer(404)
    try {
      const { size } = await stat(file.path)
      return mediaAnswer(request, file, size)
    } catch {
      return answer(404)
    }
  })
}

function mediaAnswer(request: Request, file: MediaFile, size: number): Response {
  const headers: Record<string, string> = {
    'content-type': file.contentType,
    'accept-ranges': 'bytes',
    // The file behind an id is never changed, but it may be gone tomorrow.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': APP_ORIGIN,
    'access-control-expose-headers': 'content-range, accept-ranges, content-length',
  }
  const range = parseByteRange(request.headers.get('range'), size)
  if (range.kind === 'unsatisfiable') return answer(416, { ...headers, 'content-range': `bytes */${size}` })
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: size - 1 }
  headers['content-length'] = String(end - start + 1)
  if (range.kind === 'part') headers['content-range'] = `bytes ${start}-${end}/${size}`
  const isEmpty = request.method === 'HEAD' || size === 0
  const body = isEmpty ? null : streamOf(file.path, start, end)
  return answer(range.kind === 'part' ? 206 : 200, headers, body)
}

function streamOf(path: string, start: number, end: number): Body {
  const stream = createReadStream(path, { start, end, highWaterMark: READ_AT_ONCE })
  // Node and the DOM type the same web stream twice.
  return Readable.toWeb(stream) as unknown as Body
}

/** The file behind an app: address; undefined when the address leaves `root`. */
export function windowFilePath(address: string, root: string): string | undefined {
  try {
    const url = new URL(address)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined
    const path = join(root, decodeURIComponent(url.pathname))
    return path.startsWith(root + sep) && !path.includes('\0') ? path : undefined
  } catch {
    return undefined
  }
}

function isReading(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD'
}

function answer(status: number, headers: Record<string, string> = {}, body: Body = null): Response {
  return new Response(body, { status, headers })
}
