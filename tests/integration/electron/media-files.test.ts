import { randomBytes } from 'node:crypto'
import { readdir, readlink } from 'node:fs/promises'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { answerMedia } from '../../../src-main/electron/media-files'

const id = 'a'.repeat(32)
const bytes = randomBytes(3_000_000)
let folder: string
let path: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude media ü 🙂 '))
  path = join(folder, 'clip 100% #1.mp4')
  await writeFile(path, bytes)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const ask = (range?: string, init: RequestInit = {}, address = `media://file/${id}`) =>
  answerMedia(new Request(address, { ...init, headers: range ? { range } : {} }), (asked) =>
    asked === id ? { path, contentType: 'video/mp4' } : undefined,
  )
const body = async (response: Response) => Buffer.from(await response.arrayBuffer())

it('the whole file is whole', async () => {
  const response = await ask()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('video/mp4')
  expect(response.headers.get('content-length')).toBe('3000000')
  expect((await body(response)).equals(bytes)).toBe(true)
})

it.each([
  ['bytes=0-0', 0, 0],
  ['bytes=1000000-2500000', 1_000_000, 2_500_000],
  ['bytes=2999990-', 2_999_990, 2_999_999],
  ['bytes=-5', 2_999_995, 2_999_999],
  ['bytes=10-9999999', 10, 2_999_999],
])('%s is answered byte for byte', async (range, start, end) => {
  const response = await ask(range)
  expect(response.status).toBe(206)
  expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end}/3000000`)
  expect(response.headers.get('content-length')).toBe(String(end - start + 1))
  expect((await body(response)).equals(bytes.subarray(start, end + 1))).toBe(true)
})

it('a range beyond the end is 416 and names the size', async () => {
  const response = await ask('bytes=3000000-')
  expect(response.status).toBe(416)
  expect(response.headers.get('content-range')).toBe('bytes */3000000')
})

it('HEAD gives the facts without the bytes', async () => {
  const response = await ask(undefined, { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe('3000000')
  expect(response.body).toBeNull()
})

it.each([
  `media://file/${'b'.repeat(32)}`,
  'media://file/..%2fclip.mp4',
  `media://other/${id}`,
  `media://file/${id}/x`,
])('%s is 404', async (address) => expect((await ask(undefined, {}, address)).status).toBe(404))

it('writing is 404, and so is a file that is gone', async () => {
  expect((await ask(undefined, { method: 'POST', body: 'x' })).status).toBe(404)
  const gone = { path: join(folder, 'gone.mp4'), contentType: 'video/mp4' }
  expect((await answerMedia(new Request(`media://file/${id}`), () => gone)).status).toBe(404)
})

it('an empty file is an empty answer', async () => {
  const empty = join(folder, 'empty.mp4')
  await writeFile(empty, '')
  const open = () => ({ path: empty, contentType: 'video/mp4' })
  const response = await answerMedia(new Request(`media://file/${id}`), open)
  expect(response.status).toBe(200)
  expect((await body(response)).length).toBe(0)
})

it.runIf(process.platform === 'linux')('an answer that is given up closes its file', async () => {
  const response = await ask('bytes=0-')
  const reader = response.body?.getReader()
  await reader?.read()
  expect(await openHandles()).toBe(1)
  await reader?.cancel()
  await expect.poll(openHandles).toBe(0)
})

async function openHandles(): Promise<number> {
  const names = await readdir('/proc/self/fd')
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return targets.filter((target) => target === path).length
}
