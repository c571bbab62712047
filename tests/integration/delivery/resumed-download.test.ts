// A download that broke off goes on where it stopped, or begins anew when the server's file is another one by now.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { download } from '../../../src-main/features/delivery/download'
import { notePath, partPath } from '../../../src-main/features/delivery/part-file'
import { parseRange } from '../../../src-main/features/practice/result-files'
import { catchFailure } from '../../support/catch-failure'
import type { Clock } from '../../../src-main/ports/clock'
import { serveLocally, type LocalServer } from '../../support/http-server'
import { seededRandom } from '../../support/seeded-random'

const random = seededRandom(7)
const bytesOf = (length: number): Buffer => Buffer.from(Array.from({ length }, () => random() * 256))
const BODY = bytesOf(300_000)
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let folder: string
let server: LocalServer
/** Pauses between tries pass at once; the patrol for silence waits until it is ended. */
const clock: Clock = {
  // So late each time that no progress is left out.
  now: () => (now += 1_000),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (ms < 60_000) pauses.push(ms)
      if (ms < 60_000) setImmediate(resolve)
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    }),
}
let now = 0
let pauses: number[]
/** How many bytes have surely been taken: the line breaks only behind them. */
let taken: number
/** The file as the server has it now. */
let file: { body: Buffer; headers: Record<string, string> }
/** After how many bytes of each answer the line breaks; undefined for never. */
let cuts: (number | undefined)[]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latitude resume ü '))
  pauses = []
  taken = 0
  cuts = []
  file = { body: BODY, headers: { etag: '"one"' } }
  server = await serveLocally((request, response) => {
    const validator = file.headers['etag'] ?? file.headers['last-modified']
    const isSame = request.headers['if-range'] === validator
    const range = isSame ? parseRange(request.headers.range, file.body.length) : 'whole'
    if (range === 'unsatisfiable') return void response.writeHead(416).end()
    const { first, last } = range === 'whole' ? { first: 0, last: file.body.length - 1 } : range
    const part = file.body.subarray(first, last + 1)
    response.writeHead(range === 'whole' ? 200 : 206, {
      ...file.headers,
      'content-length': part.length,
      ...(range === 'whole' ? {} : { 'content-range': `bytes ${first}-${last}/${file.body.length}` }),
    })
    const cut = cuts.shift()
    if (cut === undefined) response.end(part)
    else response.write(part.subarray(0, cut), () => breakBehind(first + cut, response))
  })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function breakBehind(bytes: number, response: ServerResponse): void {
  if (taken >= bytes || bytes === 0) response.destroy()
  else setImmediate(() => breakBehind(bytes, response))
}

const target = (): string => join(folder, 'received', 'take.zip')
const fetchIt = (more: Partial<Parameters<typeof download>[1]> = {}) =>
  download(
    { fetch, clock },
    { url: `${server.url}/take.zip?signed=secret`, target: target(), onProgress, ...more },
  )
const onProgress = ({ done }: { done: number }): void => {
  taken = done
}
const ranges = () => server.asked.map(({ headers }) => headers.range ?? null)
const isWhole = (): void => {
  expect(sha256(readFileSync(target()))).toBe(sha256(file.body))
  expect(readdirSync(join(folder, 'received'))).toEqual(['take.zip'])
}

/** A first try of which the line breaks until patience is over. */
async function breakOff(bytes: number): Promise<void> {
  // What came is put off to later tries by breaking each of them before anything comes.
  cuts = [bytes, 0, 0, 0]
  expect((await catchFailure(() => fetchIt())).code).toBe('download-failed')
  server.asked.length = 0
}

describe('a line that breaks', () => {
  it('is gone on with by itself, where it broke, and the hash is that of the whole', async () => {
    cuts = [100_000, 50_000]
    const done = await fetchIt()
    expect(done).toEqual({ bytes: BODY.length, sha256: sha256(BODY) })
    expect(ranges()).toEqual([null, 'bytes=100000-', 'bytes=150000-'])
    expect(server.asked[1]?.headers['if-range']).toBe('"one"')
    expect(pauses).toEqual([1_000, 1_000])
    isWhole()
  })

  it('again and again without a byte ends the try after three pauses and keeps what came', async () => {
    await breakOff(100_000)
    expect(pauses).toEqual([1_000, 4_000, 10_000])
    expect(readFileSync(partPath(target())).equals(BODY.subarray(0, 100_000))).toBe(true)
    expect(readFileSync(notePath(target()), 'utf8')).not.toContain('secret')
  })
})

