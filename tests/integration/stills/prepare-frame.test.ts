// The prepared frame's pixels, with the real sharp: the right ones, in linear light, exactly the canvas.
import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FRAMING_DEFAULTS, type Crop } from '#shared/domain/crop'
import { centerCrop } from '#shared/domain/crop-moves'
import { describeStill } from '../../../src-main/features/stills/import-stills'
import { probeStill } from '../../../src-main/features/stills/probe-still'
import { prepareFrame } from '../../../src-main/features/stills/render-still'
import { crc32 } from '../../support/png-crc'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude prepare '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Pixels {
  data: Buffer
  width: number
  height: number
  at(x: number, y: number): number[]
}

async function prepare(
  path: string,
  canvas: { width: number; height: number },
  crop?: Crop,
): Promise<Pixels> {
  const still = describeStill(path, await probeStill(path))
  const outPath = join(folder, 'prepared.png')
  await prepareFrame({ stillPath: path, still, crop: crop ?? centerCrop(still, canvas), canvas, outPath })
  const { data, info } = await sharp(outPath).raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  expect(channels).toBe(3)
  return {
    data,
    width,
    height,
    at: (x, y) => [...data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3)],
  }
}

/** Pixels that tell where they come from: red is x, green is y, in steps that 8 bits hold. */
async function identifiable(
  name: string,
  width: number,
  height: number,
  orientation?: number,
): Promise<string> {
  const data = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) data.set([x, y, 7], (y * width + x) * 3)
  }
  const path = join(folder, name)
  const image = sharp(data, { raw: { width, height, channels: 3 } })
  await (orientation === undefined ? image : image.withMetadata({ orientation })).png().toFile(path)
  return path
}

async function displayP3(): Promise<Buffer> {
  const { data } = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withIccProfile('p3')
    .png()
    .toBuffer({ resolveWithObject: true })
  const { icc } = await sharp(data).metadata()
  if (!icc) throw new Error('sharp wrote no profile')
  return icc
}

/** Puts an iCCP chunk behind the header: pixels stay as they are, only their meaning changes. */
function tagPng(png: Buffer, icc: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('iCCPtest\0\0', 'latin1'), deflateSync(icc)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length - 4)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([png.subarray(0, 33), length, body, check, png.subarray(33)])
}

