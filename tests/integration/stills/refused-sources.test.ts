// Files that hold no finished picture are told by their bytes and tags, and refused with what to do about them.
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeStill } from '../../../src-main/features/stills/import-stills'
import { probeStill } from '../../../src-main/features/stills/probe-still'
import { smellsOfLog } from '../../../src-main/features/stills/refuse-source'
import { renderPicture } from '../../../src-main/features/stills/still-pictures'
import { tagPng } from '../../support/prepared-pixels'
import { makeRgbProfile } from '../../support/icc-profile'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude refused '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const plain = () =>
  sharp({ create: { width: 96, height: 96, channels: 3, background: { r: 90, g: 90, b: 90 } } })

async function codeOf(name: string, bytes: Buffer | string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, typeof bytes === 'string' ? Buffer.from(bytes.padEnd(80, '\0'), 'latin1') : bytes)
  return probeStill(path).then(
    () => 'taken',
    (error: unknown) => (error as { code: string }).code,
  )
}

/** A little-endian TIFF of one directory: entries of tag, type, count, value. */
function tiff(entries: [number, number, number, number][], tail = ''): Buffer {
  const bytes = Buffer.alloc(8 + 2 + entries.length * 12 + 4)
  bytes.write('II*\0', 'latin1')
  bytes.writeUInt32LE(8, 4)
  bytes.writeUInt16LE(entries.length, 8)
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    bytes.writeUInt16LE(tag, 10 + index * 12)
    bytes.writeUInt16LE(type, 12 + index * 12)
    bytes.writeUInt32LE(count, 14 + index * 12)
    bytes.writeUInt32LE(value, 18 + index * 12)
  }
  return Buffer.concat([bytes, Buffer.from(tail, 'latin1')])
}

