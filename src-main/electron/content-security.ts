// What the window may load and whom it may reach: one policy, sent with every answer of the app: protocol.

export const APP_SCHEME = 'app'
export const MEDIA_SCHEME = 'media'
export const APP_ORIGIN = `${APP_SCHEME}://latitude`
export const START_PAGE = `${APP_ORIGIN}/index.html`

export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' media: data: blob:",
  'media-src media: blob:',
  "connect-src 'self' media:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** COOP and COEP make the page cross-origin isolated: SharedArrayBuffer and exact timers for the viewer. */
export const APP_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const INSIDE = new Set([`${APP_SCHEME}:`, `${MEDIA_SCHEME}:`, 'data:', 'blob:', 'devtools:'])

/** Whether a request may be made: inside the application, and what sends something only from its own page. */
export function isAllowedRequest(request: {
  url: string
  method: string
  origin: string | undefined
}): boolean {
  const isReading = request.method === 'GET' || request.method === 'HEAD'
  return isInsideRequest(request.url) && (isReading || request.origin === APP_ORIGIN)
}

/** Whether a request of the window stays inside the application. */
export function isInsideRequest(url: string): boolean {
  const end = url.indexOf(':')
  return end > 0 && INSIDE.has(url.slice(0, end + 1).toLowerCase())
}
