import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { AP1, P3_D65, REC709 } from '#shared/domain/color-matrix'
import {
  findInputSpace,
  guessInputSpace,
  INPUT_SPACE_IDS,
  INPUT_SPACES,
  type InputSpaceId,
} from '#shared/domain/color/input-spaces'
import { describe, expect, test } from 'vitest'
import type { Rgb } from '../../support/color-difference'

const OWN = resolve(import.meta.dirname, '../../fixtures/color/ocio-inputs.json')
const GOLDEN = resolve(import.meta.dirname, '../../../../shared/golden')
const GOLDEN_FILES: readonly [file: string, id: InputSpaceId][] = [
  ['in-acescct', 'acescct'],
  ['in-adx10', 'adx10'],
  ['in-arri-logc3-ei800-awg3', 'arri-logc3'],
  ['in-canon-clog2-cgamut', 'canon-clog2'],
  ['in-canon-clog3-cgamut', 'canon-clog3'],
  ['in-panasonic-vlog-vgamut', 'panasonic-vlog'],
  ['in-red-log3g10-rwg', 'red-log3g10'],
  ['in-sony-slog3-sgamut3', 'sony-slog3'],
  ['in-sony-slog3-sgamut3cine', 'sony-slog3-cine'],
]

/** The worst of all values, as a part of what is allowed: relative 1e-4 or absolute 1e-6. */
function worst(id: InputSpaceId, codes: readonly Rgb[], known: readonly Rgb[]): number {
  const space = findInputSpace(id)
  if (!space) throw new Error(`no space ${id}`)
  return Math.max(
    ...codes.flatMap((code, at) =>
      space.toAp0(code).map((light, c) => {
        const truth = known[at]?.[c] ?? NaN
        return Math.abs(light - truth) / Math.max(1e-6, 1e-4 * Math.abs(truth))
      }),
    ),
  )
}

describe('each input space', () => {
  const answers = JSON.parse(readFileSync(OWN, 'utf8')) as {
    in: Rgb[]
    spaces: Record<string, Rgb[] | undefined>
  }

  test.each(INPUT_SPACE_IDS)('%s gives OpenColorIO’s light', (id) => {
    expect(answers.spaces[id]).toHaveLength(answers.in.length)
    expect(worst(id, answers.in, answers.spaces[id] ?? [])).toBeLessThanOrEqual(1)
  })

  test('has a label of its own', () => {
    expect(INPUT_SPACES.map(({ id }) => id)).toEqual([...INPUT_SPACE_IDS])
    expect(new Set(INPUT_SPACES.map(({ label }) => label)).size).toBe(INPUT_SPACES.length)
  })
})

describe.skipIf(!existsSync(GOLDEN))('the golden codes beside the repository', () => {
  test.each(GOLDEN_FILES)('%s are met by %s', (file, id) => {
    const golden = JSON.parse(readFileSync(resolve(GOLDEN, `${file}.json`), 'utf8')) as {
      in: Rgb[]
      out: Rgb[]
    }
    expect(golden.in.length).toBeGreaterThan(50)
    expect(worst(id, golden.in, golden.out)).toBeLessThanOrEqual(1)
  })
})

describe('a guess', () => {
  const NAMES: readonly [fileName: string, id: InputSpaceId | null][] = [
    ['A001_C002_LogC3_0001.dpx', 'arri-logc3'],
    ['shot_logc.tif', 'arri-logc3'],
    ['plate_SLog3_SGamut3Cine.tiff', 'sony-slog3-cine'],
    ['plate S-Log3.tif', 'sony-slog3'],
    ['GH5_V-Log.tif', 'panasonic-vlog'],
    ['R3D_Log3G10.dpx', 'red-log3g10'],
    ['C300_CLog2.dpx', 'canon-clog2'],
    ['C300_canon-log3.dpx', 'canon-clog3'],
    ['scan_adx10.0001.dpx', 'adx10'],
    ['comp_ACEScct.tif', 'acescct'],
    ['comp_acescg.exr', 'acescg'],
    ['plate_ap0.tif', 'aces2065-1'],
    ['render_lin_rec709.exr', 'linear-rec709'],
    ['catalog_v1.tif', null],
    ['weblog3.tif', null],
    ['logcabin.tif', null],
    ['holiday.dpx', null],
  ]
  test.each(NAMES)('of the name %s is %s', (fileName, id) => {
    expect(guessInputSpace({ fileName })).toEqual(id === null ? null : { id, from: 'name' })
  })

  test('from the header outweighs the name', () => {
    const fileName = 'plate_logc3.exr'
    expect(guessInputSpace({ fileName, chromaticities: REC709 })).toEqual({
      id: 'linear-rec709',
      from: 'header',
    })
    const rounded = AP1.map((value) => Number(value.toFixed(3)))
    expect(guessInputSpace({ fileName, chromaticities: rounded })).toEqual({ id: 'acescg', from: 'header' })
    expect(guessInputSpace({ fileName, isAcesContainer: true })).toEqual({ id: 'aces2065-1', from: 'header' })
  })

  test('of an EXR that says nothing is ACES2065-1, as assumed; of strange primaries there is none', () => {
    expect(guessInputSpace({ fileName: 'a.exr', chromaticities: null })).toEqual({
      id: 'aces2065-1',
      from: 'assumed',
    })
    expect(guessInputSpace({ fileName: 'a.exr', chromaticities: P3_D65 })).toBeNull()
  })
})
