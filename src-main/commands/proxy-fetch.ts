// fetch for the command line: through the proxy that HTTPS_PROXY and HTTP_PROXY name, but for what NO_PROXY lists and
// this machine itself.
import { EnvHttpProxyAgent, fetch as fetchThrough } from 'undici'
import type { Host } from '../app/host'

const THIS_MACHINE = ['localhost', '127.0.0.1', '[::1]', '::1']

export function createProxyFetch(env: Readonly<Record<string, string | undefined>>): Host['fetch'] {
  const httpsProxy = env['https_proxy'] || env['HTTPS_PROXY']
  const httpProxy = env['http_proxy'] || env['HTTP_PROXY']
  if (!httpsProxy && !httpProxy) return (input, init) => fetch(input, init)
  const listed = env['no_proxy'] || env['NO_PROXY'] || ''
  const dispatcher = new EnvHttpProxyAgent({
    // An empty text keeps the agent from reading the environment of the process by itself.
    httpProxy: httpProxy ?? '',
    httpsProxy: httpsProxy ?? '',
    noProxy: listed.trim() === '*' ? '*' : [listed, ...THIS_MACHINE].filter(Boolean).join(','),
  })
  // The package's fetch and Node's are the same thing in two versions; their types do not know each other.
  return ((input: string, init: object) =>
    fetchThrough(input, { ...init, dispatcher })) as unknown as Host['fetch']
}