describe('the prepared frame', () => {
  it('is the exact source pixels where nothing is scaled', async () => {
    const path = await identifiable('grid.png', 250, 200)
    const frame = await prepare(
      path,
      { width: 128, height: 72 },
      { ...FRAMING_DEFAULTS, x: 30, y: 40, width: 128, height: 72, fit: 'fill' },
    )
    expect([frame.width, frame.height]).toEqual([128, 72])
    for (const [x, y] of [
      [0, 0],
      [127, 0],
      [0, 71],
      [127, 71],
      [63, 35],
    ] as const) {
      expect(frame.at(x, y), `${x},${y}`).toEqual([30 + x, 40 + y, 7])
    }
  })

  it('turns the still upright before it crops', async () => {
    // Orientation 6: what is stored must be turned a quarter clockwise; stored (0, height-1) becomes the top left.
    const path = await identifiable('turned.png', 200, 100, 6)
    const frame = await prepare(
      path,
      { width: 64, height: 64 },
      { ...FRAMING_DEFAULTS, x: 0, y: 0, width: 64, height: 64, fit: 'fill' },
    )
    expect(frame.at(0, 0)).toEqual([0, 99, 7])
    expect(frame.at(63, 0)).toEqual([0, 36, 7])
    expect(frame.at(0, 63)).toEqual([63, 99, 7])
  })

  it('averages light and not codes: a fine checkerboard becomes 188', async () => {
    const side = 512
    const data = Buffer.alloc(side * side * 3)
    for (let index = 0; index < side * side; index += 1)
      data.fill(((index + Math.floor(index / side)) % 2) * 255, index * 3, index * 3 + 3)
    const path = join(folder, 'checker.png')
    await sharp(data, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toFile(path)
    const frame = await prepare(path, { width: 128, height: 128 })
    for (const [x, y] of [
      [64, 64],
      [20, 90],
      [100, 31],
    ] as const) {
      for (const code of frame.at(x, y)) expect(Math.abs(code - 188)).toBeLessThanOrEqual(1)
    }
  })

  it('keeps every code of a dark ramp', async () => {
    const data = Buffer.alloc(256 * 64 * 3)
    for (let index = 0; index < 256 * 64; index += 1) data.fill(index % 256, index * 3, index * 3 + 3)
    const path = join(folder, 'ramp.png')
    await sharp(data, { raw: { width: 256, height: 64, channels: 3 } })
      .png()
      .toFile(path)
    const frame = await prepare(path, { width: 256, height: 64 })
    expect(Array.from({ length: 256 }, (_, x) => frame.at(x, 30)[0])).toEqual(
      Array.from({ length: 256 }, (_, x) => x),
    )
  })

  it('lays a transparent still on 18 % grey', async () => {
    const path = join(folder, 'clear.png')
    await sharp({
      create: { width: 128, height: 128, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toFile(path)
    expect((await prepare(path, { width: 64, height: 64 })).at(32, 32)).toEqual([118, 118, 118])
  })

  it('pads in black when asked to show everything', async () => {
    const path = join(folder, 'white.png')
    await sharp({ create: { width: 100, height: 100, channels: 3, background: 'white' } })
      .png()
      .toFile(path)
    const frame = await prepare(
      path,
      { width: 160, height: 80 },
      centerCrop({ width: 100, height: 100 }, { width: 160, height: 80 }, { fit: 'pad' }),
    )
    expect([frame.at(0, 40), frame.at(80, 40), frame.at(159, 40)]).toEqual([
      [0, 0, 0],
      [255, 255, 255],
      [0, 0, 0],
    ])
  })

  it.each([
    ['8 bit', 8],
    ['16 bit', 16],
  ])('converts a Display P3 still of %s to sRGB, and leaves an untagged one alone', async (_name, bits) => {
    // Display P3 (184, 56, 49) is sRGB (200, 40, 40) to within a code.
    const codes = [184, 56, 49]
    const scale = bits === 16 ? 257 : 1
    const pixels = bits === 16 ? new Uint16Array(100 * 100 * 3) : new Uint8Array(100 * 100 * 3)
    for (let index = 0; index < pixels.length; index += 1) pixels[index] = (codes[index % 3] ?? 0) * scale
    const raw = { width: 100, height: 100, channels: 3 as const }
    const untagged = await sharp(pixels, { raw })
      .toColourspace(bits === 16 ? 'rgb16' : 'srgb')
      .png()
      .toBuffer()
    const untaggedPath = join(folder, `untagged-${bits}.png`)
    await writeFile(untaggedPath, untagged)
    expect((await prepare(untaggedPath, { width: 64, height: 64 })).at(30, 30)).toEqual(codes)
    const taggedPath = join(folder, `p3-${bits}.png`)
    await writeFile(taggedPath, tagPng(untagged, await displayP3()))
    const [r = 0, g = 0, b = 0] = (await prepare(taggedPath, { width: 64, height: 64 })).at(30, 30)
    expect(
      [Math.abs(r - 200), Math.abs(g - 40), Math.abs(b - 40)].every((off) => off <= 1),
      `${r},${g},${b}`,
    ).toBe(true)
  })

  it('converts a CMYK JPEG to sRGB', async () => {
    const path = join(folder, 'cmyk.jpg')
    const red = sharp({
      create: { width: 100, height: 100, channels: 3, background: { r: 200, g: 40, b: 40 } },
    })
    await red.withIccProfile('cmyk').toColourspace('cmyk').jpeg({ quality: 100 }).toFile(path)
    const [r = 0, g = 0, b = 0] = (await prepare(path, { width: 64, height: 64 })).at(30, 30)
    expect(
      [Math.abs(r - 200), Math.abs(g - 40), Math.abs(b - 40)].every((off) => off <= 10),
      `${r},${g},${b}`,
    ).toBe(true)
  })

  it('refuses a picture that ends too early, and leaves no file', async () => {
    const path = join(folder, 'cut.jpg')
    await sharp({
      create: {
        width: 800,
        height: 600,
        channels: 3,
        background: 'teal',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toFile(path)
    await truncate(path, 20_000)
    const still = describeStill(path, await probeStill(path))
    const outPath = join(folder, 'out', 'never.png')
    await expect(
      prepareFrame({
        stillPath: path,
        still,
        crop: centerCrop(still, { width: 128, height: 72 }),
        canvas: { width: 128, height: 72 },
        outPath,
      }),
    ).rejects.toMatchObject({ code: 'still-unreadable' })
    await expect(readdir(join(folder, 'out'))).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
