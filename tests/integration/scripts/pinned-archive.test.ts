import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { fetchPinned } from '../../../scripts/pinned-archive.mjs'

let parent: string
let server: Server
let archive: Buffer
let url: string

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'latitude pins '))
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('the encoder'), 'build-1/bin/ffmpeg')
  zip.addBuffer(Buffer.from('the prober'), 'build-1/bin/ffprobe')
  zip.addBuffer(Buffer.from('words'), 'build-1/not-ffmpeg')
  zip.end()
  archive = await buffer(zip.outputStream as NodeJS.ReadableStream)
  server = createServer((request, response) => {
    response.statusCode = request.url === '/build.zip' ? 200 : 404
    response.end(archive)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/build.zip`
})

afterAll(async () => {
  server.close()
  await rm(parent, { recursive: true, force: true })
})

const files = { ffmpeg: 'bin/ffmpeg', ffprobe: 'bin/ffprobe' }
const sha256 = () => createHash('sha256').update(archive).digest('hex')

it('takes the named programs out of archives whose hashes are right', async () => {
  const folder = join(parent, 'right')
  const [one, other] = Object.entries(files).map(([name, end]) => ({
    url,
    sha256: sha256(),
    files: { [name]: end },
  }))
  await fetchPinned({ archives: [one, other], folder })
  expect(readdirSync(folder).sort()).toEqual(['ffmpeg', 'ffprobe'])
  expect(await readFile(join(folder, 'ffmpeg'), 'utf8')).toBe('the encoder')
  if (process.platform !== 'win32') expect((await stat(join(folder, 'ffprobe'))).mode & 0o111).not.toBe(0)
})

it.each([
  ['another hash', () => ({ url, sha256: '0'.repeat(64), files }), 'not what was pinned'],
  ['no such file', () => ({ url: `${url}x`, sha256: sha256(), files }), 'answered 404'],
  [
    'a program missing in it',
    () => ({ url, sha256: sha256(), files: { ...files, ffplay: 'bin/ffplay' } }),
    'Not in the archive: bin/ffplay',
  ],
])(
  'leaves nothing behind with %s, though the archive before it was right',
  async (_what, options, message) => {
    const folder = join(parent, 'wrong')
    const right = { url, sha256: sha256(), files }
    await expect(fetchPinned({ archives: [right, options()], folder })).rejects.toThrow(message)
    expect(existsSync(folder)).toBe(false)
    expect(readdirSync(parent).filter((name) => name.startsWith('wrong'))).toEqual([])
  },
)
