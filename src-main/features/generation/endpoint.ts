// Where tasks are posted, and which addresses a result may be fetched from. Pure; knows no network.
import { Failure } from '#shared/domain/failure'

export interface Endpoint {
  /** The whole address tasks are posted to. */
  url: string
  host: string
  /** On this machine: a stand-in or a test's own server. */
  isLoopback: boolean
}

export const RUNWARE_API_URL = 'https://api.runware.ai/v1'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i

/** `text` is an address that replaces the provider's own: https, or http on loopback. Throws `service-address`. */
export function toEndpoint(text: string | undefined): Endpoint {
  const wanted = text?.trim() || RUNWARE_API_URL
  const url = URL.canParse(wanted) ? new URL(wanted) : undefined
  const isLoopback = url !== undefined && LOOPBACK.test(url.hostname)
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  // A name or a password in the address would be written wherever the address is.
  if (!url || !isSafe || url.username !== '' || url.password !== '') {
    throw new Failure(
      'service-address',
      'The address of the service must be https, or http on this machine, without a name and password in it.',
    )
  }
  return { url: url.href, host: url.host, isLoopback }
}

/** Throws `service-address` unless a result may be fetched from `address`: https, or loopback where tasks go there too. */
export function assertMediaAddress(address: string, allowsLoopback: boolean): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLoopback = url !== undefined && LOOPBACK.test(url.hostname)
  const isAllowed = isLoopback
    ? allowsLoopback && ['http:', 'https:'].includes(url.protocol)
    : url?.protocol === 'https:'
  if (isAllowed) return
  throw new Failure(
    'service-address',
    'The service named an address for the result that is not fetched from.',
    {
      origin: url ? `${url.protocol}//${url.host}` : 'unreadable',
    },
  )
}
