// Every figure of the proof sheet against numpy: on the application's own examples by results kept in the repository
// (proof_oracle.py wrote them), on a real delivery by numpy itself where it is installed.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBakedLuts } from '../../../src-main/features/proof/light-views'
import { createFrameMeter } from '../../../src-main/shared/proof/frame-measure'
import { closeFrames, proveTake } from '../../../src-main/shared/proof/prove-take'
import { proofSheetSchema, type ProofFigures } from '../../../src-main/shared/proof/proof-sheet'
import type { LinearPixels } from '../../../src-main/shared/scopes/pixels'
import { createLutView } from '../../../src-main/shared/scopes/views'
import { loadDecoder } from '../../support/exr-module'
import { findOpenExrPython } from '../../support/openexr-python'
import { hasMaterial, unpackDelivery } from '../../support/real-material'

const ROOT = resolve(import.meta.dirname, '../../..')
const LUTS = join(ROOT, 'assets', 'luts')
const ORACLE = join(ROOT, 'tests', 'fixtures', 'proof', 'proof_oracle.py')
const EXAMPLES = ['lantern', 'floats', 'floats', 'lantern', 'floats'].map((name) =>
  join(ROOT, 'assets', 'examples', `${name}.exr`),
)

type Expected = Record<string, number | null> & {
  outside: Record<string, number>
  codes: [number, number][]
  light: Record<string, { maxCll: number; maxFall: number; maxFallOfAllPixels: number }>
  duplicates: number[]
  frozen: number[]
}

/** How far a figure may be off, relative; those not named here are equal to nine digits. */
const TOLERANCE: Record<string, number> = {
  // Sums of halves in another order, and grids kept as 32-bit floats.
  colorStep: 1e-4,
  colorDrift: 1e-4,
  seamRatio: 1e-5,
  // A value on a bin's edge may fall to either side, as the last bit of a matrix or a logarithm has it.
  combScore: 0.05,
  detailDecibels: 1e-4,
  flatShare: 0.001,
  flatOfTopStop: 0.001,
}

// The shaper is a table here and a curve there.
const LIGHT_TOLERANCE = 0.002

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'latitude-proof-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function prove(paths: readonly string[]): Promise<ProofFigures> {
  const decoder = loadDecoder()
  const luts = (await readBakedLuts(LUTS)).filter(({ transfer }) => transfer === 'pq')
  const meter = createFrameMeter(luts.map(createLutView))
  const close = closeFrames(paths.length)
  const frames = paths.map((path, index) => {
    const pixels = decoder.decode(readFileSync(path), { output: 'rgba-half' }) as LinearPixels
    return meter.measure(pixels, close.has(index))
  })
  const sheet = proveTake('take', { firstFrame: 0, frames, viewTitles: luts.map(({ title }) => title) })
  return proofSheetSchema.parse(JSON.parse(JSON.stringify(sheet))).figures
}

/** One line for each figure that differs. */
function compare(figures: ProofFigures, expected: Expected): string[] {
  const { codes, outside, light, duplicateFrames, frozenFrames } = figures
  const found: Record<string, unknown> = { ...figures }
  const wrong: string[] = []
  const check = (name: string, value: unknown, wanted: number | null, tolerance: number): void => {
    const isNear =
      typeof value === 'number' && wanted !== null
        ? Math.abs(value - wanted) <= Math.abs(wanted) * tolerance + 1e-12
        : value === wanted
    if (!isNear) wrong.push(`${name}: ${String(value)}, numpy ${String(wanted)}`)
  }
  for (const [name, wanted] of Object.entries(expected)) {
    if (typeof wanted !== 'number') continue
    check(name, found[name], wanted, TOLERANCE[name] ?? 1e-9)
  }
  for (const [name, wanted] of Object.entries(expected.outside)) {
    check(`outside ${name}`, outside[name as keyof typeof outside], wanted, 1e-9)
  }
  expect(codes.map(({ distinct }) => distinct)).toEqual(expected.codes.map(([, distinct]) => distinct))
  expect(duplicateFrames).toEqual(expected.duplicates)
  expect(frozenFrames).toEqual(expected.frozen)
  expect(light).toHaveLength(4)
  for (const [index, [id, wanted]] of Object.entries(expected.light).entries()) {
    const { viewId, maxCll, maxFall } = light[index] ?? { viewId: '', maxCll: NaN, maxFall: NaN }
    expect(viewId).toBe(id)
    check(`${id} MaxCLL`, maxCll, wanted.maxCll, LIGHT_TOLERANCE)
    check(`${id} MaxFALL`, maxFall, wanted.maxFall, LIGHT_TOLERANCE)
    console.log(`${id}: MaxCLL ${maxCll}, MaxFALL ${maxFall}, of all pixels ${wanted.maxFallOfAllPixels}`)
    // Every 61st pixel meets small bright lights by chance, and at 4000 nit each of them weighs more.
    const samplingError = Math.abs(maxFall / wanted.maxFallOfAllPixels - 1)
    expect(samplingError).toBeLessThan(id.includes('4000') ? 0.03 : 0.02)
  }
  return wrong
}

describe('the figures are numpy’s', () => {
  it('on a take made of the application’s examples', async () => {
    const kept = readFileSync(join(ROOT, 'tests', 'fixtures', 'proof', 'examples.json'), 'utf8')
    const expected = JSON.parse(kept) as Expected
    expect(Object.keys(expected)).toHaveLength(23)
    expect(compare(await prove(EXAMPLES), expected)).toEqual([])
  })

  it.skipIf(!hasMaterial || findOpenExrPython() === null)(
    'on a real delivery',
    { timeout: 120_000 },
    async () => {
      const paths = await unpackDelivery(folder)
      const printed = execFileSync('python3', [ORACLE, LUTS, ...paths], { encoding: 'utf8' })
      expect(compare(await prove(paths), JSON.parse(printed) as Expected)).toEqual([])
    },
  )
})
