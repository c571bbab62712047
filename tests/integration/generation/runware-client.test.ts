// The client against a real HTTP server that answers as the provider is documented to, and worse.
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHandClock, type HandClock } from '../../support/hand-clock'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShot } from '#shared/domain/shot'
import { toVideoTask } from '../../../src-main/features/generation/request'
import { TIME_OUTS_MS } from '../../../src-main/features/generation/post-task'
import { createRunwareClient, type RunwareClient } from '../../../src-main/features/generation/runware-client'

const UUID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const KEY = 'marked-key-0123456789'
const TASK = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, UUID, [])

interface Seen {
  headers: IncomingHttpHeaders
  tasks: Record<string, unknown>[]
}

let server: Server
let client: RunwareClient
let seen: Seen[]
let clock: HandClock & { pauses: number[] }
let answer: {
  status: number
  body: string
  destroy?: boolean
  silent?: boolean
  endless?: () => string
  headers?: Record<string, string>
}

beforeEach(async () => {
  seen = []
  clock = impatientClock()
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: request.headers, tasks: JSON.parse(Buffer.concat(chunks).toString()) })
      // Whoever follows the redirect is answered well, and has taken the key along.
      if (request.url === '/elsewhere')
        return void response.end(JSON.stringify({ data: [{ taskUUID: UUID }] }))
      if (answer.destroy) return void request.socket.destroy()
      if (answer.silent) return
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      if (answer.endless) return void pour(response, answer.endless)
      response.end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  client = createRunwareClient({
    endpoint: `http://127.0.0.1:${port}/v1`,
    fetch,
    key: () => KEY,
    clock,
    random: () => 0.5,
  })
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

/** Passes over the pauses between two tries at once; limits of time wait until a test moves it. */
function impatientClock(): HandClock & { pauses: number[] } {
  const hand = createHandClock()
  const pauses: number[] = []
  const limits = new Set(Object.values(TIME_OUTS_MS))
  const sleep: HandClock['sleep'] = async (ms, signal) => {
    if (limits.has(ms)) return hand.sleep(ms, signal)
    pauses.push(ms)
  }
  return { ...hand, sleep, pauses }
}

function pour(response: ServerResponse, next: () => string): void {
  while (!response.destroyed && response.write(next()));
  if (!response.destroyed) response.once('drain', () => pour(response, next))
}

