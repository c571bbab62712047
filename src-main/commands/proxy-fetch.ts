// fetch for the command line: through the proxy that the environment names, where it names one.
import { EnvHttpProxyAgent, fetch as fetchThrough } from 'undici'
import type { Host } from '../app/host'
import { readProxyEnvironment } from '../app/proxy-environment'

export function createProxyFetch(env: Readonly<Record<string, string | undefined>>): Host['fetch'] {
  const proxy = readProxyEnvironment(env)
  if (!proxy) return (input, init) => fetch(input, init)
  const dispatcher = new EnvHttpProxyAgent({
    // An empty text keeps the agent from reading the environment of the process by itself.
    httpProxy: proxy.http ?? '',
    httpsProxy: proxy.https ?? '',
    noProxy: proxy.except.join(','),
  })
  // The package's fetch and Node's are the same thing in two versions; their types do not know each other.
  return ((input: string, init: object) =>
    fetchThrough(input, { ...init, dispatcher })) as unknown as Host['fetch']
}
