// Bytes of dropped pictures that are no files of this machine, taken from the window over the media: scheme. Only the
// application's own page may send them: the session's guard sees to it, because Electron gives no origin along here.
// Plain Node; knows no Electron.
import { isFailure } from '#shared/domain/failure'
import { APP_ORIGIN } from './content-security'

type UploadBody = ReadableStream<Uint8Array> | null

export interface UploadDoor {
  /** The first piece of a file; resolves to its token. */
  receive(name: string, body: UploadBody): Promise<string>
  /** A further piece. */
  append(token: string, body: UploadBody): Promise<void>
}

const NAME_MAX = 1000
/** `media://upload/?name=…` begins a file, `media://upload/<token>` goes on with it. */
const ADDRESS = /^media:\/\/upload\/?(?:([a-f0-9]{32})|\?.*)?$/

export function isUpload(request: Request): boolean {
  if (request.method !== 'POST') return false
  return ADDRESS.test(request.url)
}

/** Answers with `{ token }`, or with `{ error: { code, message } }` and status 413 or 500; strangers get 403. */
export async function answerUpload(request: Request, door: UploadDoor): Promise<Response> {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== APP_ORIGIN) return new Response(null, { status: 403 })
  const token = ADDRESS.exec(request.url)?.[1]
  const name = (new URL(request.url).searchParams.get('name') ?? '').slice(0, NAME_MAX)
  try {
    if (token === undefined) return reply(200, { token: await door.receive(name, request.body) })
    await door.append(token, request.body)
    return reply(200, { token })
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
