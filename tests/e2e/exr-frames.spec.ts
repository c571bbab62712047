// EXR frames in the window: fetched over media: and decoded in web workers, bit for bit.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { buildExr } from '../support/build-exr'
import { loadDecoder } from '../support/exr-module'
import { openStagePage, type OpenedStagePage } from '../support/open-stage-page'
import type { StagePage } from '../support/stage-page/page'

interface PageWindow {
  stagePage: StagePage
}

const EXR_FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'exr')

let stage: OpenedStagePage

test.beforeAll(async () => {
  stage = await openStagePage()
})
test.afterAll(() => stage.close())

const read = (mediaId: string) =>
  stage.page.evaluate((id) => (window as unknown as PageWindow).stagePage.read(id), mediaId)

const failing = (mediaId: string) =>
  stage.page.evaluate(
    (id) =>
      (window as unknown as PageWindow).stagePage.decode(id).then(
        () => null,
        ({ code, message }) => ({ code, message }),
      ),
    mediaId,
  )

for (const name of ['half-dwab', 'half-piz', 'float-zip', 'tiles-zip']) {
  test(`${name} comes out of a web worker as out of the decoder in Node`, async () => {
    const bytes = await readFile(join(EXR_FIXTURES, `${name}.exr`))
    const expected = loadDecoder().decode(bytes, { output: 'rgba-half', window: 'display' })
    const frame = await read(await stage.serve(bytes, 'exr'))
    expect(frame).toMatchObject({ width: expected.width, height: expected.height })
    expect(Buffer.compare(Buffer.from(Uint16Array.from(frame.halves).buffer), toBytes(expected.data))).toBe(0)
  })
}

test('a buffer that was given back holds a later frame, and a smaller frame fits into it', async () => {
  const large = await stage.serve(chart(40, 30), 'exr')
  const small = await stage.serve(chart(20, 10), 'exr')
  const sizes = await stage.page.evaluate(
    async ([first, second]) => {
      const { stagePage } = window as unknown as PageWindow
      const one = await stagePage.decode(first ?? '')
      const bytes = one.halves.buffer.byteLength
      stagePage.decoders.giveBack(one)
      const two = await stagePage.decode(second ?? '')
      return { bytes, own: two.halves.length, reused: two.halves.buffer.byteLength, left: one.halves.length }
    },
    [large, small],
  )
  expect(sizes).toEqual({ bytes: 40 * 30 * 8, own: 20 * 10 * 4, reused: 40 * 30 * 8, left: 0 })
})

test('a frame that is not wanted any more is let go with the signal’s own reason, and the next one comes', async () => {
  const mediaId = await stage.serve(chart(40, 30), 'exr')
  const told = await stage.page.evaluate(async (id) => {
    const { stagePage } = window as unknown as PageWindow
    const stopper = new AbortController()
    const wanted = stagePage.decode(id, stopper.signal).catch((error: unknown) => String(error))
    stopper.abort(new Error('moved on'))
    return [await wanted, (await stagePage.decode(id)).width]
  }, mediaId)
  expect(told).toEqual(['Error: moved on', 40])
})

test('a damaged file, one that is no EXR and one that is gone are told apart', async () => {
  const whole = Buffer.from(chart(40, 30))
  expect(await failing(await stage.serve(whole.subarray(0, whole.length - 100), 'exr'))).toMatchObject({
    code: 'exr-damaged',
  })
  expect(await failing(await stage.serve(Buffer.from('Dear colorist,'), 'exr'))).toMatchObject({
    code: 'exr-unreadable',
  })
  expect(await failing('f'.repeat(32))).toEqual({
    code: 'exr-unreadable',
    message: 'The frame’s file cannot be read (404).',
  })
})

function chart(width: number, height: number): Uint8Array {
  const channels = ['B', 'G', 'R'].map((name) => ({ name, type: 'half' as const }))
  return buildExr({ width, height, channels, pixel: (_channel, x, y) => x + 10 * y })
}

function toBytes(data: Uint16Array | Float32Array | Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength)
}
