// Is it really HDR? Real frames are left alone; the same frames made fake in five ways are called fake, lossless and
// through DWAB. The margins to every limit are printed.
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFrameMeter } from '../../../src-main/shared/proof/frame-measure'
import { proveTake } from '../../../src-main/shared/proof/prove-take'
import type { ProofSheet } from '../../../src-main/shared/proof/proof-sheet'
import { THRESHOLDS } from '../../../src-main/shared/proof/thresholds'
import type { LinearPixels } from '../../../src-main/shared/scopes/pixels'
import { FAKES, makeFake, type FakeName } from '../../support/fake-hdr'
import { loadDecoder } from '../../support/exr-module'
import { findOpenExrPython } from '../../support/openexr-python'
import { hasMaterial, unpackDelivery } from '../../support/real-material'

const EXAMPLES = resolve(import.meta.dirname, '../../../assets/examples')
const PACK = resolve(import.meta.dirname, '../../fixtures/exr/pack_dwab.py')
const NAMES = Object.keys(FAKES) as FakeName[]
/** Which verdict is to speak of which fake. */
const REASON: Record<FakeName, string> = {
  'SDR multiplied up': 'flat-top',
  'inverse tone-mapped': 'flat-top',
  'clipped and smoothed': 'flat-top',
  'banded to 8 bits': 'banding',
  upscaled: 'detail',
}

const decoder = loadDecoder()
const meter = createFrameMeter([])
let folder = ''
const reals = new Map<string, LinearPixels>()

async function read(path: string): Promise<LinearPixels> {
  return decoder.decode(await readFile(path), { output: 'rgba-half' }) as LinearPixels
}

function prove(name: string, pixels: LinearPixels): ProofSheet {
  return proveTake(name, { firstFrame: 1, frames: [meter.measure(pixels, true)], viewTitles: [] })
}

function print(name: string, { conclusion, figures }: ProofSheet): void {
  const { flatShare, flatOfTopStop, combScore, detailDecibels } = figures
  const limits = `${THRESHOLDS.flatShare.value * 100} %, ${THRESHOLDS.combScore.value}, ${THRESHOLDS.detailDecibels.value} dB`
  console.log(
    `${name}: ${conclusion.kind}; flat ${(flatShare * 100).toFixed(3)} % (${(flatOfTopStop * 100).toFixed(1)} % of top stop), ` +
      `line ${combScore?.toFixed(0)}, detail ${detailDecibels?.toFixed(1)} dB; limits ${limits}`,
  )
}

/** Through OpenEXR's own DWAB at 45, as a delivery comes. */
async function throughDwab(pixels: LinearPixels): Promise<LinearPixels> {
  const raw = join(folder, 'raw.bin')
  const exr = join(folder, 'dwab.exr')
  await writeFile(raw, new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.byteLength))
  execFileSync('python3', [PACK, raw, String(pixels.width), String(pixels.height), exr])
  return await read(exr)
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude-fake-'))
  for (const name of ['floats', 'lantern', 'passage'])
    reals.set(name, await read(join(EXAMPLES, `${name}.exr`)))
  if (!hasMaterial) return
  const frames = await unpackDelivery(folder)
  for (const index of [0, 9]) reals.set(`delivered frame ${index}`, await read(frames[index] ?? ''))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('real frames', () => {
  it('are called real', () => {
    for (const [name, pixels] of reals) {
      const sheet = prove(name, pixels)
      print(name, sheet)
      expect(sheet.conclusion.kind, name).toBe('real-hdr')
    }
    expect(reals.size).toBe(hasMaterial ? 5 : 3)
  })

  it.skipIf(findOpenExrPython() === null)('are called real after DWAB, too', async () => {
    for (const [name, pixels] of reals) {
      const sheet = prove(name, await throughDwab(pixels))
      print(`${name}, DWAB`, sheet)
      expect(sheet.conclusion.kind, name).toBe('real-hdr')
    }
  })
})

describe.each(NAMES)('%s', (fake) => {
  it('is called fake, for the right reason, lossless and after DWAB', { timeout: 180_000 }, async () => {
    const hasDwab = findOpenExrPython() !== null
    for (const name of hasMaterial
      ? ['lantern', 'delivered frame 0', 'delivered frame 9']
      : ['lantern', 'passage']) {
      const real = reals.get(name)
      if (!real) throw new Error(`no ${name}`)
      const made = makeFake(fake, real)
      for (const [way, pixels] of [
        ['lossless', made],
        ['DWAB', hasDwab ? await throughDwab(made) : made],
      ] as const) {
        const sheet = prove(name, pixels)
        print(`${name}, ${fake}, ${way}`, sheet)
        expect(sheet.conclusion.kind, name).toBe('fake-hdr')
        expect(sheet.conclusion.reasons, name).toContain(REASON[fake])
      }
    }
  })
})