describe('the next try', () => {
  it('asks for the rest alone, also under another address', async () => {
    await breakOff(123_456)
    const done = await fetchIt({ url: `${server.url}/other?signed=again` })
    expect(ranges()).toEqual(['bytes=123456-'])
    expect(done.sha256).toBe(sha256(BODY))
    isWhole()
  })

  it('begins anew when the server has another file by now', async () => {
    await breakOff(123_456)
    file = { body: bytesOf(200_000), headers: { etag: '"two"' } }
    expect(await fetchIt()).toEqual({ bytes: 200_000, sha256: sha256(file.body) })
    expect(ranges()).toEqual(['bytes=123456-'])
    isWhole()
  })

  it('begins anew when the rest is not the rest of this file', async () => {
    await breakOff(123_456)
    // The same name for another file: a server that does not keep its word.
    file = { body: bytesOf(200_000), headers: { etag: '"one"' } }
    expect((await fetchIt()).sha256).toBe(sha256(file.body))
    expect(ranges()).toEqual(['bytes=123456-', null])
    isWhole()
  })

  it('hashes what is on the disk, not what once was', async () => {
    await breakOff(100_000)
    writeFileSync(partPath(target()), Buffer.alloc(100_000, 1))
    const done = await fetchIt()
    expect(done.sha256).toBe(sha256(readFileSync(target())))
    expect(done.sha256).not.toBe(sha256(BODY))
  })

  it('trusts no more bytes than were surely on the disk', async () => {
    await breakOff(100_000)
    writeFileSync(
      partPath(target()),
      Buffer.concat([readFileSync(partPath(target())), Buffer.alloc(250_000)]),
    )
    await fetchIt()
    expect(ranges()).toEqual(['bytes=100000-'])
    isWhole()
  })

  it('only renames what was whole already', async () => {
    cuts = [BODY.length - 1, 0, 0, 0]
    await catchFailure(fetchIt)
    const note = JSON.parse(readFileSync(notePath(target()), 'utf8')) as object
    writeFileSync(partPath(target()), BODY)
    writeFileSync(notePath(target()), JSON.stringify({ ...note, keptBytes: BODY.length }))
    server.asked.length = 0
    expect((await fetchIt()).sha256).toBe(sha256(BODY))
    expect(ranges()).toEqual([])
    isWhole()
  })

  it('after the artist stopped the first goes on too', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    cuts = [200_000]
    const first = fetchIt({ signal: controller.signal, onProgress: () => controller.abort(reason) })
    await expect(first).rejects.toBe(reason)
    server.asked.length = 0
    expect((await fetchIt()).sha256).toBe(sha256(BODY))
    expect(ranges()[0]).toMatch(/^bytes=[1-9]\d*-$/)
  })
})

describe('a server that names its files by', () => {
  const HOUR_AGO = new Date(Date.now() - 3_600_000).toUTCString()

  it('the date of their change is gone on with', async () => {
    file.headers = { 'last-modified': HOUR_AGO }
    await breakOff(1_000)
    await fetchIt()
    expect(server.asked[0]?.headers).toMatchObject({ range: 'bytes=1000-', 'if-range': HOUR_AGO })
  })

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['a weak tag', { etag: 'W/"one"' }],
    ['a date of this very moment', { 'last-modified': new Date(Date.now() + 60_000).toUTCString() }],
  ])('%s is not: its part is removed', async (_, headers) => {
    file.headers = headers
    cuts = [100_000]
    expect((await catchFailure(fetchIt)).code).toBe('download-failed')
    expect(existsSync(partPath(target()))).toBe(false)
    expect(server.asked).toHaveLength(1)
  })
})

describe('while it comes', () => {
  it('the disk is looked at, and what came is kept when it is too full', async () => {
    file.body = Buffer.concat(Array.from({ length: 250 }, () => BODY))
    const wanted: number[] = []
    const requireSpace = async (_: string, bytes: number): Promise<void> => {
      wanted.push(bytes)
      if (wanted.length === 2) throw new Failure('disk-full', 'Full.')
    }
    const url = `${server.url}/take.zip`
    const failure = await catchFailure(() =>
      download({ fetch, clock, requireSpace }, { url, target: target() }),
    )
    expect(failure.code).toBe('disk-full')
    const spare = 64 * 1024 ** 2
    expect(wanted[0]).toBe(spare + file.body.length)
    expect(wanted[1]).toBeLessThanOrEqual(spare + file.body.length - 32 * 1024 ** 2)
    server.asked.length = 0
    expect((await download({ fetch, clock }, { url, target: target() })).sha256).toBe(sha256(file.body))
    expect(ranges()[0]).toMatch(/^bytes=3\d{7}-$/)
  })

  it('a page that is no delivery is known by its first bytes', async () => {
    file.body = Buffer.from('<!DOCTYPE html><h1>Please sign in</h1>'.repeat(9_000))
    const failure = await catchFailure(() => fetchIt({ kinds: ['zip', 'exr'] }))
    expect(failure).toMatchObject({ code: 'download-failed', details: { reason: 'not-a-delivery' } })
    expect(existsSync(target())).toBe(false)
    file.body = Buffer.concat([Buffer.from('PK\x03\x04'), BODY])
    await fetchIt({ kinds: ['zip', 'exr'] })
    isWhole()
  })
})
