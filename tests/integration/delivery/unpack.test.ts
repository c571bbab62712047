import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { isFailure } from '#shared/domain/failure'
import { unpack } from '../../../src-main/features/delivery/unpack'
import { buildExr } from '../../support/build-exr'
import { buildZip, type ZipEntry } from '../../support/build-zip'
import { catchFailure } from '../../support/catch-failure'
import { seededRandom } from '../../support/seeded-random'

const frame = buildExr({ width: 16, height: 16 })
let root: string
let folder: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'latitude Öl 🛢 '))
  folder = join(root, 'unpacked')
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

function write(zip: Uint8Array): string {
  const zipPath = join(root, 'delivery.zip')
  writeFileSync(zipPath, zip)
  return zipPath
}

const unpackIt = (zip: Uint8Array, more: Partial<Parameters<typeof unpack>[0]> = {}) =>
  unpack({ zipPath: write(zip), folder, ...more })

function expectNothingLeft(): void {
  expect(readdirSync(root)).toEqual(['delivery.zip'])
}

describe('an archive', () => {
  it('becomes flat files with safe names, without folders and junk', async () => {
    const zip = buildZip([
      { name: 'exr/', mode: 0o040755 },
      { name: 'exr/frame 0001.exr', data: frame },
      { name: 'exr/frame 0002.exr', data: frame, isDeflated: true },
      { name: '__MACOSX/exr/._frame 0001.exr', data: frame },
      { name: 'exr/.DS_Store', data: frame },
      { name: 'Thumbs.db', data: frame },
      { name: 'notes.txt' },
    ])
    const seen: number[] = []
    const { files } = await unpackIt(zip, { onProgress: ({ done, total }) => seen.push(done / (total ?? 0)) })
    expect(files.map((path) => basename(path))).toEqual([
      'exr_frame_0001.exr',
      'exr_frame_0002.exr',
      'notes.txt',
    ])
    expect(new Uint8Array(readFileSync(files[1] ?? ''))).toEqual(frame)
    expect(readdirSync(root).sort()).toEqual(['delivery.zip', 'unpacked'])
    expect(seen.at(-1)).toBe(1)
  })

  it('made by a streaming writer, with sizes behind the data, is read', async () => {
    const zip = new ZipFile()
    zip.addBuffer(Buffer.from(frame), 'a_1.exr', { forceZip64Format: true })
    zip.addReadStream((await import('node:stream')).Readable.from([frame]), 'a_2.exr')
    zip.end()
    const chunks: Buffer[] = []
    for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
    expect((await unpackIt(Buffer.concat(chunks))).files).toHaveLength(2)
  })

  it('replaces what an earlier try left', async () => {
    mkdirSync(folder)
    mkdirSync(`${folder}.unpacking`)
    writeFileSync(join(folder, 'old.exr'), 'old')
    writeFileSync(join(`${folder}.unpacking`, 'half.exr'), 'half')
    await unpackIt(buildZip([{ name: 'a_1.exr', data: frame }]))
    expect(readdirSync(folder)).toEqual(['a_1.exr'])
    expect(existsSync(`${folder}.unpacking`)).toBe(false)
  })
})

describe('a hostile archive is refused by name and leaves nothing', () => {
  const good: ZipEntry = { name: 'a_1.exr', data: frame }
  it.each<[string, ZipEntry[], string]>([
    ['a symlink', [good, { name: 'a_2.exr', data: Buffer.from('/etc/passwd'), mode: 0o120777 }], 'symlink'],
    ['a way out', [good, { name: '../../a_2.exr', data: frame }], 'parent-path'],
    ['a way out in Windows’ manner', [good, { name: '..\\a_2.exr', data: frame }], 'parent-path'],
    ['an absolute name', [good, { name: '/tmp/a_2.exr', data: frame }], 'absolute-path'],
    ['a drive', [good, { name: 'C:/a_2.exr', data: frame }], 'drive-letter'],
    ['encryption', [good, { name: 'a_2.exr', data: Buffer.alloc(12), flags: 1, size: 0 }], 'encrypted'],
    ['another packing', [good, { name: 'a_2.exr', data: frame, method: 12 }], 'compression-method'],
    ['one name twice', [good, { name: 'A_1.EXR', data: frame }], 'duplicate-case'],
    ['an archive under another name', [good, { name: 'a_2.exr', data: buildZip([good]) }], 'nested-archive'],
    ['shared bytes', [good, { name: 'a_1.exr', data: frame, sharesBytesOf: 0 }], 'overlap'],
    ['a bomb', [{ name: 'a_1.exr', data: Buffer.alloc(70 * 1024 ** 2), isDeflated: true }], 'ratio'],
  ])('%s', async (_, entries, rule) => {
    const failure = await catchFailure(() => unpackIt(buildZip(entries)))
    expect(failure).toMatchObject({ code: 'zip-refused', details: { rule } })
    expectNothingLeft()
  })

  it('too many, too large and too much are measured against the limits', async () => {
    const zip = buildZip([good, { name: 'a_2.exr', data: frame }])
    for (const [limits, rule] of [
      [{ entries: 1 }, 'too-many-entries'],
      [{ bytesPerEntry: frame.length - 1 }, 'entry-too-large'],
      [{ totalBytes: frame.length }, 'total-too-large'],
    ] as const) {
      const failure = await catchFailure(() => unpackIt(zip, { limits }))
      expect(failure).toMatchObject({ code: 'zip-refused', details: { rule } })
      expectNothingLeft()
    }
  })
})

