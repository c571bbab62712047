// The prepared frame's colors: profiles, grey, transparency and deep pixels come out as the sRGB codes they mean.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FRAMING_DEFAULTS } from '#shared/domain/crop'
import { centerCrop } from '#shared/domain/crop-moves'
import { makeRgbProfile } from '../../support/icc-profile'
import { prepare, tagPng, writePainted } from '../../support/prepared-pixels'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude color '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const SIZE = { width: 128, height: 128 }
const SMALL = { width: 64, height: 64 }
const off = (pixel: readonly number[], wanted: readonly number[]): number =>
  Math.max(...wanted.map((code, index) => Math.abs(code - (pixel[index] ?? NaN))))
const decode = (code: number): number => {
  const v = code / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
}
const encode = (light: number): number => {
  const v = Math.min(1, Math.max(0, light))
  return 255 * (v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055)
}

describe.each([8, 16] as const)('at %i bit', (bits) => {
  const deep = bits === 16 ? 257 : 1

  it('Adobe RGB becomes the sRGB that its matrix says', async () => {
    const plain = await writePainted(
      folder,
      `adobe-${bits}.png`,
      SIZE,
      () => [150 * deep, 120 * deep, 90 * deep],
      { bits },
    )
    await writeFile(
      plain,
      tagPng(await readFile(plain), makeRgbProfile('Adobe RGB (1998)', 563 / 256, ADOBE_D50)),
    )
    // Adobe RGB (1998) to linear sRGB, both D65: IEC 61966-2-5 and 2-1.
    const [r = 0, g = 0, b = 0] = [150, 120, 90].map((code) => (code / 255) ** (563 / 256))
    const wanted = [1.3984 * r - 0.3984 * g, g, -0.0429 * g + 1.0429 * b].map(encode)
    expect(off((await prepare(plain, SMALL)).at(30, 30), wanted)).toBeLessThanOrEqual(1.5)
  })

  it('half-transparent pixels are mixed with the chosen grey in light', async () => {
    const top = 65_535 / (bits === 16 ? 1 : 257)
    const path = await writePainted(
      folder,
      `alpha-${bits}.png`,
      SIZE,
      (x) => [200 * deep, 40 * deep, 90 * deep, x < 64 ? Math.round(top / 2) : 0],
      { bits },
    )
    for (const backdropCode of [118, 30]) {
      const wanted = [200, 40, 90].map((code) => encode((decode(code) + decode(backdropCode)) / 2))
      const crops = [
        { canvas: SMALL, crop: centerCrop(SIZE, SMALL, { backdropCode }) },
        { canvas: SIZE, crop: centerCrop(SIZE, SIZE, { backdropCode }) },
        { canvas: { width: 256, height: 256 }, crop: centerCrop(SIZE, SIZE, { backdropCode }) },
        { canvas: SMALL, crop: centerCrop(SIZE, SMALL, { backdropCode, straightenDegrees: 5 }) },
      ]
      for (const { canvas, crop } of crops) {
        const frame = await prepare(path, canvas, crop)
        const at = (x: number) => frame.at(Math.round(canvas.width * x), canvas.height / 2)
        expect(off(at(0.25), wanted), `half over ${backdropCode}`).toBeLessThanOrEqual(1.2)
        expect(at(0.75), `clear over ${backdropCode}`).toEqual([backdropCode, backdropCode, backdropCode])
      }
    }
  })

  it('grey keeps its codes', async () => {
    const path = await writePainted(folder, `grey-${bits}.png`, SIZE, (x) => [x * 2 * deep], { bits })
    const frame = await prepare(path, SIZE)
    expect(Array.from({ length: 128 }, (_, x) => frame.at(x, 5))).toEqual(
      Array.from({ length: 128 }, (_, x) => [x * 2, x * 2, x * 2]),
    )
  })
})

it('a 16-bit gradient finer than a code keeps distinct local means', async () => {
  const wide = { width: 1024, height: 128 }
  const path = await writePainted(folder, 'gradient.png', wide, (x) => [x + 20_000, x + 20_000, x + 20_000], {
    bits: 16,
  })
  const frame = await prepare(path, wide, { ...FRAMING_DEFAULTS, x: 0, y: 0, ...wide })
  const means = Array.from({ length: 16 }, (_, band) => {
    let sum = 0
    for (let x = band * 64; x < band * 64 + 64; x += 1)
      for (let y = 0; y < 128; y += 1) sum += frame.at(x, y)[0] ?? 0
    return sum / 8192
  })
  for (const [band, mean] of means.entries())
    expect(Math.abs(mean - (20_000 + band * 64 + 31.5) / 257), `band ${band}`).toBeLessThan(0.03)
})

it('the same still, crop and canvas give the same bytes', async () => {
  const path = await writePainted(folder, 'again.png', SIZE, (x, y) => [x, y, x ^ y])
  const [first, second] = [await prepare(path, SMALL), await prepare(path, SMALL)]
  expect(first.data.equals(second.data)).toBe(true)
})

it('an UltraHDR JPEG is its SDR base', async () => {
  const path = join(folder, 'ultra.jpg')
  const base = { create: { ...SIZE, channels: 3 as const, background: { r: 90, g: 140, b: 60 } } }
  // sharp's own types do not know the function yet.
  const mapped = (sharp(base) as unknown as { withGainMap(): Sharp }).withGainMap()
  await mapped.jpeg({ quality: 100 }).toFile(path)
  const bytes = await readFile(path)
  expect((await sharp(path).metadata()).gainMap).toBeDefined()
  // The base alone: the first of the two pictures in the file, decoded as any program without gain maps does.
  const second = bytes.indexOf(Buffer.from([0xff, 0xd9, 0xff, 0xd8]))
  expect(second).toBeGreaterThan(0)
  const alone = join(folder, 'base.jpg')
  await writeFile(alone, bytes.subarray(0, second + 2))
  const [whole, sdr] = [await prepare(path, SMALL), await prepare(alone, SMALL)]
  expect(off(whole.at(30, 30), sdr.at(30, 30))).toBeLessThanOrEqual(1)
})

/** Adobe RGB (1998)'s primaries adapted to D50: red, green, blue columns. */
const ADOBE_D50 = [
  [0.60974, 0.31111, 0.01947],
  [0.20528, 0.62567, 0.06087],
  [0.14919, 0.06322, 0.74457],
] as const
