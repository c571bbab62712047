import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchPicture, type FetchPictureOptions } from '../../../src-main/features/stills/fetch-picture'
import { catchFailure } from '../../support/catch-failure'
import { serveLocally, type LocalServer } from '../../support/http-server'

const BYTES = Buffer.from('not looked at here')
let folder: string
let server: LocalServer
let answer: (response: ServerResponse, path: string) => void

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude drops ü '))
  answer = (response) => response.end(BYTES)
  server = await serveLocally((request, response) => answer(response, request.url ?? ''))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const fetchIt = (address: string, more: Partial<FetchPictureOptions> = {}) =>
  fetchPicture(address, { folder, signal: new AbortController().signal, isLoopbackAllowed: true, ...more })
const at = (path: string) => `${server.url}${path}`
const moved = (location: string) => (response: ServerResponse) => response.writeHead(302, { location }).end()

describe('a picture by its address', () => {
  it('is written under its own name, byte for byte', async () => {
    const path = await fetchIt(at('/a/plate%20one.png?w=9'))
    expect(basename(path)).toBe('plate one.png')
    expect(await readFile(path)).toEqual(BYTES)
  })

  it('is asked for without cookie, referrer or the credentials of its address', async () => {
    await fetchIt(at('/a.png').replace('//', '//artist:secret@'))
    const headers = server.asked[0]?.headers
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      ...['accept', 'accept-encoding', 'connection', 'host', 'user-agent'],
    ])
  })

  it('is found behind redirects, relative ones too', async () => {
    answer = (response, path) =>
      path === '/a'
        ? moved('/b')(response)
        : path === '/b'
          ? moved(at('/c.png'))(response)
          : response.end(BYTES)
    expect(basename(await fetchIt(at('/a')))).toBe('c.png')
  })
})

describe('a picture out of a data address', () => {
  it.each([
    ['data:image/png;base64,aGVsbG8=', 'hello', 'from browser.png'],
    ['data:image/png;base64,aGVsbG8%3D', 'hello', 'from browser.png'],
    ['DATA:image/svg+xml;charset=utf-8,%3Csvg%20ü%2F%3E', '<svg ü/>', 'from browser.svg'],
    ['data:,a', 'a', 'from browser'],
  ])('%s', async (address, text, name) => {
    const path = await fetchIt(address)
    expect(basename(path)).toBe(name)
    expect(await readFile(path, 'utf8')).toBe(text)
    expect(server.asked).toEqual([])
  })

  it.each([
    ['one without a comma', 'data:image/png;base64', 'malformed'],
    ['one that is too large', `data:,${'x'.repeat(50)}`, 'too large'],
  ])('%s is refused', async (_what, address, why) => {
    expect(await catchFailure(() => fetchIt(address, { bytesMax: 20 }))).toMatchObject({
      code: 'drop-unreadable',
      message: expect.stringContaining(why) as string,
    })
  })
})

describe('what is refused, by name and with the reason', () => {
  it.each<[string, string, (response: ServerResponse) => void]>([
    ['nothing there', 'status 404', (response) => response.writeHead(404).end('gone')],
    ['a part of it', 'status 206', (response) => response.writeHead(206).end(BYTES)],
    ['a redirect to nowhere', 'status 302', (response) => response.writeHead(302).end()],
    ['a redirect to a file', 'only http', moved('file:///etc/hosts')],
    ['a redirect to data', 'only http', moved('data:,x')],
    ['a redirect to a neighbor', 'not on the open internet', moved('http://192.168.0.1/a.png')],
    ['redirects without end', 'without end', moved('/a.png')],
    [
      'a line that breaks',
      'broke off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('x', () => response.destroy())
      },
    ],
  ])('%s', async (_what, why, reply) => {
    answer = reply
    const failure = await catchFailure(() => fetchIt(at('/a.png')))
    expect(failure).toMatchObject({
      code: 'drop-unreadable',
      details: { why: expect.stringContaining(why) as string },
    })
  })

  it('a body without end is given up at the largest size', async () => {
    let isGivenUp = false
    answer = (response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(1 << 16)));
        if (!response.destroyed) response.once('drain', pour)
      }
      response.on('close', () => (isGivenUp = true))
      pour()
    }
    const failure = await catchFailure(() => fetchIt(at('/a.png'), { bytesMax: 3 * 2 ** 20 }))
    expect(failure).toMatchObject({ details: { name: 'a.png', why: 'it is larger than 3 MB' } })
    while (!isGivenUp) await new Promise((resolve) => setImmediate(resolve))
  })

  it.each([
    ['that never answers', () => undefined],
    ['that stops midway', (response: ServerResponse) => void response.write('x')],
  ])('a server %s is given up', async (_what, reply) => {
    answer = reply
    const failure = await catchFailure(() => fetchIt(at('/a.png'), { timeoutMs: 80 }))
    expect(failure.message).toBe('a.png could not be fetched: it took longer than 0.08 s.')
  })

  it.each([
    'http://127.0.0.1',
    'http://[::1]',
    'http://localhost',
    'http://0x7f.1',
    'http://[::ffff:127.0.0.1]',
  ])('%s, and nobody is asked', async (host) => {
    const { port } = new URL(server.url)
    const failure = await catchFailure(() => fetchIt(`${host}:${port}/a.png`, { isLoopbackAllowed: false }))
    expect(failure).toMatchObject({ code: 'drop-unreadable' })
    expect(failure.message).toContain('not on the open internet')
    expect(server.asked).toEqual([])
  })

  it.each([
    'blob:https://x.test/1',
    'file:///etc/hosts',
    'ftp://x.test/a',
    'javascript:1',
    'media://file/x',
    '/a.png',
  ])('%s', async (address) => {
    const failure = await catchFailure(() => fetchIt(address))
    expect(failure.message).toContain('only http, https and data addresses')
    expect(await readdir(folder)).toEqual([])
  })

  it('a closing application ends it with its own reason', async () => {
    const closing = new AbortController()
    answer = () => closing.abort(new DOMException('closing', 'AbortError'))
    await expect(fetchIt(at('/a.png'), { signal: closing.signal })).rejects.toThrow('closing')
  })
})
