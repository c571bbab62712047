// fetch through Chromium's network stack, in a session of its own: it knows the proxy and the certificates this
// computer trusts, keeps no cookies and no cache, and shares nothing with the window's session.
import type { Session, session as ElectronSession } from 'electron'
import type { Host } from '../app/host'

/** The session is made at the first request: before Electron is ready there is none. */
export function createServiceFetch(openSession: () => Session): Host['fetch'] {
  let session: Session | undefined
  return async (input, init) => {
    session ??= openSession()
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
