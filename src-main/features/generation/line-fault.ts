// Why the service was not reached, in a sentence: the same faults have one name in Node and another in Chromium.
import { Failure } from '#shared/domain/failure'

export type LineReason =
  | 'offline'
  | 'name'
  | 'refused'
  | 'reset'
  | 'time-out'
  | 'proxy'
  | 'proxy-sign-in'
  | 'redirect'
  | 'certificate-expired'
  | 'certificate-unknown'
  | 'certificate-self-signed'
  | 'certificate-host'
  | 'tls'
  | 'unknown'

const SENTENCES: Record<LineReason, string> = {
  offline: 'This computer is not connected to a network.',
  name: 'The name of the service could not be looked up; the connection or its name server is down.',
  refused: 'The service’s address does not accept connections.',
  reset: 'The connection to the service broke off.',
  'time-out': 'The service did not answer in time.',
  proxy: 'The proxy of this network did not let the connection through.',
  'proxy-sign-in':
    'The proxy of this network wants a name and a password, or others than it was given. They stand in HTTPS_PROXY, as http://name:password@host:port.',
  redirect:
    'The service’s address answered with a redirection, which is not followed: the key goes nowhere else.',
  'certificate-expired':
    'The certificate of the service has run out, or the clock of this computer is wrong.',
  'certificate-unknown':
    'The certificate of the service was not issued by anyone this computer trusts. Where a company’s proxy reads along, its certificate has to be trusted first.',
  'certificate-self-signed':
    'The service showed a certificate it signed itself. Something between this computer and the service may read along; where that is your company’s proxy, its certificate has to be trusted first.',
  'certificate-host': 'The certificate shown belongs to another host than the service’s.',
  tls: 'No secure connection to the service came about.',
  unknown: 'The service could not be reached.',
}

// In this order: what is said first is the nearest cause. Node's codes, then Chromium's.
const SIGNS: readonly (readonly [RegExp, LineReason])[] = [
  [/CERT_HAS_EXPIRED|CERT_NOT_YET_VALID|ERR_CERT_DATE_INVALID/, 'certificate-expired'],
  [/SELF_SIGNED_CERT/, 'certificate-self-signed'],
  [/UNABLE_TO_(GET_ISSUER|VERIFY)|CERT_UNTRUSTED|ERR_CERT_AUTHORITY_INVALID/, 'certificate-unknown'],
  [/ERR_TLS_CERT_ALTNAME_INVALID|ERR_CERT_COMMON_NAME_INVALID/, 'certificate-host'],
  [/ERR_CERT_/, 'certificate-unknown'],
  [/Proxy response \(407\)|PROXY_AUTH/i, 'proxy-sign-in'],
  [/PROXY|TUNNEL|Proxy response/i, 'proxy'],
  [/redirect/i, 'redirect'],
  [/ERR_INTERNET_DISCONNECTED|ENETUNREACH|ENETDOWN|ERR_NETWORK_CHANGED/, 'offline'],
  [/ENOTFOUND|EAI_AGAIN|ERR_NAME_NOT_RESOLVED/, 'name'],
  [/ECONNREFUSED|ERR_CONNECTION_REFUSED/, 'refused'],
  [/ETIMEDOUT|TIMEOUT|TIMED_OUT/, 'time-out'],
  [/ERR_SSL|ERR_TLS|EPROTO|\bSSL\b/, 'tls'],
  [/ECONNRESET|EPIPE|UND_ERR_SOCKET|ERR_(CONNECTION|EMPTY|CONTENT|HTTP2|QUIC)|terminated|aborted/i, 'reset'],
]

/** The fault behind a rejected fetch; fetch itself says "fetch failed" and keeps the reason in its causes. */
export function toLineReason(error: unknown): LineReason {
  const signs = signsOf(error)
  return SIGNS.find(([pattern]) => signs.some((sign) => pattern.test(sign)))?.[1] ?? 'unknown'
}

/** `service-unreachable`, with what happened as its sentence (details: reason). Holds nothing of what was sent. */
export function toUnreachable(reason: LineReason): Failure {
  return new Failure('service-unreachable', SENTENCES[reason], { reason })
}

function signsOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return []
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  const inner = error instanceof AggregateError ? error.errors.flatMap((one) => signsOf(one, depth + 1)) : []
  return [...code, error.message, ...inner, ...signsOf(error.cause, depth + 1)]
}
