import { describe, expect, it } from 'vitest'
import { backoffMs, parseRetryAfter } from '../../../src-main/features/generation/retry'
import { pauseBefore, REMOTE_SCHEDULE } from '../../../src-main/features/generation/poll-schedule'
import { toLineReason } from '../../../src-main/features/generation/line-fault'
import { assertMediaAddress, toEndpoint } from '../../../src-main/features/generation/endpoint'

const NOW = Date.parse('2026-11-24T12:00:00Z')

describe('Retry-After', () => {
  it.each([
    ['7', 7_000],
    ['0', 0],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s is %s ms', (header, ms) => {
    expect(parseRetryAfter(header, NOW)).toBe(ms)
  })
})

describe('pauses', () => {
  it('double up to half a minute, and stay between half and the whole of it', () => {
    expect([0, 1, 2, 9].map((index) => backoffMs(index, 1))).toEqual([1_000, 2_000, 4_000, 30_000])
    expect(backoffMs(2, 0)).toBe(2_000)
  })

  it('between polls are spread by a fifth either way', () => {
    const at = (random: number) => pauseBefore({ ...REMOTE_SCHEDULE, random: () => random }, 0)
    expect([at(0), at(0.5), at(1)].map(Math.round)).toEqual([8_000, 10_000, 12_000])
  })
})

describe('a line that fails is named alike by Node and by Chromium', () => {
  it.each([
    ['CERT_HAS_EXPIRED', 'net::ERR_CERT_DATE_INVALID', 'certificate-expired'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'net::ERR_CERT_AUTHORITY_INVALID', 'certificate-unknown'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'net::ERR_CERT_COMMON_NAME_INVALID', 'certificate-host'],
    ['ENOTFOUND', 'net::ERR_NAME_NOT_RESOLVED', 'name'],
    ['ECONNREFUSED', 'net::ERR_CONNECTION_REFUSED', 'refused'],
    ['ECONNRESET', 'net::ERR_CONNECTION_RESET', 'reset'],
    ['ENETUNREACH', 'net::ERR_INTERNET_DISCONNECTED', 'offline'],
    ['ETIMEDOUT', 'net::ERR_CONNECTION_TIMED_OUT', 'time-out'],
  ])('%s and %s', (code, chromium, reason) => {
    const node = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })
    expect(toLineReason(node)).toBe(reason)
    expect(toLineReason(new Error(chromium))).toBe(reason)
  })

  it('also a proxy that refuses', () => {
    expect(toLineReason(new Error('net::ERR_TUNNEL_CONNECTION_FAILED'))).toBe('proxy')
    expect(toLineReason(new Error('Proxy response (403) !== 200 when HTTP Tunneling'))).toBe('proxy')
  })

  it('and one that wants a name and a password', () => {
    const node = new Error('Proxy response (407) !== 200 when HTTP Tunneling')
    for (const error of [node, new Error('net::ERR_PROXY_AUTH_REQUESTED')])
      expect(toLineReason(error)).toBe('proxy-sign-in')
  })
})

describe('addresses', () => {
  it.each([
    'https://api.example.com/v1',
    'http://127.0.0.1:4180/v1',
    'http://[::1]:1/v1',
    'http://localhost/v1',
  ])('tasks may go to %s', (address) => {
    expect(toEndpoint(address).url).toBe(address)
  })
  it.each([
    'http://api.example.com/v1',
    'ftp://x/v1',
    'nothing',
    'https://me:secret@x/v1',
    'https://:secret@x/v1',
    'http://127.0.0.1.evil.com/',
  ])('tasks may not go to %s, and the refusal does not repeat it', (address) => {
    expect(() => toEndpoint(address)).toThrow(expect.objectContaining({ code: 'service-address' }) as Error)
    expect(() => toEndpoint(address)).not.toThrow(/secret/)
  })
  it('without another address they go to the provider', () => {
    expect(toEndpoint(undefined)).toMatchObject({ host: 'api.runware.ai', isLoopback: false })
    expect(toEndpoint('')).toMatchObject({ host: 'api.runware.ai' })
  })
  it('results come from https, and from this machine only where tasks go there', () => {
    const refused = expect.objectContaining({ code: 'service-address' }) as Error
    expect(() => assertMediaAddress('https://vm.runware.ai/a.mp4', false)).not.toThrow()
    expect(() => assertMediaAddress('http://vm.runware.ai/a.mp4', true)).toThrow(refused)
    expect(() => assertMediaAddress('http://127.0.0.1:1/a.mp4', true)).not.toThrow()
    expect(() => assertMediaAddress('http://127.0.0.1:1/a.mp4', false)).toThrow(refused)
    expect(() => assertMediaAddress('https://localhost/a.mp4', false)).toThrow(refused)
    expect(() => assertMediaAddress('file:///etc/passwd', true)).toThrow(refused)
  })
})