describe('a broken archive is unreadable and leaves nothing', () => {
  const honest = buildZip([
    { name: 'a_1.exr', data: frame },
    { name: 'a_2.exr', data: frame, isDeflated: true },
  ])

  it.each<[string, Uint8Array]>([
    ['no archive', Buffer.from('<html>gone</html>')],
    ['nothing', new Uint8Array()],
    ['a wrong checksum', buildZip([{ name: 'a_1.exr', data: frame, crc: 1 }])],
    ['a wrong checksum, packed', buildZip([{ name: 'a_1.exr', data: frame, isDeflated: true, crc: 1 }])],
    ['more bytes than promised', buildZip([{ name: 'a_1.exr', data: frame, isDeflated: true, size: 9 }])],
    ['fewer bytes than promised', buildZip([{ name: 'a_1.exr', data: frame, isDeflated: true, size: 9999 }])],
    ['packed bytes that are none', buildZip([{ name: 'a_1.exr', data: Buffer.alloc(99, 255), method: 8 }])],
  ])('%s', async (_, zip) => {
    expect((await catchFailure(() => unpackIt(zip))).code).toBe('zip-unreadable')
    expectNothingLeft()
  })

  it('of which other files are whole gives those, and names the broken one', async () => {
    const { files, broken } = await unpackIt(
      buildZip([
        { name: 'a/1.exr', data: frame },
        { name: 'a/2.exr', data: frame, crc: 1 },
        { name: 'a/3.exr', data: frame, isDeflated: true },
      ]),
    )
    expect(files.map((path) => basename(path))).toEqual(['a_1.exr', 'a_3.exr'])
    expect(broken).toMatchObject([{ name: 'a_2.exr', reason: expect.stringMatching(/CRC/) as string }])
    expect(readdirSync(folder).sort()).toEqual(['a_1.exr', 'a_3.exr'])
  })

  it('names the file inside that is broken', async () => {
    const failure = await catchFailure(() => unpackIt(buildZip([{ name: 'a_1.exr', data: frame, crc: 1 }])))
    expect(failure.details['entry']).toBe('a_1.exr')
  })

  it('cut at any place', async () => {
    for (let length = 0; length < honest.length; length += 37) {
      const failure = await catchFailure(() => unpackIt(honest.subarray(0, length)))
      expect(failure.code, `cut at ${length}`).toBe('zip-unreadable')
    }
    expectNothingLeft()
  })

  it('300 seeded mutations end in files or in a named failure', async () => {
    const random = seededRandom(0x504b)
    const seen = { whole: 0, partly: 0, refused: 0 }
    for (let round = 0; round < 300; round += 1) {
      const zip = Buffer.from(honest)
      zip[Math.floor(random() * zip.length)] = Math.floor(random() * 256)
      try {
        const { broken } = await unpackIt(zip)
        seen[broken.length === 0 ? 'whole' : 'partly'] += 1
      } catch (error) {
        if (!isFailure(error)) throw error
        expect(['zip-refused', 'zip-unreadable']).toContain(error.code)
        seen.refused += 1
      }
      rmSync(folder, { recursive: true, force: true })
    }
    expectNothingLeft()
    expect(Object.values(seen).every((count) => count > 0)).toBe(true)
    expect(seen.partly).toBeGreaterThan(200)
  })
})

describe('an unpacking that is cancelled', () => {
  it('rejects with the very reason and leaves nothing', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    const zip = buildZip([
      { name: 'a_1.exr', data: frame },
      { name: 'a_2.exr', data: Buffer.alloc(500_000) },
    ])
    const unpacking = unpackIt(zip, { signal: controller.signal, onProgress: () => controller.abort(reason) })
    await expect(unpacking).rejects.toBe(reason)
    expectNothingLeft()
  })
})
