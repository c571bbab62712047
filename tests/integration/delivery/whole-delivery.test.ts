import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sequenceSchema } from '#shared/domain/take'
import { createDelivery, type Delivery } from '../../../src-main/features/delivery/create-delivery'
import { createSystemClock } from '../../../src-main/app/system-clock'
import { DELIVERY_ZIP, hasMaterial } from '../../support/real-material'
import type { ExrFrames } from '../../../src-main/features/delivery/exr-frames'
import { startExrFrames } from '../../support/exr-frames'
import { realFfmpeg } from '../../support/real-ffmpeg'

const root = mkdtempSync(join(tmpdir(), 'latitude Zürich %04d ’🎬 '))
let delivery: Delivery
let exr: ExrFrames
beforeAll(async () => {
  exr = await startExrFrames()
  const { run, probe } = await realFfmpeg()
  delivery = createDelivery({ fetch, run, probe, exr, clock: createSystemClock() })
})
afterAll(async () => {
  await exr.close()
  rmSync(root, { recursive: true })
})

describe.skipIf(!hasMaterial)('a delivery as the provider makes it', () => {
  const exrFolder = join(root, 'take', 'exr')

  it('is unpacked, conformed and proven with true numbers', async () => {
    expect(await delivery.sniffDelivery(DELIVERY_ZIP)).toBe('zip')
    const folder = join(root, 'take', 'unpacked')
    const { files } = await delivery.unpack({ zipPath: DELIVERY_ZIP, folder })
    expect(files).toHaveLength(10)
    const conformed = await delivery.conform({ files, exrFolder, baseName: 'SH010_v001' })
    expect(conformed).toMatchObject({ firstFrame: 1001, count: 10, others: [] })
    expect(readdirSync(exrFolder).sort()).toEqual(
      Array.from({ length: 10 }, (_, index) => `SH010_v001.${1001 + index}.exr`),
    )
    const frames: number[] = []
    const { sequence, findings } = await delivery.proveSequence({
      frames: conformed.frames.map(({ frame, fileName }) => ({ frame, path: join(exrFolder, fileName) })),
      folder: exrFolder,
      baseName: 'SH010_v001',
      firstFrame: 1001,
      count: 10,
      asked: { width: 480, height: 270, frames: 10 },
      onProgress: ({ done }) => frames.push(done),
    })
    expect(sequenceSchema.parse(sequence)).toEqual(sequence)
    expect(findings).toMatchObject([{ code: 'color-space-assumed', severity: 'note' }])
    // OpenImageIO reads 1055.0 as the brightest; ffmpeg's DWA is within half a percent of it.
    expect(sequence?.brightest).toMatchObject({ frame: 1010, exposureStops: expect.closeTo(12.52, 1) })
    expect(Math.abs((sequence?.brightest.value ?? 0) / 1055 - 1)).toBeLessThan(0.005)
    expect(sequence).toMatchObject({ compression: 'dwab', pixelType: 'half', bytes: 1976428, nanCount: 0 })
    expect(sequence).toMatchObject({
      colorSpace: 'aces2065-1',
      isColorSpaceAssumed: true,
      chromaticities: null,
    })
    expect(frames).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })
})
