import { describe, expect, it } from 'vitest'
import { readProxyEnvironment } from '../../../src-main/app/proxy-environment'
import { toSessionProxy } from '../../../src-main/electron/session-proxy'

const proxyOf = (env: Record<string, string>) => {
  const proxy = readProxyEnvironment(env)
  return proxy && toSessionProxy(proxy)
}

describe('the proxy of the environment in the window', () => {
  it('is none where none is named: the system’s own holds', () => {
    expect(proxyOf({})).toBeNull()
    expect(proxyOf({ NO_PROXY: 'a.example' })).toBeNull()
  })

  it('is laid over the system’s, by scheme, never with its password', () => {
    const proxy = proxyOf({
      HTTPS_PROXY: 'http://ada:s%40id@proxy.example:3128',
      http_proxy: 'plain.example:8080',
    })
    expect(proxy?.config.proxyRules).toBe('https=http://proxy.example:3128;http=http://plain.example:8080')
    expect(JSON.stringify(proxy?.config)).not.toContain('s%40id')
  })

  it('signs in to the very proxy it was named for, and to no other', () => {
    const proxy = proxyOf({ HTTPS_PROXY: 'http://ada:s%40id@proxy.example:3128' })
    expect(proxy?.signInTo({ host: 'proxy.example', port: 3128 })).toEqual({ name: 'ada', password: 's@id' })
    expect(proxy?.signInTo({ host: 'proxy.example', port: 3129 })).toBeUndefined()
    expect(proxy?.signInTo({ host: 'other.example', port: 3128 })).toBeUndefined()
    expect(
      proxyOf({ HTTPS_PROXY: 'http://proxy.example:3128' })?.signInTo({ host: 'proxy.example', port: 3128 }),
    ).toBeUndefined()
  })

  it.each([
    ['studio.example', '*.studio.example;studio.example'],
    ['.studio.example', '*.studio.example;studio.example'],
    ['10.0.0.7', '10.0.0.7'],
  ])('leaves out %s and this machine', (listed, rule) => {
    const proxy = proxyOf({ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: listed })
    expect(proxy?.config.proxyBypassRules).toBe(`<local>;${rule};localhost;127.0.0.1;[::1];::1`)
  })

  it('is not used at all where every host is left out', () => {
    expect(proxyOf({ HTTPS_PROXY: 'http://proxy.example', NO_PROXY: 'a, *' })?.config).toEqual({
      mode: 'direct',
    })
  })
})
