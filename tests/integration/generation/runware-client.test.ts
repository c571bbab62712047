// The client against a real HTTP server that answers as the provider is documented to, and worse.
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createShot } from '#shared/domain/shot'
import { toVideoTask } from '../../../src-main/features/generation/request'
import { createRunwareClient, type RunwareClient } from '../../../src-main/features/generation/runware-client'

const UUID = 'a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809'
const TASK = toVideoTask({ ...createShot('SH010'), prompt: 'P' }, UUID, [])

interface Seen {
  headers: IncomingHttpHeaders
  tasks: Record<string, unknown>[]
}

let server: Server
let client: RunwareClient
let seen: Seen[]
let answer: { status: number; body: string; destroy?: boolean; headers?: Record<string, string> }

beforeEach(async () => {
  seen = []
  server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      seen.push({ headers: request.headers, tasks: JSON.parse(Buffer.concat(chunks).toString()) })
      // Whoever follows the redirect is answered well, and has taken the key along.
      if (request.url === '/elsewhere')
        return void response.end(JSON.stringify({ data: [{ taskUUID: UUID }] }))
      if (answer.destroy) return void request.socket.destroy()
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
      response.end(answer.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  client = createRunwareClient({
    endpoint: `http://127.0.0.1:${port}/v1`,
    fetch,
    key: () => 'marked-key',
    timeoutMs: 2_000,
  })
})

afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const say = (json: unknown, status = 200) => {
  answer = { status, body: JSON.stringify(json) }
}

describe('the client', () => {
  it('posts one array of one task with the key in the header, and takes the acknowledgement', async () => {
    say({ data: [{ taskType: 'videoInference', taskUUID: UUID }] })
    expect(await client.submit(TASK)).toBe('accepted')
    expect(seen[0]?.headers.authorization).toBe('Bearer marked-key')
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
    say({ errors: [{ code: 'invalidApiKey', message: 'bad key' }] }, 401)
    const error = await client.submit(TASK).catch((caught: unknown) => caught)
    expect(JSON.stringify({ error, text: String(error), stack: (error as Error).stack })).not.toContain(
      'marked-key',
    )
  })

  it('tells a refused question from the end of a task', async () => {
    say({ errors: [{ code: 'rateLimitExceeded', message: 'slow down' }] }, 429)
    await expect(client.poll(UUID)).rejects.toMatchObject({ code: 'service-busy' })
    say({ errors: [{ code: 'providerError', message: 'broke', taskUUID: UUID }] }, 400)
    expect(await client.poll(UUID)).toMatchObject({ kind: 'failure' })
  })

  it('knows from the archive whether a task exists', async () => {
    say({ data: [{ taskType: 'getTaskDetails', taskUUID: UUID }] })
    expect(await client.isKnown(UUID)).toBe(true)
    say({ data: [] })
    expect(await client.isKnown(UUID)).toBe(false)
    say({ errors: [{ code: 'taskNotFound', message: 'no' }] }, 404)
    expect(await client.isKnown(UUID)).toBe(false)
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
})
