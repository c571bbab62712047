// Everything the window is not allowed to do: permissions, navigation, new windows, requests to the outside.
// Denied by default; nothing here opens anything.
import { app, type App, type Session } from 'electron'
import { isAllowedRequest } from './content-security'

// Chromium keeps no connections of its own: no component updates, no metrics, no names
// looked up ahead of time.
const QUIET_SWITCHES: [string, string?][] = [
  ['disable-background-networking'],
  ['disable-component-update'],
  ['disable-domain-reliability'],
  ['disable-sync'],
  ['no-pings'],
  // The window's session reaches nothing at all; without this a page could still have names looked up.
  ['dns-prefetch-disable'],
  ['host-resolver-rules', 'MAP *.gvt1.com ~NOTFOUND'],
  ['force-webrtc-ip-handling-policy', 'disable_non_proxied_udp'],
]

/** Must run before Electron is ready. */
export function quietChromium(commandLine: Electron.CommandLine = app.commandLine): void {
  for (const [name, value] of QUIET_SWITCHES) commandLine.appendSwitch(name, value)
}

/** Keeps every page of the application where it is, and every session from fetching dictionaries by itself. */
export function confineContents(target: App): void {
  target.on('session-created', (session) => {
    session.setSpellCheckerLanguages([])
    session.setSpellCheckerEnabled(false)
  })
  target.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-frame-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  })
}

/** Denies permissions and devices, and cancels every request that leaves the application. `log` takes one line. */
export function guardSession(session: Session, log: (line: string) => void): void {
  session.setPermissionRequestHandler((_contents, _permission, respond) => respond(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.webRequest.onBeforeRequest((details, respond) => {
    const { url, method, frame } = details
    const isAllowed = isAllowedRequest({ url, method, origin: frame?.origin })
    if (!isAllowed) log(`refused a request of the window to ${originOf(details.url)}`)
    respond({ cancel: !isAllowed })
  })
}

function originOf(url: string): string {
  if (!URL.canParse(url)) return 'an unreadable address'
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
