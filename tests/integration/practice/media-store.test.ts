import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMediaStore, isMediaUuid } from '../../../src-main/features/practice/media-store'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'practice media '))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const color = { r: 200, g: 100, b: 50 }
const plain = (channels: 3 | 4, background: object = color): Sharp =>
  sharp({ create: { width: 40, height: 30, channels, background } })
const toUri = async (picture: Sharp, type = 'png'): Promise<string> =>
  `data:image/${type};base64,${(await picture.toBuffer()).toString('base64')}`

describe('an uploaded picture', () => {
  it.each([
    ['a PNG', () => toUri(plain(3).png()), [200, 100, 50]],
    ['a JPEG', () => toUri(plain(3).jpeg({ quality: 100 }), 'jpeg'), [200, 100, 50]],
    ['a WebP', () => toUri(plain(3).webp({ lossless: true }), 'webp'), [200, 100, 50]],
    ['16 bit', () => toUri(plain(3).toColourspace('rgb16').png()), [200, 100, 50]],
    ['grey', () => toUri(plain(3, { r: 90, g: 90, b: 90 }).toColourspace('b-w').png()), [90, 90, 90]],
    ['half transparent, over black', () => toUri(plain(4, { ...color, alpha: 0.5 }).png()), [100, 50, 25]],
  ])('as %s comes out as sRGB, three bytes a pixel, at the size asked for', async (_, make, expected) => {
    const store = createMediaStore(folder)
    const stored = await store.add(await make())
    expect(stored).toMatchObject({ width: 40, height: 30 })
    expect(await store.find(stored.mediaUuid)).toEqual(stored)
    const pixels = await store.readPixels(stored.mediaUuid, 16, 16)
    expect(pixels).toHaveLength(16 * 16 * 3)
    for (const [channel, value] of expected.entries())
      expect(Math.abs((pixels[384 + channel] ?? 0) - value)).toBeLessThanOrEqual(2)
  })

  it('is not found by another id, nor by a path', async () => {
    const store = createMediaStore(folder)
    for (const id of ['a3f1c2d4-5e6f-4081-92a3-b4c5d6e7f809', '../x', '']) {
      expect(await store.find(id)).toBeUndefined()
    }
    expect(isMediaUuid('../../../../../../../../../etc/passwd')).toBe(false)
  })

  it('is refused when it is none, and leaves nothing behind', async () => {
    const own = await mkdtemp(join(folder, 'own '))
    const store = createMediaStore(own)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').toString(
      'base64',
    )
    for (const uri of ['', 'hello', 'data:image/png;base64,', `data:image/png;base64,${svg}`]) {
      await expect(store.add(uri)).rejects.toMatchObject({ errors: [{ code: 'invalidMedia' }] })
    }
    expect(await readdir(own)).toEqual([])
  })

  it('is removed when it is old, unless a job still needs it', async () => {
    const own = await mkdtemp(join(folder, 'old '))
    const store = createMediaStore(own)
    const uri = await toUri(plain(3).png())
    const [kept, dropped] = [await store.add(uri), await store.add(uri)]
    await store.removeOlderThan(0, () => false)
    expect(await readdir(own)).toHaveLength(2)
    await store.removeOlderThan(Date.now() + 60_000, (id) => id === kept.mediaUuid)
    expect(await store.find(kept.mediaUuid)).toBeDefined()
    expect(await store.find(dropped.mediaUuid)).toBeUndefined()
  })
})
