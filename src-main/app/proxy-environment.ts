// The proxy that the environment names: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, in small letters too. Pure.

export interface ProxyEnvironment {
  /** Addresses, with a name and a password where the environment has them; null where none is named. */
  https: string | null
  http: string | null
  /** Hosts that are reached without it; this machine always is. `*` is every host. */
  except: readonly string[]
}

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]', '::1']

/** Null where the environment names none, and the system's own way holds. */
export function readProxyEnvironment(
  env: Readonly<Record<string, string | undefined>>,
): ProxyEnvironment | null {
  const https = env['https_proxy'] || env['HTTPS_PROXY'] || null
  const http = env['http_proxy'] || env['HTTP_PROXY'] || null
  if (https === null && http === null) return null
  const listed = (env['no_proxy'] || env['NO_PROXY'] || '').split(/[\s,]+/).filter(Boolean)
  return { https, http, except: listed.includes('*') ? ['*'] : [...listed, ...THIS_MACHINE] }
}
