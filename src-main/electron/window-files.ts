// Answers of the app: scheme: the built window's own files and nothing beside them. Plain Node; knows no Electron.
import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { APP_HEADERS, APP_ORIGIN } from './content-security'

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

/** `root` is the absolute folder of the built window. */
export async function answerWindowFile(request: Request, root: string): Promise<Response> {
  const path = request.method === 'GET' ? toWindowPath(request.url, root) : undefined
  if (!path) return new Response(null, { status: 404 })
  try {
    const contentType = CONTENT_TYPES[extname(path)] ?? 'application/octet-stream'
    const headers = { ...APP_HEADERS, 'content-type': contentType }
    return new Response(await readFile(path), { status: 200, headers })
  } catch {
    return new Response(null, { status: 404 })
  }
}

/** Undefined when the address is of another host or leaves `root`. */
export function toWindowPath(address: string, root: string): string | undefined {
  try {
    const url = new URL(address)
    if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined
    const path = join(root, decodeURIComponent(url.pathname))
    return path.startsWith(root + sep) && !path.includes('\0') ? path : undefined
  } catch {
    return undefined
  }
}
