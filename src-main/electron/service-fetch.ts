// fetch through Chromium's network stack, in a session of its own: it knows the proxy and the certificates this
// computer trusts, keeps no cookies and no cache, and shares nothing with the window's session.
import { Readable } from 'node:stream'
import type { net, Session, session as ElectronSession } from 'electron'
import type { Host } from '../app/host'
import type { SessionProxy } from './session-proxy'

/**
 * The session is made at the first request: before Electron is ready there is none. `proxy` is laid over the system's.
 * One hop a request: a redirection comes back as it is, or, where the caller wants it so, as an error.
 */
export function createServiceFetch(
  openSession: () => Session,
  { request }: Pick<typeof net, 'request'>,
  proxy: SessionProxy | null,
): Host['fetch'] {
  let ready: Promise<Session> | undefined
  const open = async (): Promise<Session> => {
    const session = openSession()
    if (proxy) await session.setProxy(proxy.config)
    return session
  }
  return async (input, init = {}) =>
    fetchOneHop(request, await (ready ??= open()), String(input), init, proxy)
}

/** In memory only. Whatever asks for a permission or a password there is refused. */
export function openServiceSession(electronSession: Pick<typeof ElectronSession, 'fromPartition'>): Session {
  const session = electronSession.fromPartition('service', { cache: false })
  session.setPermissionRequestHandler((_contents, _permission, respond) => respond(false))
  session.setPermissionCheckHandler(() => false)
  return session
}

const WITHOUT_BODY = [204, 205, 304]

/** Electron's own fetch has no answer for a proxy that asks for a name, and ends where a redirection is not followed. */
function fetchOneHop(
  makeRequest: typeof net.request,
  session: Session,
  url: string,
  init: NonNullable<Parameters<Host['fetch']>[1]>,
  proxy: SessionProxy | null,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { signal, method = 'GET', body } = init
    signal?.throwIfAborted()
    const request = makeRequest({ url, method, session, redirect: 'manual', credentials: 'omit' })
    new Headers(init.headers).forEach((value, name) => request.setHeader(name, value))
    const stop = (): void => {
      reject(signal?.reason)
      request.abort()
    }
    signal?.addEventListener('abort', stop, { once: true })
    request.on('close', () => signal?.removeEventListener('abort', stop))
    let isSignedIn = false
    request.on('login', (asking, answer) => {
      const entry = asking.isProxy && !isSignedIn ? proxy?.signInTo(asking) : undefined
      isSignedIn = true
      if (entry) return answer(entry.name, entry.password)
      // Where nobody signs in, Electron would end with an error that does not say why.
      if (asking.isProxy) reject(new Error('PROXY_AUTH'))
      answer()
    })
    // Whoever does not follow here has Electron end the request; the error it then names comes too late to matter.
    request.on('redirect', (status, _method, location) => {
      if (init.redirect === 'error') reject(new Error('redirect'))
      else resolve(new Response(null, { status, headers: { location } }))
    })
    request.on('response', (incoming) => {
      const { statusCode: status } = incoming
      const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        [value].flat().join(', '),
      ])
      const content = Readable.toWeb(incoming as unknown as Readable) as unknown as ReadableStream<Uint8Array>
      resolve(new Response(WITHOUT_BODY.includes(status) ? null : content, { status, headers }))
    })
    request.on('error', reject)
    if (typeof body === 'string') request.write(body)
    request.end()
  })
}