/** The server is a real one: there is nothing to inject but turns of the loop. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setImmediate(resolve))
}

const say = (json: unknown, status = 200) => {
  answer = { status, body: JSON.stringify(json) }
}

describe('the client', () => {
  it('posts one array of one task with the key in the header, and takes the acknowledgement', async () => {
    say({ data: [{ taskType: 'videoInference', taskUUID: UUID }] })
    expect(await client.submit(TASK)).toBe('accepted')
    expect(seen[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(seen[0]?.tasks).toEqual([TASK])
  })

  it('takes a conflict of the UUID as accepted before', async () => {
    say({ errors: [{ code: 'conflictTaskUUID', message: 'seen', taskUUID: UUID }] }, 400)
    expect(await client.submit(TASK)).toBe('accepted-before')
  })

  it.each([
    ['a refusal', { errors: [{ code: 'invalidDuration', message: 'no' }] }, 400, 'service-input'],
    ['a missing key', { error: { code: 'missingApiKey', message: 'no' } }, 401, 'service-key'],
    ['no money', { errors: [{ code: 'insufficientCredits', message: 'no' }] }, 402, 'service-money'],
    ['a busy service', { errors: [{ code: 'x', message: 'no' }] }, 503, 'service-busy'],
    ['an acknowledgement of another task', { data: [{ taskUUID: 'other' }] }, 200, 'service-talks-nonsense'],
  ])('names %s', async (_name, json, status, code) => {
    say(json, status)
    await expect(client.submit(TASK)).rejects.toMatchObject({ code })
  })

  it.each([
    ['HTML', { status: 200, body: '<html>gateway</html>' }, 'service-talks-nonsense'],
    ['HTML with 502', { status: 502, body: '<html>' }, 'service-busy'],
    ['a cut connection', { status: 200, body: '', destroy: true }, 'service-unreachable'],
    ['a redirect', { status: 307, body: '', headers: { location: '/elsewhere' } }, 'service-unreachable'],
  ])('names %s', async (_name, given, code) => {
    answer = given
    await expect(client.submit(TASK)).rejects.toMatchObject({ code })
  })

  it('never puts the key into an error', async () => {
    say({ errors: [{ code: 'invalidApiKey', message: `bad key ${KEY}` }] }, 401)
    const error = await client.submit(TASK).catch((caught: unknown) => caught)
    expect(JSON.stringify({ error, text: String(error), stack: (error as Error).stack })).not.toContain(KEY)
  })

  it('tells a refused question from the end of a task', async () => {
    say({ errors: [{ code: 'rateLimitExceeded', message: 'slow down' }] }, 429)
    await expect(client.poll(UUID)).rejects.toMatchObject({ code: 'service-busy' })
    say({ errors: [{ code: 'providerError', message: 'broke', taskUUID: UUID }] }, 400)
    expect(await client.poll(UUID)).toMatchObject({ kind: 'failure' })
  })

  it('knows from the archive whether a task exists', async () => {
    say({ data: [{ taskType: 'getTaskDetails', taskUUID: UUID }] })
    expect(await client.recall(UUID)).toEqual({ kind: 'processing', fraction: undefined })
    say({ data: [] })
    expect(await client.recall(UUID)).toBeUndefined()
    say({ errors: [{ code: 'taskNotFound', message: 'no' }] }, 404)
    expect(await client.recall(UUID)).toBeUndefined()
  })

  it('uploads a picture as a data URI and returns its id', async () => {
    say({ data: [{ taskType: 'mediaStorage', mediaUUID: 'media-1' }] })
    expect(await client.upload(Uint8Array.of(1, 2, 3), 'image/png', UUID)).toBe('media-1')
    expect(seen[0]?.tasks[0]).toMatchObject({
      taskType: 'mediaStorage',
      operation: 'upload',
      media: 'data:image/png;base64,AQID',
    })
  })

  it('says what took too long, and gives up only that one request', async () => {
    answer = { status: 200, body: '', silent: true }
    const submitted = client.submit(TASK)
    const caught = submitted.catch((error: unknown) => error)
    await until(() => seen.length === 1)
    await clock.advance(TIME_OUTS_MS['videoInference'] ?? 0)
    expect(await caught).toMatchObject({ code: 'service-unreachable', details: { reason: 'time-out' } })
    expect(seen).toHaveLength(1)
  })

  it('ends with the reason of its signal', async () => {
    answer = { status: 200, body: '', silent: true }
    const stopper = new AbortController()
    const submitted = client.submit(TASK, stopper.signal)
    await until(() => seen.length === 1)
    stopper.abort(new Error('closing'))
    await expect(submitted).rejects.toThrow('closing')
  })

  it.each([429, 500, 503])('never sends a task a second time (HTTP %s)', async (status) => {
    say({ errors: [{ code: 'x', message: 'no' }] }, status)
    await expect(client.submit(TASK)).rejects.toMatchObject({ code: 'service-busy' })
    expect(seen).toHaveLength(1)
    expect(clock.pauses).toEqual([])
  })

  it('asks again when a question is refused for now: after what Retry-After says, else ever more slowly', async () => {
    answer = { status: 429, body: '{}', headers: { 'retry-after': '7' } }
    await expect(client.poll(UUID)).rejects.toMatchObject({
      code: 'service-busy',
      details: { retryAfterMs: 7_000 },
    })
    expect(clock.pauses).toEqual([7_250, 7_250])
    clock.pauses.length = 0
    answer = { status: 503, body: '{}' }
    await expect(client.upload(Uint8Array.of(1), 'image/png', UUID)).rejects.toMatchObject({
      code: 'service-busy',
    })
    expect(clock.pauses).toEqual([750, 1_500])
  })

  it('does not hold anyone up for a wait of an hour', async () => {
    answer = { status: 429, body: '{}', headers: { 'retry-after': '3600' } }
    await expect(client.poll(UUID)).rejects.toMatchObject({ details: { retryAfterMs: 3_600_000 } })
    expect(clock.pauses).toEqual([])
  })

  it.each([
    ['the key', { errors: [{ code: 'invalidApiKey', taskUUID: UUID }] }, 401, 'service-key'],
    [
      'the pace, under the name of the task',
      { errors: [{ code: 'rateLimitExceeded', taskUUID: UUID }] },
      200,
    ],
    ['the server', { errors: [{ code: 'internalServerError', taskUUID: UUID }] }, 500],
    ['a server that fails, in words of its own', { errors: [{ code: 'neverSeen', taskUUID: UUID }] }, 502],
    ['a page that is not there', { errors: [{ code: 'notFound' }] }, 404, 'service-talks-nonsense'],
  ])(
    'takes a question refused for %s as nothing said of the task',
    async (_name, json, status, code = 'service-busy') => {
      say(json, status)
      await expect(client.poll(UUID)).rejects.toMatchObject({ code })
      await expect(client.recall(UUID)).rejects.toMatchObject({ code })
    },
  )

  it('does not take an archive that refuses for one that knows nothing', async () => {
    say({ errors: [{ code: 'unsupportedTaskType', message: 'no', taskUUID: UUID }] }, 400)
    await expect(client.recall(UUID)).rejects.toMatchObject({ code: 'service-talks-nonsense' })
  })

  it('reads what the archive kept, in each shape it may keep it', async () => {
    const item = { taskUUID: UUID, status: 'success', videoURL: 'https://x/a.mp4' }
    for (const response of [{ data: [item] }, [item], item]) {
      say({ data: [{ taskType: 'getTaskDetails', taskUUID: UUID, response }] })
      expect(await client.recall(UUID)).toMatchObject({
        kind: 'success',
        result: { videoUrl: item.videoURL },
      })
    }
    say({ data: [] })
    expect(await client.recall(UUID)).toBeUndefined()
  })

  it('cuts an answer off that is too long to be one', async () => {
    const piece = 'x'.repeat(64 * 1024)
    let sent = 0
    answer = { status: 200, body: '', endless: () => ((sent += piece.length), piece) }
    await expect(client.submit(TASK)).rejects.toMatchObject({ code: 'service-talks-nonsense' })
    expect(sent).toBeLessThan(40 * 1024 * 1024)
  })

  it.each([
    ['a web page', '<!DOCTYPE html><p>Sign in', 'A web page came'],
    ['half of its JSON', '{"data": [{"taskUU', 'cut off'],
  ])('says when %s came', async (_name, body, words) => {
    answer = { status: 200, body }
    await expect(client.submit(TASK)).rejects.toThrow(words)
  })
})
