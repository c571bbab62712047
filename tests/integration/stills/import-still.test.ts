// Dropped files with the real sharp: what they are, and what is refused by name.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  copyStill,
  describeStill,
  expandFolders,
  toRefusal,
} from '../../../src-main/features/stills/import-stills'
import { probeStill } from '../../../src-main/features/stills/probe-still'
import { crc32 } from '../../support/png-crc'

let folder: string
const file = (name: string): string => join(folder, name)
const plain = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 100, b: 50 } } })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude stills ü 🙂 '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('a dropped file', () => {
  it.each([
    [
      'a text file named .jpg',
      'note.jpg',
      async (path: string) => writeFile(path, 'I am a letter.'),
      'still-unreadable',
    ],
    ['zero bytes', 'empty.png', async (path: string) => writeFile(path, ''), 'still-empty'],
    ['a 1 × 1 picture', 'dot.png', async (path: string) => plain(1, 1).png().toFile(path), 'still-too-small'],
    ['a folder', 'folder.png', async (path: string) => mkdir(path), 'still-is-folder'],
    ['a file that is gone', 'gone.png', async () => undefined, 'still-missing'],
    [
      'an EXR',
      'plate.exr',
      async (path: string) => writeFile(path, Buffer.from('762f310102000000aabbccddeeff0011', 'hex')),
      'still-scene-referred',
    ],
    [
      'a DPX',
      'plate.dpx',
      async (path: string) => writeFile(path, Buffer.from(`SDPX${'\0'.repeat(60)}`)),
      'still-scene-referred',
    ],
    [
      'a HEIC',
      'phone.heic',
      async (path: string) => writeFile(path, Buffer.from(`\0\0\0\x18ftypheic${'\0'.repeat(60)}`)),
      'still-needs-developing',
    ],
    [
      'an SVG',
      'drawing.svg',
      async (path: string) =>
        writeFile(path, '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"/>'),
      'still-unsupported',
    ],
  ])('%s is refused as such', async (_what, name, make, code) => {
    await make(file(name))
    const error = await probeStill(file(name)).catch((caught: unknown) => caught)
    expect(toRefusal(file(name), error)).toMatchObject({ name, failure: { code } })
  })

  it('of 300 megapixels is refused with its size, without decoding it', async () => {
    // A PNG header is enough: its size is refused before a single row is read.
    const header = await plain(64, 64).png().toBuffer()
    header.writeUInt32BE(20_000, 16)
    header.writeUInt32BE(15_000, 20)
    header.writeUInt32BE(crc32(header.subarray(12, 29)), 29)
    await writeFile(file('huge.png'), header)
    await expect(probeStill(file('huge.png'))).rejects.toMatchObject({
      code: 'still-too-large',
      details: { width: 20_000, height: 15_000 },
    })
  })

  it.each([
    ['photo with spaces, ümläut and 🙂.jpg', 'jpeg'],
    ['100% sure #1.png', 'png'],
    ["it's [here].webp", 'webp'],
  ] as const)('named %s is read', async (name, format) => {
    await plain(320, 200).toFormat(format).toFile(file(name))
    expect(await probeStill(file(name))).toMatchObject({
      width: 320,
      height: 200,
      format,
      bitDepth: 8,
      profile: null,
    })
  })

  it('says what it is: CMYK, 16 bit, profile, orientation, transparency', async () => {
    await plain(320, 200).toColourspace('cmyk').withIccProfile('cmyk').jpeg().toFile(file('print.jpg'))
    expect(await probeStill(file('print.jpg'))).toMatchObject({ colorModel: 'cmyk', format: 'jpeg' })
    await plain(320, 200).toColourspace('rgb16').withIccProfile('p3').png().toFile(file('deep.png'))
    expect(await probeStill(file('deep.png'))).toMatchObject({
      bitDepth: 16,
      profile: expect.stringMatching(/p3/i),
    })
    await plain(320, 200).withMetadata({ orientation: 6 }).jpeg().toFile(file('turned.jpg'))
    expect(await probeStill(file('turned.jpg'))).toMatchObject({ width: 200, height: 320, orientation: 6 })
    await plain(320, 200).ensureAlpha(0.5).png().toFile(file('clear.png'))
    expect(await probeStill(file('clear.png'))).toMatchObject({ hasAlpha: true })
  })
})

describe('the copy in the shot', () => {
  it('is the file as it came, under a safe name that tells the original', async () => {
    const path = file('Häuser 🙂.png')
    await plain(100, 100).png().toFile(path)
    const still = describeStill(path, await probeStill(path))
    await copyStill(path, still, file('shot stills'))
    expect(still.originalName).toBe('Häuser 🙂.png')
    expect(await readdir(file('shot stills'))).toEqual([still.fileName])
    expect(still.fileName).toMatch(/^Hauser_[0-9a-f]{8}\.png$/)
    expect(await readFile(join(file('shot stills'), still.fileName))).toEqual(await readFile(path))
  })

  it('of the pictures in a folder come in natural order', async () => {
    const sub = file('roll')
    await mkdir(sub)
    for (const name of ['f10.png', 'f2.png', 'notes.txt']) await writeFile(join(sub, name), 'x')
    expect(await expandFolders([sub, file('deep.png')])).toEqual([
      join(sub, 'f2.png'),
      join(sub, 'f10.png'),
      file('deep.png'),
    ])
  })

  it('leaves nothing behind when it cannot be made', async () => {
    await writeFile(file('blocked'), 'a file where the folder should be')
    const path = file('deep.png')
    const still = describeStill(path, await probeStill(path))
    await expect(copyStill(path, still, file('blocked'))).rejects.toMatchObject({
      code: expect.stringMatching(/^(EEXIST|ENOTDIR|ENOENT)$/),
    })
    expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    expect(await readFile(file('blocked'), 'utf8')).toBe('a file where the folder should be')
  })
})
