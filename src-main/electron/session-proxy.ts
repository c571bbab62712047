// The environment's proxy in Chromium's words: rules for a session, and who signs in where a proxy asks. Pure.
import type { ProxyConfig } from 'electron'
import type { ProxyEnvironment } from '../app/proxy-environment'

export interface SessionProxy {
  config: ProxyConfig
  /** The name and password for a proxy that asks; undefined when the environment has none for it. */
  signInTo(proxy: { host: string; port: number }): { name: string; password: string } | undefined
}

export function toSessionProxy({ https, http, except }: ProxyEnvironment): SessionProxy {
  const named = Object.entries({ https, http }).flatMap(([scheme, address]) => {
    const url = address === null ? null : parseProxy(address)
    return url ? [{ scheme, url }] : []
  })
  const config: ProxyConfig = except.includes('*')
    ? { mode: 'direct' }
    : {
        mode: 'fixed_servers',
        proxyRules: named.map(({ scheme, url }) => `${scheme}=${url.protocol}//${url.host}`).join(';'),
        proxyBypassRules: ['<local>', ...except.map(toBypassRule)].join(';'),
      }
  return {
    config,
    signInTo({ host, port }) {
      const asked = named.find(({ url }) => bare(url.hostname) === bare(host) && portOf(url) === port)
      if (!asked || asked.url.username === '') return undefined
      const { username, password } = asked.url
      return { name: decodeURIComponent(username), password: decodeURIComponent(password) }
    },
  }
}

/** Without a scheme it is http, as everywhere else. */
function parseProxy(address: string): URL | null {
  const whole = address.includes('://') ? address : `http://${address}`
  return URL.canParse(whole) ? new URL(whole) : null
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')
const portOf = ({ port, protocol }: URL): number =>
  port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)

/** `.example.com` and `example.com` stand for every host below, for Chromium only with a star. */
function toBypassRule(host: string): string {
  if (/^\.?[a-z][\w-]*(\.[\w-]+)+(:\d+)?$/i.test(host))
    return `*${host.startsWith('.') ? '' : '.'}${host};${host.replace(/^\./, '')}`
  return host
}
