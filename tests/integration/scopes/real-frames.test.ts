// Scopes of real frames and photographs against the plain reading, bin for bin.
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countScope, SCOPE_KINDS } from '../../../src-main/shared/scopes/count-scope'
import { createScale, SCALE_IDS } from '../../../src-main/shared/scopes/scales'
import type { LinearPixels } from '../../../src-main/shared/scopes/pixels'
import { loadDecoder } from '../../support/exr-module'
import { hasMaterial, MATERIAL, unpackDelivery } from '../../support/real-material'
import { readViews } from '../../support/scope-pictures'
import { countByReference, countDifferences } from '../../support/scope-reference'

let folder = ''
let frames: string[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude-scopes-'))
  if (hasMaterial) frames = await unpackDelivery(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe.skipIf(!hasMaterial)('real pictures', () => {
  it('have the reference’s bins in every scope', async () => {
    const decoder = loadDecoder()
    const { pq } = await readViews()
    const images = ['Carrots.exr', 'BrightRingsNanInf.exr', 'WideColorGamut.exr']
    const paths = [frames[0] ?? '', ...images.map((name) => join(MATERIAL, 'openexr-images', name))]
    for (const [index, path] of paths.entries()) {
      const pixels = decoder.decode(readFileSync(path), { output: 'rgba-half' }) as LinearPixels
      for (const kind of SCOPE_KINDS) {
        // Each picture with another scale: all are met, and the reference stays affordable.
        const id = SCALE_IDS[index % SCALE_IDS.length] ?? 'stops'
        const region = { x: 40, y: 30, width: 300, height: 200 }
        const request = { kind, region, scale: createScale(id, id === 'nits' ? pq : null) }
        const bins = countScope(pixels, request)
        expect(
          countDifferences(bins, countByReference(pixels, request, 512)),
          `${basename(path)} ${kind}`,
        ).toBe(0)
        expect(bins.pixelCount).toBe(300 * 200)
      }
    }
  })
})
