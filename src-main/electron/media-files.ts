// Answers of the media: scheme: registered files by opaque id, never by path, with Range by hand because net.fetch
// ignores it and a seek would never end. Plain Node; knows no Electron.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { parseByteRange } from './byte-range'
import { APP_ORIGIN } from './content-security'

export interface MediaFile {
  path: string
  contentType: string
}

const ADDRESS = /^media:\/\/file\/([a-f0-9]{32})$/
const READ_AT_ONCE = 1 << 20

/** `open` knows the registered ids; anything else is 404. */
export async function answerMedia(
  request: Request,
  open: (id: string) => MediaFile | undefined,
): Promise<Response> {
  const id = ADDRESS.exec(request.url)?.[1]
  const file = id === undefined ? undefined : open(id)
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  if (!file || !isReading) return new Response(null, { status: 404 })
  try {
    const { size } = await stat(file.path)
    return answerFile(request, file, size)
  } catch {
    return new Response(null, { status: 404 })
  }
}

function answerFile(request: Request, { path, contentType }: MediaFile, size: number): Response {
  const headers = new Headers({
    'content-type': contentType,
    'accept-ranges': 'bytes',
    // The file behind an id does not change, but it may be gone tomorrow.
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': APP_ORIGIN,
    'access-control-expose-headers': 'content-range, accept-ranges, content-length',
  })
  const range = parseByteRange(request.headers.get('range'), size)
  if (range.kind === 'unsatisfiable') {
    headers.set('content-range', `bytes */${size}`)
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range.kind === 'part' ? range : { start: 0, end: size - 1 }
  headers.set('content-length', String(end - start + 1))
  if (range.kind === 'part') headers.set('content-range', `bytes ${start}-${end}/${size}`)
  const status = range.kind === 'part' ? 206 : 200
  if (request.method === 'HEAD' || size === 0) return new Response(null, { status, headers })
  const stream = createReadStream(path, { start, end, highWaterMark: READ_AT_ONCE })
  // Node and the DOM type the same web stream twice.
  const body = Readable.toWeb(stream) as unknown as ConstructorParameters<typeof Response>[0]
  return new Response(body, { status, headers })
}
