// fetch through Chromium's network stack, in a session of its own: it knows the proxy and the certificates this
// computer trusts, keeps no cookies and no cache, and shares nothing with the window's session.
import { Readable } from 'node:stream'
import type { net, Session, session as ElectronSession } from 'electron'
import type { Host } from '../app/host'

/** The session is made at the first request: before Electron is ready there is none. */
export function createServiceFetch(
  openSession: () => Session,
  { request }: Pick<typeof net, 'request'>,
): Host['fetch'] {
  let session: Session | undefined
  return async (input, init) => {
    session ??= openSession()
    if (init?.redirect === 'manual') return fetchOneHop(request, session, String(input), init)
    const response = await session.fetch(String(input), init as RequestInit)
    return response as unknown as Response
  }
}

/** In memory only. Whatever asks for a permission or a password there is refused. */
export function openServiceSession(electronSession: Pick<typeof ElectronSession, 'fromPartition'>): Session {
  const session = electronSession.fromPartition('service', { cache: false })
  session.setPermissionRequestHandler((_contents, _permission, respond) => respond(false))
  session.setPermissionCheckHandler(() => false)
  return session
}

const WITHOUT_BODY = [204, 205, 304]

/** A GET that is led nowhere: Electron's own fetch ends with an error where a redirection is not followed. */
function fetchOneHop(
  makeRequest: typeof net.request,
  session: Session,
  url: string,
  init: NonNullable<Parameters<Host['fetch']>[1]>,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { signal } = init
    signal?.throwIfAborted()
    const request = makeRequest({ url, session, redirect: 'manual', credentials: 'omit' })
    new Headers(init.headers).forEach((value, name) => request.setHeader(name, value))
    const stop = (): void => {
      reject(signal?.reason)
      request.abort()
    }
    signal?.addEventListener('abort', stop, { once: true })
    request.on('close', () => signal?.removeEventListener('abort', stop))
    // Whoever does not follow here has Electron end the request; the error it then names comes too late to matter.
    request.on('redirect', (status, _method, location) =>
      resolve(new Response(null, { status, headers: { location } })),
    )
    request.on('response', (incoming) => {
      const { statusCode: status } = incoming
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        [value].flat().join(', '),
      ])
      const body = Readable.toWeb(incoming as unknown as Readable) as unknown as ReadableStream<Uint8Array>
      resolve(new Response(WITHOUT_BODY.includes(status) ? null : body, { status, headers }))
    })
    request.on('error', reject)
    request.end()
  })
}
