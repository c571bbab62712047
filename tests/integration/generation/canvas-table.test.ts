import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BUILT_IN_CANVASES, toCanvas } from '#shared/domain/canvas'
import {
  createCanvasSource,
  type CanvasSourceOptions,
} from '../../../src-main/features/generation/canvas-table'
import { serveLocally, type LocalServer } from '../../support/http-server'

const START = Date.parse('2026-11-20T12:00:00Z')
const DAY_MS = 24 * 60 * 60 * 1000
const SCHEMA = JSON.stringify({ requestSchema: { examples: [{ width: 1120, height: 840 }] } })

let folder: string
let now: number
let lines: string[]
let server: LocalServer
let answer: (response: ServerResponse, path: string) => void

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude canvases ü '))
  now = START
  lines = []
  answer = (response) => response.end(SCHEMA)
  server = await serveLocally((request, response) => answer(response, request.url ?? ''))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const open = (more: Partial<CanvasSourceOptions> = {}) =>
  createCanvasSource({
    cachePath: join(folder, 'cache', 'canvases.json'),
    addresses: [`${server.url}/schema`],
    fetch,
    clock: { now: () => now, sleep: () => Promise.resolve() },
    log: (line) => lines.push(line),
    ...more,
  })

describe('the live schema', () => {
  it('is laid over the built-in table, and says when it was read', async () => {
    const source = open()
    expect(await source.refresh()).toBe('read')
    expect(toCanvas('720p', '4:3', source.table())).toMatchObject({ width: 1120, height: 840, grade: 'live' })
    expect(source.readAt()).toBe('2026-11-20T12:00:00.000Z')
  })

  it('is asked for without cookie, key or anything of ours', async () => {
    await open().refresh()
    const headers = server.asked[0]?.headers
    expect([headers?.cookie, headers?.authorization]).toEqual([undefined, undefined])
  })

  it('outlives the process, and is asked for again after a day', async () => {
    await open().refresh()
    const next = open()
    expect(next.table()).toEqual(BUILT_IN_CANVASES)
    await next.load()
    expect(toCanvas('720p', '4:3', next.table()).grade).toBe('live')
    now = START + DAY_MS - 1
    expect(await next.refreshWhenOld()).toBe(false)
    expect(server.asked).toHaveLength(1)
    now = START + DAY_MS
    expect(await next.refreshWhenOld()).toBe(false)
    expect(server.asked).toHaveLength(2)
  })

  it('says that the table changed only when it did', async () => {
    const source = open()
    expect(await source.refreshWhenOld()).toBe(true)
    now += DAY_MS
    expect(await source.refreshWhenOld()).toBe(false)
  })

  it('is read at the second address when the first is silent or says nothing', async () => {
    answer = (response, path) => response.writeHead(path === '/schema' ? 500 : 200).end(SCHEMA)
    expect(await open({ addresses: [`${server.url}/schema`, `${server.url}/other`] }).refresh()).toBe('read')
    answer = (response, path) => response.end(path === '/schema' ? '{}' : SCHEMA)
    expect(await open({ addresses: [`${server.url}/schema`, `${server.url}/other`] }).refresh()).toBe('read')
  })

  it('an address that is none is no reason to fail', async () => {
    expect(await open({ addresses: ['no address'] }).refresh()).toBe('unreachable')
  })

  it('is not asked for where there is no address', async () => {
    expect(await open({ addresses: [] }).refresh()).toBe('unreachable')
    expect(server.asked).toEqual([])
  })
})

describe('a bad or hostile document changes nothing', () => {
  it.each<[string, string, (response: ServerResponse, path: string) => void]>([
    ['no JSON', 'not-understood', (response) => response.end('<html>')],
    ['JSON without a size', 'not-understood', (response) => response.end('{"requestSchema":{}}')],
    ['sizes no model has', 'not-understood', (response) => response.end('[{"width":9,"height":99999}]')],
    ['an error', 'unreachable', (response) => response.writeHead(503).end(SCHEMA)],
    ['a broken line', 'unreachable', (response) => void response.write('{"a"', () => response.destroy())],
    ['3 MB', 'unreachable', (response) => response.end(SCHEMA.padEnd(3_000_000))],
    ['an endless body', 'unreachable', pourEndlessly],
    [
      'a redirect to an address that is not https',
      'unreachable',
      (response, path) =>
        path === '/schema'
          ? response.writeHead(302, { location: `${server.url}/other` }).end()
          : response.end(SCHEMA),
    ],
    [
      'a redirect to a file',
      'unreachable',
      (response) => response.writeHead(302, { location: 'file:///etc/hosts' }).end(),
    ],
  ])('%s', async (_what, status, reply) => {
    answer = reply
    const source = open()
    expect(await source.refresh()).toBe(status)
    expect(source.table()).toEqual(BUILT_IN_CANVASES)
    expect(source.readAt()).toBeNull()
    expect(await readFile(join(folder, 'cache', 'canvases.json'), 'utf8').catch(() => 'none')).toBe('none')
  })

  it('what was known stays known', async () => {
    const source = open()
    await source.refresh()
    const known = source.table()
    answer = (response) => response.end('{}')
    now += DAY_MS
    expect(await source.refresh()).toBe('not-understood')
    expect(source.table()).toEqual(known)
    expect(source.readAt()).toBe('2026-11-20T12:00:00.000Z')
  })

  it('an answer that never comes is given up', async () => {
    answer = () => undefined
    expect(await open({ timeoutMs: 50 }).refresh()).toBe('unreachable')
  })

  it('a closing application is not kept waiting', async () => {
    const closing = new AbortController()
    answer = () => closing.abort()
    expect(await open().refresh(closing.signal)).toBe('unreachable')
  })

  it.each([
    ['no JSON', '{'],
    ['of another version', JSON.stringify({ version: 2, readAt: new Date(START), pairs: [] })],
    [
      'with sizes of a hostile hand',
      JSON.stringify({ version: 1, readAt: new Date(START), pairs: [{ width: 8, height: 8 }] }),
    ],
    [
      'far too large',
      JSON.stringify({ version: 1, readAt: new Date(START), pairs: [{ width: 1120, height: 840 }] }).padEnd(
        100_000,
      ),
    ],
  ])('a kept reading that is %s', async (_what, text) => {
    const cachePath = join(folder, 'canvases.json')
    await writeFile(cachePath, text)
    const source = open({ cachePath })
    await source.load()
    expect(source.table()).toEqual(BUILT_IN_CANVASES)
  })

  it('a disk that refuses the reading does not lose it', async () => {
    await writeFile(join(folder, 'file'), '')
    const source = open({ cachePath: join(folder, 'file', 'canvases.json') })
    expect(await source.refresh()).toBe('read')
    expect(lines.join()).toContain('not kept')
  })
})

function pourEndlessly(response: ServerResponse): void {
  const chunk = Buffer.alloc(1 << 16, ' ')
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', pour)
  }
  pour()
}
