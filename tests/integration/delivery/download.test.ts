import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { download } from '../../../src-main/features/delivery/download'
import { catchFailure } from '../../support/catch-failure'
import { createHandClock, type HandClock } from '../../support/hand-clock'

const body = Buffer.alloc(300_000, 'latitude')
type Answer = (request: IncomingMessage, response: ServerResponse) => void
let answer: Answer
let requests: IncomingMessage[]
let folder: string
let clock: HandClock
const server = createServer((request, response) => {
  requests.push(request)
  answer(request, response)
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latitude Straße 🎞 '))
  requests = []
  clock = createHandClock()
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/take.zip`
const target = () => join(folder, 'received', 'take.zip')
const fetchIt = (more: Partial<Parameters<typeof download>[1]> = {}) =>
  download({ fetch, clock }, { url: url(), target: target(), ...more })

/** Neither the file nor any part of it. */
function expectNothingLeft(): void {
  expect(existsSync(target())).toBe(false)
  expect(existsSync(`${target()}.part`)).toBe(false)
}

describe('a download', () => {
  it('lies whole under its name, with its size and hash', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-length': body.length }).end(body)
    const seen: number[] = []
    const done = await fetchIt({ onProgress: (progress) => seen.push(progress.done) })
    expect(done).toEqual({ bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') })
    expect(readFileSync(target()).equals(body)).toBe(true)
    expect(readdirSync(join(folder, 'received'))).toEqual(['take.zip'])
    expect(seen.at(-1)).toBe(body.length)
  })

  it('is led on from address to address, each of which is asked for first', async () => {
    answer = (request, response) => {
      if (request.url === '/final') return void response.end(body)
      response.writeHead(302, { location: request.url === '/take.zip' ? '/next' : '/final' }).end()
    }
    const asked: string[] = []
    await fetchIt({ assertAddress: (address) => asked.push(new URL(address).pathname) })
    expect(asked).toEqual(['/take.zip', '/next', '/final'])
    expect(requests.map((request) => request.headers.authorization)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(readFileSync(target()).equals(body)).toBe(true)
  })

  it('is not led on to an address that nothing is fetched from', async () => {
    answer = (request, response) =>
      request.url === '/take.zip'
        ? response.writeHead(307, { location: `${url()}/elsewhere` }).end()
        : response.end(body)
    const assertAddress = (address: string): void => {
      if (address.endsWith('elsewhere')) throw new Failure('service-address', 'Not from there.')
    }
    expect((await catchFailure(() => fetchIt({ assertAddress }))).code).toBe('service-address')
    expect(requests).toHaveLength(1)
    expectNothingLeft()
  })

  it('that is led on in a circle ends', async () => {
    answer = (_, response) => response.writeHead(302, { location: '/take.zip' }).end()
    expect((await catchFailure(() => fetchIt())).details).toEqual({ redirects: 5 })
    expect(requests).toHaveLength(6)
  })

  it('needs no content length', async () => {
    answer = (_, response) => {
      response.write(body.subarray(0, 1000))
      response.end(body.subarray(1000))
    }
    expect((await fetchIt()).bytes).toBe(body.length)
  })

  it('replaces what was there, a part of an earlier try too', async () => {
    mkdirSync(join(folder, 'received'))
    writeFileSync(target(), 'old')
    writeFileSync(`${target()}.part`, 'half of something longer than nothing')
    answer = (_, response) => response.end(body)
    await fetchIt()
    expect(readFileSync(target()).equals(body)).toBe(true)
    expect(readdirSync(join(folder, 'received'))).toEqual(['take.zip'])
  })

  it('carries no credentials, not even after a redirect', async () => {
    answer = (request, response) => {
      if (request.url === '/take.zip') response.writeHead(302, { location: '/elsewhere' }).end()
      else response.end(body)
    }
    await fetchIt()
    expect(requests).toHaveLength(2)
    for (const { headers } of requests) {
      expect(headers).not.toHaveProperty('authorization')
      expect(headers).not.toHaveProperty('cookie')
    }
  })

  it('of nothing is an empty file', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-length': 0 }).end()
    expect((await fetchIt()).bytes).toBe(0)
  })
})

describe('a download that fails leaves nothing', () => {
  it.each([403, 404, 410, 500, 206])('status %i is said', async (status) => {
    answer = (_, response) => response.writeHead(status).end('sorry')
    expect(await catchFailure(fetchIt)).toMatchObject({ code: 'download-failed', details: { status } })
    expectNothingLeft()
  })

  it.each([0, 1, 65_536, body.length - 1])('cut after %i bytes', async (bytes) => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, bytes), () => setImmediate(() => response.destroy()))
    }
    const failure = await catchFailure(fetchIt)
    expect(failure.code).toBe('download-failed')
    expect(failure.details).not.toHaveProperty('status')
    expectNothingLeft()
  })

  it('shorter than promised, from a fetch that does not mind', async () => {
    const short = (() =>
      Promise.resolve(new Response('short', { headers: { 'content-length': '10' } }))) as typeof fetch
    const failure = await catchFailure(() =>
      download({ fetch: short, clock }, { url: url(), target: target() }),
    )
    expect(failure).toMatchObject({ code: 'download-failed', details: { promised: 10, received: 5 } })
    expectNothingLeft()
  })

  it('nobody answers', async () => {
    const failure = await catchFailure(() => fetchIt({ url: 'http://127.0.0.1:9/take.zip' }))
    expect(failure.code).toBe('download-failed')
    expectNothingLeft()
  })

  it('the server falls silent', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, 100))
    }
    let failing: Promise<Failure> | undefined
    await new Promise<void>((resolve) => {
      failing = catchFailure(() => fetchIt({ onProgress: () => resolve() }))
    })
    await clock.advance(60_000)
    await clock.advance(60_000)
    expect((await failing)?.details['reason']).toBe('nothing came for 60 seconds')
    expectNothingLeft()
  })

  it('more is promised than the disk has', async () => {
    answer = (_, response) => response.writeHead(200, { 'content-length': 2 ** 52 }).write('x')
    expect((await catchFailure(fetchIt)).code).toBe('disk-full')
    expectNothingLeft()
  })

  it('the folder cannot be written', async () => {
    answer = (_, response) => response.end(body)
    writeFileSync(join(folder, 'received'), 'a file where the folder should be')
    await expect(fetchIt()).rejects.toThrow(/EEXIST|ENOTDIR/)
  })

  it('the artist cancels: the very reason comes back', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': body.length })
      response.write(body.subarray(0, 100_000))
    }
    const downloading = fetchIt({ signal: controller.signal, onProgress: () => controller.abort(reason) })
    await expect(downloading).rejects.toBe(reason)
    expectNothingLeft()
  })

  it('cancelled before it began, nothing is asked for', async () => {
    const reason = new Error('enough')
    await expect(fetchIt({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    expect(requests).toHaveLength(0)
  })
})
