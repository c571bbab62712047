// The two schemes of the window in a real Electron: what they serve, byte for byte, and what they refuse.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import sharp from 'sharp'
import { launchLatitude, type LaunchedLatitude } from '../support/electron-app'

let latitude: LaunchedLatitude

test.beforeAll(async () => {
  latitude = await launchLatitude()
})
test.afterAll(async () => latitude.close())

test('unknown and ill-formed media addresses are 404', async () => {
  const addresses = [
    `media://file/${'0'.repeat(32)}`,
    'media://file/..%2f..%2fetc%2fpasswd',
    `media://other/${'0'.repeat(32)}`,
    'media://file/',
  ]
  const statuses = await latitude.page.evaluate(
    (list) => Promise.all(list.map(async (address) => (await fetch(address)).status)),
    addresses,
  )
  expect(statuses).toEqual([404, 404, 404, 404])
})

test('the app: scheme serves nothing outside its folder', async () => {
  const statuses = await latitude.page.evaluate(() =>
    Promise.all(
      ['/../main/main.cjs', '/%2e%2e/main/main.cjs', '/..%2fmain%2fmain.cjs', '/nothing', '/%00'].map(
        async (path) => (await fetch(`app://latitude${path}`)).status,
      ),
    ),
  )
  expect(statuses).toEqual([404, 404, 404, 404, 404])
})

test('a registered file answers ranges exactly', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'latitude stills ü 🙂 '))
  try {
    const mediaId = await importNoise(join(folder, 'noise 100% #1.png'))
    const whole = await readMedia(mediaId)
    expect(whole.status).toBe(200)
    const bytes = Buffer.from(whole.base64, 'base64')
    expect((await sharp(bytes).metadata()).width).toBeGreaterThan(500)
    const size = bytes.length
    expect(size).toBeGreaterThan(200_000)
    for (const [header, start, end] of [
      ['bytes=0-0', 0, 0],
      ['bytes=1000-120000', 1000, 120_000],
      [`bytes=${size - 10}-`, size - 10, size - 1],
      ['bytes=-5', size - 5, size - 1],
      ['bytes=10-99999999', 10, size - 1],
    ] as const) {
      const answer = await readMedia(mediaId, header)
      expect(answer).toMatchObject({ status: 206, contentRange: `bytes ${start}-${end}/${size}` })
      expect(Buffer.from(answer.base64, 'base64').equals(bytes.subarray(start, end + 1))).toBe(true)
    }
    const beyond = await readMedia(mediaId, `bytes=${size}-`)
    expect(beyond).toMatchObject({ status: 416, contentRange: `bytes */${size}`, base64: '' })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

interface Door {
  bridge: { call(name: string, input: unknown): Promise<{ ok: boolean; value: unknown }> }
}

/** Imports a picture that no compression shrinks, by the window's own door. Returns its media id. */
async function importNoise(path: string): Promise<string> {
  const [width, height] = [1024, 768]
  const pixels = randomBytes(width * height * 3)
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toFile(path)
  await latitude.page.evaluate(async (file) => {
    const { bridge } = globalThis as unknown as Door
    const imported = await bridge.call('importStills', { paths: [file] })
    if (!imported.ok) throw new Error(JSON.stringify(imported))
  }, path)
  // The large picture is made after the still has come.
  let mediaId: string | null | undefined
  await expect
    .poll(async () => {
      mediaId = await latitude.page.evaluate(async () => {
        const { bridge } = globalThis as unknown as Door
        const { value } = await bridge.call('getSnapshot', {})
        const { shots } = value as { shots: { stills: { mediaId: string | null }[] }[] }
        return shots[0]?.stills[0]?.mediaId
      })
      return typeof mediaId
    })
    .toBe('string')
  if (!mediaId) throw new Error('The still has no media id.')
  return mediaId
}

function readMedia(
  mediaId: string,
  range?: string,
): Promise<{ status: number; contentRange: string | null; base64: string }> {
  return latitude.page.evaluate(
    async ({ address, header }) => {
      const response = await fetch(address, header ? { headers: { range: header } } : {})
      const blob = await response.blob()
      const url = await new Promise<string>((resolve) => {
        const reader = new FileReader()
        reader.onload = () => resolve(reader.result as string)
        reader.readAsDataURL(blob)
      })
      const contentRange = response.headers.get('content-range')
      return { status: response.status, contentRange, base64: url.split(',')[1] ?? '' }
    },
    { address: `media://file/${mediaId}`, header: range },
  )
}
