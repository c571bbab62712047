import { describe, expect, it } from 'vitest'
import {
  CONTENT_SECURITY_POLICY,
  isAllowedRequest,
  isInsideRequest,
} from '../../../src-main/electron/content-security'

describe('requests of the window', () => {
  it.each([
    'app://latitude/index.html',
    'media://file/ab',
    'data:,x',
    'blob:app://latitude/1',
    'devtools://x/',
  ])('%s stays inside', (url) => expect(isInsideRequest(url)).toBe(true))

  it.each([
    'https://example.com/',
    'http://127.0.0.1:8080/',
    'ws://127.0.0.1/',
    'wss://example.com',
    'file:///etc/passwd',
    'ftp://x',
    'chrome://gpu',
    'application:x',
    ':app:',
    '',
  ])('%s leaves it', (url) => expect(isInsideRequest(url)).toBe(false))
})

describe('what sends something', () => {
  const post = (origin: string | undefined, url = 'media://upload/?name=a') =>
    isAllowedRequest({ url, method: 'POST', origin })

  it("comes from the application's own page", () => expect(post('app://latitude')).toBe(true))

  it.each(['null', 'app://other', 'media://file', 'https://example.com', undefined])(
    'is refused from %s',
    (origin) => expect(post(origin)).toBe(false),
  )

  it('stays inside as well, and reading needs no origin', () => {
    expect(post('app://latitude', 'https://example.com/')).toBe(false)
    expect(isAllowedRequest({ url: 'media://file/ab', method: 'GET', origin: undefined })).toBe(true)
  })
})

it('the policy allows no inline code and no host', () => {
  expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/)
})
