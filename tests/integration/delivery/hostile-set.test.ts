// Every delivery of the hostile set is told by its code, and leaves nothing where it was looked at.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExrFrames } from '../../../src-main/features/delivery/exr-frames'
import { verifyDelivery } from '../../../src-main/features/delivery/verify-delivery'
import { startExrFrames } from '../../support/exr-frames'
import { buildZip } from '../../support/build-zip'
import { frameEntries } from '../../support/frames'
import { HOSTILE_DELIVERIES } from '../../support/hostile-deliveries'

const folder = mkdtempSync(join(tmpdir(), 'latitude hostile '))
const path = join(folder, 'delivery.zip')
let exr: ExrFrames
beforeAll(async () => {
  exr = await startExrFrames()
})
afterAll(async () => {
  await exr.close()
  rmSync(folder, { recursive: true })
})

describe('a hostile delivery', () => {
  it(`is one of ${HOSTILE_DELIVERIES.length}, of which each has a name of its own`, () => {
    expect(HOSTILE_DELIVERIES.length).toBeGreaterThanOrEqual(60)
    expect(new Set(HOSTILE_DELIVERIES.map(({ name }) => name)).size).toBe(HOSTILE_DELIVERIES.length)
  })

  it.each(HOSTILE_DELIVERIES.map((delivery) => [delivery.name, delivery.expected, delivery] as const))(
    '%s: %s',
    async (_, expected, { bytes, limits }) => {
      writeFileSync(path, bytes())
      const found = await verifyDelivery(exr, { path, ...(limits ? { limits } : {}) })
      expect(found.isIntact).toBe(false)
      expect(found.findings[0]?.code).toBe(expected)
      expect(readdirSync(folder)).toEqual(['delivery.zip'])
    },
  )

  it('is none of the honest ones', async () => {
    writeFileSync(path, buildZip(frameEntries(3)))
    expect((await verifyDelivery(exr, { path })).isIntact).toBe(true)
  })
})
