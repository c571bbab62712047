// Serves finished files over HTTP: whole or a range, with a length and an ETag. Files never change once there.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join } from 'node:path'
import type { DrillDesk } from './drill-desk'
import { pipeline } from 'node:stream/promises'

const TYPES: Record<string, string> = { '.mp4': 'video/mp4', '.zip': 'application/zip' }
// One folder per id, one file in it: nothing else can be asked for.
const FILE_PATH = /^\/files\/([0-9a-f-]{36})\/([0-9a-f-]{36}\.(?:mp4|zip))$/

export function isFilePath(path: string): boolean {
  return path.startsWith('/files/')
}

export interface FileDesk {
  findFault: DrillDesk['fileFault']
  /** Awaited before the first byte of a file leaves. */
  onHandOut(name: string): Promise<void>
}

export async function serveFile(
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
  { findFault, onHandOut }: FileDesk,
): Promise<void> {
  const address = new URL(request.url ?? '/', 'http://localhost')
  const [, uuid, name] = FILE_PATH.exec(address.pathname) ?? []
  const path = uuid && name ? join(folder, uuid, name) : null
  const found = path ? await stat(path).catch(() => null) : null
  if (!path || !name || !found?.isFile()) return end(response, 404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405)
  const generation = Number(address.searchParams.get('generation'))
  const fault = request.method === 'GET' && uuid ? findFault(uuid, generation, found.size) : undefined
  if (fault?.kind === 'status') return end(response, fault.status)
  if (request.method === 'GET') await onHandOut(name)
  if (fault) return cutOff(path, response, fault)
  const etag = `"${uuid}-${found.size}"`
  response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream')
  response.setHeader('accept-ranges', 'bytes')
  response.setHeader('etag', etag)
  if (request.headers['if-none-match'] === etag) return end(response, 304)
  const isSame = (request.headers['if-range'] ?? etag) === etag
  const range = isSame ? parseRange(request.headers.range, found.size) : 'whole'
  if (range === 'unsatisfiable') {
    response.setHeader('content-range', `bytes */${found.size}`)
    return end(response, 416)
  }
  const { first, last } = range === 'whole' ? { first: 0, last: found.size - 1 } : range
  if (range !== 'whole') response.setHeader('content-range', `bytes ${first}-${last}/${found.size}`)
  response.statusCode = range === 'whole' ? 200 : 206
  response.setHeader('content-length', last - first + 1)
  if (request.method === 'HEAD' || found.size === 0) response.end()
  else await pipeline(createReadStream(path, { start: first, end: last }), response)
}

export type ByteRange = { first: number; last: number } | 'whole' | 'unsatisfiable'

/** One range of bytes; several, or another unit, are answered with the whole file, as HTTP allows. */
export function parseRange(header: string | undefined, size: number): ByteRange {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return 'whole'
  const [from, to] = [match[1] ?? '', match[2] ?? '']
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const last = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to))
  if (from !== '' && to !== '' && Number(to) < Number(from)) return 'whole'
  return first > last ? 'unsatisfiable' : { first, last }
}

/** Promises one length, sends another, and breaks the connection off. */
async function cutOff(
  path: string,
  response: ServerResponse,
  { promised, sent }: { promised: number; sent: number },
): Promise<void> {
  response.writeHead(200, { 'content-length': promised })
  response.flushHeaders()
  // Node counts what is written against what was promised; the socket does not.
  if (sent > 0) for await (const chunk of createReadStream(path, { end: sent - 1 })) response.write(chunk)
  await new Promise<void>((resolve) => response.write('', () => resolve()))
  response.socket?.destroySoon()
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status
  response.end()
}
