// Bytes of dropped pictures that are no files of this machine, taken from the window over the media: scheme. Only the
// application's own page may send them: the session's guard sees to it, because Electron gives no origin along here.
// Plain Node; knows no Electron.
import { isFailure } from '#shared/domain/failure'
import { APP_ORIGIN } from './content-security'

export type ReceiveUpload = (name: string, body: ReadableStream<Uint8Array> | null) => Promise<string>

const NAME_MAX = 1000

export function isUpload(request: Request): boolean {
  if (request.method !== 'POST') return false
  const { host, pathname } = new URL(request.url)
  return host === 'upload' && (pathname === '' || pathname === '/')
}

/** Answers with `{ token }`, or with `{ error: { code, message } }` and status 413 or 500; strangers get 403. */
export async function answerUpload(request: Request, receive: ReceiveUpload): Promise<Response> {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== APP_ORIGIN) return new Response(null, { status: 403 })
  const name = (new URL(request.url).searchParams.get('name') ?? '').slice(0, NAME_MAX)
  try {
    return reply(200, { token: await receive(name, request.body) })
  } catch (error) {
    const { code, message } = isFailure(error) ? error : { code: 'internal', message: String(error) }
    return reply(code === 'still-too-large' ? 413 : 500, { error: { code, message } })
  }
}

function reply(status: number, body: unknown): Response {
  return Response.json(body, {
    status,
    headers: { 'access-control-allow-origin': APP_ORIGIN, 'cache-control': 'no-store' },
  })
}
