import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createUploads, type Uploads } from '../../../src-main/app/uploads'
import { answerUpload, isUpload } from '../../../src-main/electron/media-uploads'

const ORIGIN = 'app://latitude'
let folder: string
let uploads: Uploads

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'latitude uploads ü ')), 'drops')
  uploads = createUploads(folder, 1_000_000)
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

function post(body: BodyInit, name = 'a.png', origin?: string): Request {
  const headers = origin === undefined ? undefined : { origin }
  return new Request(`media://upload/?name=${encodeURIComponent(name)}`, {
    ...{ method: 'POST', body, headers },
    ...{ duplex: 'half' },
  })
}
const further = (token: string, body: BodyInit) =>
  new Request(`media://upload/${token}`, { method: 'POST', body })
const tokenOf = async (response: Response) => ((await response.json()) as { token: string }).token
const send = (request: Request) => answerUpload(request, uploads)

describe('bytes from the window', () => {
  it('are kept whole under a safe name and given out once', async () => {
    const bytes = new Uint8Array(500_000).fill(7)
    const response = await send(post(bytes, '../Küche:1.png'))
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN)
    const { token } = (await response.json()) as { token: string }
    expect(token).toMatch(/^[0-9a-f]{32}$/)
    const taken = uploads.take(token)
    expect(basename(taken?.path ?? '')).toBe('Küche_1.png')
    expect((await readFile(taken?.path ?? '')).equals(bytes)).toBe(true)
    expect(uploads.take(token)).toBeUndefined()
  })

  it('may come in pieces, which make one file', async () => {
    const token = await tokenOf(await send(post('one ')))
    expect(await tokenOf(await send(further(token, 'two ')))).toBe(token)
    await send(further(token, 'three'))
    expect(await readFile(uploads.take(token)?.path ?? '', 'utf8')).toBe('one two three')
  })

  it('are counted over all pieces', async () => {
    const token = await tokenOf(await send(post(new Uint8Array(900_000))))
    expect((await send(further(token, new Uint8Array(200_000)))).status).toBe(413)
    expect(uploads.take(token)).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  })

  it('that go on with nothing are refused', async () => {
    expect((await send(further('0'.repeat(32), 'x'))).status).toBe(500)
  })

  it('are refused beyond the largest size, and nothing of them stays', async () => {
    let chunks = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks += 1
        controller.enqueue(new Uint8Array(65_536))
      },
    })
    const response = await send(post(endless))
    expect(response.status).toBe(413)
    expect(await response.json()).toMatchObject({ error: { code: 'still-too-large' } })
    expect(chunks).toBeLessThan(30)
    expect(await readdir(folder)).toEqual([])
  })

  it.each(['https://x.test', 'app://other', 'null'])('of the origin %s are refused', async (origin) => {
    expect((await send(post('x', 'a.png', origin))).status).toBe(403)
    expect(await readdir(folder).catch(() => [])).toEqual([])
  })

  it('that break off leave nothing', async () => {
    const broken = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.error(new Error('gone')),
    })
    expect((await send(post(broken))).status).toBe(500)
    expect(await readdir(folder)).toEqual([])
  })

  it('are no more than so many at once', async () => {
    for (let count = 0; count < 200; count += 1) await uploads.receive('a.png', null)
    await expect(uploads.receive('a.png', null)).rejects.toMatchObject({ code: 'still-too-large' })
  })
})

it.each([
  ['POST', 'media://upload/?name=a', true],
  ['POST', 'media://upload', true],
  ['POST', `media://upload/${'a'.repeat(32)}`, true],
  ['GET', 'media://upload/', false],
  ['POST', 'media://file/upload', false],
  ['POST', 'media://upload/x', false],
])('%s %s is an upload: %s', (method, address, is) => {
  expect(isUpload(new Request(address, { method }))).toBe(is)
})