describe('a camera’s own file has to be developed', () => {
  it.each([
    ['cr2', 'II*\0\x10\0\0\0CR\x02\0'],
    ['cr3', '\0\0\0\x18ftypcrx \0\0\0\x01'],
    ['raf', 'FUJIFILMCCD-RAW 0201'],
    ['rw2', 'IIU\0\x18\0\0\0'],
    ['orf', 'IIRO\x08\0\0\0'],
    ['r3d', '\0\0\x01\0RED2'],
    ['ari', 'ARRI\x12\x34'],
    ['heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['heif', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
    ['braw', '\0\0\0\x08wide\0\0\0\0mdat'],
  ])('%s', async (extension, head) => {
    expect(await codeOf(`camera.${extension}`, head)).toBe('still-needs-developing')
  })

  it('also where it is a TIFF by its bytes, so that its preview is never taken for the picture', async () => {
    const preview = await plain().tiff().toBuffer()
    for (const extension of ['nef', 'arw', 'dng', 'PEF', '3fr']) {
      expect(await codeOf(`camera.${extension}`, preview), extension).toBe('still-needs-developing')
    }
    expect(await codeOf('dng-version.tif', tiff([[50_706, 1, 4, 1025]]))).toBe('still-needs-developing')
    expect(await codeOf('filter-array.tif', tiff([[262, 3, 1, 32_803]]))).toBe('still-needs-developing')
  })

  it('also where the mosaic lies in a directory of its own', async () => {
    const first = tiff([
      [262, 3, 1, 2],
      [330, 4, 1, 38],
    ])
    expect(first).toHaveLength(38)
    const mosaic = tiff([[262, 3, 1, 32_803]]).subarray(8)
    expect(await codeOf('nested.tif', Buffer.concat([first, mosaic]))).toBe('still-needs-developing')
  })

  it('but a finished JPEG or AVIF is taken whatever its name', async () => {
    expect(await codeOf('developed.nef', await plain().jpeg().toBuffer())).toBe('taken')
    expect(await codeOf('picture.avif', await plain().avif({ effort: 0 }).toBuffer())).toBe('taken')
  })
})

describe('scene-linear and log pictures are for a view first', () => {
  it.each([
    ['exr', '\x76\x2f\x31\x01\x02\0\0\0'],
    ['dpx', 'SDPX'],
    ['cin', '\x80\x2a\x5f\xd7'],
    ['hdr', '#?RADIANCE\n'],
  ])('%s', async (extension, head) => {
    expect(await codeOf(`plate.${extension}`, head)).toBe('still-scene-referred')
  })

  it('a float TIFF, of one sample or of three', async () => {
    expect(await codeOf('float-grey.tif', tiff([[339, 3, 1, 3]]))).toBe('still-scene-referred')
    expect(await codeOf('float-rgb.tif', tiff([[339, 3, 3, 26]], '\x03\0\x03\0\x03\0'))).toBe(
      'still-scene-referred',
    )
    expect(await codeOf('whole.tif', await plain().tiff().toBuffer())).toBe('taken')
  })

  it('a TIFF whose photometry or description is log', async () => {
    expect(await codeOf('logluv.tif', tiff([[262, 3, 1, 32_845]]))).toBe('still-scene-referred')
    expect(await codeOf('described.tif', tiff([[270, 2, 20, 26]], 'ARRI LogC4 / AWG4\0\0\0'))).toBe(
      'still-scene-referred',
    )
  })

  it('a picture whose profile says so', async () => {
    const primaries = [
      [0.436, 0.2225, 0.0139],
      [0.3851, 0.7169, 0.0971],
      [0.1431, 0.0606, 0.7139],
    ] as const
    const png = await plain().png().toBuffer()
    expect(await codeOf('linear.png', tagPng(png, makeRgbProfile('Linear sRGB', 1, primaries)))).toBe(
      'still-scene-referred',
    )
    expect(await codeOf('show.png', tagPng(png, makeRgbProfile('Show display', 2.2, primaries)))).toBe(
      'taken',
    )
  })

  it('but a name alone is only a suspicion', async () => {
    expect(await codeOf('plate_LogC_v01.png', await plain().png().toBuffer())).toBe('taken')
    expect(smellsOfLog('plate_LogC_v01.png')).toBe(true)
    expect(smellsOfLog('SH010_slog3.tif')).toBe(true)
    expect(smellsOfLog('catalog of logs.png')).toBe(false)
    expect(smellsOfLog('vlogger portrait.jpg')).toBe(false)
  })
})

describe('a picture that ends too early', () => {
  it.each(['jpeg', 'png', 'webp', 'tiff', 'gif'] as const)(
    '%s is refused when its small picture is made',
    async (format) => {
      const path = join(folder, `cut.${format}`)
      const noise = { type: 'gaussian' as const, mean: 128, sigma: 60 }
      await sharp({ create: { width: 1200, height: 800, channels: 3, background: 'teal', noise } })
        .toFormat(format, { effort: 1 })
        .toFile(path)
      await truncate(path, Math.floor((await readFile(path)).length * 0.6))
      const outPath = join(folder, `cut-${format}.jpg`)
      const import_ = async () => {
        const still = describeStill(path, await probeStill(path))
        await renderPicture({ kind: 'thumb', stillPath: path, still, outPath })
      }
      await expect(import_()).rejects.toMatchObject({ code: 'still-unreadable' })
      await expect(readFile(outPath)).rejects.toMatchObject({ code: 'ENOENT' })
    },
  )
})

it('the window’s pictures keep transparency, and stand upright', async () => {
  const path = join(folder, 'clear.png')
  await sharp({
    create: { width: 600, height: 300, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } },
  })
    .png()
    .toFile(path)
  const still = describeStill(path, await probeStill(path))
  const outPath = join(folder, 'clear.webp')
  await renderPicture({ kind: 'thumb', stillPath: path, still, outPath })
  expect(await sharp(outPath).metadata()).toMatchObject({
    format: 'webp',
    hasAlpha: true,
    width: 384,
    height: 192,
  })
})
