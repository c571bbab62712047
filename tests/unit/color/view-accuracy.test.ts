// The views in plain TypeScript against OpenColorIO's answers.
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { createViewChain } from '#shared/domain/color/view-chain'
import { viewOf, VIEWS, type View, type ViewId } from '#shared/domain/color/views'
import { describe, expect, test } from 'vitest'
import type { Rgb } from '../../support/color-difference'
import {
  ACCURACY_HEADER,
  accuracyRow,
  measureAccuracy,
  neutralSteps,
  readOcioAnswers,
  readTable,
} from '../../support/view-accuracy'

const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const
const answers = readOcioAnswers()

function render(view: View, colors: readonly Rgb[]): Rgb[] {
  const codes = new Float32Array(colors.length * 3)
  createViewChain({ view, table: readTable(view), toAp0: IDENTITY })(colors.flat(), codes)
  return colors.map((_, at) => [codes[at * 3] ?? NaN, codes[at * 3 + 1] ?? NaN, codes[at * 3 + 2] ?? NaN])
}

describe('each view', () => {
  const rows: string[] = [ACCURACY_HEADER]

  test.each(VIEWS.filter(({ id }) => answers[id]))('$id equals OpenColorIO', (view) => {
    const known = answers[view.id] ?? []
    const codes = render(view, answers.in)
    const accuracy = measureAccuracy(view, answers.in, known, codes)
    const steps = neutralSteps(known.slice(0, answers.neutrals), codes)
    rows.push(accuracyRow(view, accuracy, steps))
    const isHdr = view.display.transfer === 'pq' || view.display.transfer === 'hlg'
    expect(accuracy.inside.count).toBeGreaterThan(60)
    expect(accuracy.inside.mean).toBeLessThanOrEqual(isHdr ? 0.3 : 0.1)
    // A chart of so few colors has no 99.9 %; the integration test takes that over many.
    expect(accuracy.inside.percentile99).toBeLessThanOrEqual(isHdr ? 2 : 1)
    expect(accuracy.outside.mean).toBeLessThanOrEqual(isHdr ? 0.3 : 0.1)
    expect(steps).toBeLessThanOrEqual(1)
  })

  test('is listed with what it reaches', () => {
    console.log(`TypeScript chain, chart of ${answers.in.length} colors\n${rows.join('\n')}`)
    expect(rows).toHaveLength(1 + VIEWS.filter(({ id }) => answers[id]).length)
  })
})

const GOLDEN = resolve(import.meta.dirname, '../../../../shared/golden')
const GOLDEN_VIEWS: readonly [file: string, view: ViewId][] = [
  ['aces1-sdr-rec709-bt1886', 'aces1-sdr-rec709'],
  ['aces1-sdr-srgb', 'aces1-sdr-srgb'],
  ['aces1-sdr-p3d65-g26', 'aces1-sdr-p3d65'],
  ['aces1-hdr1000-p3lim-rec2100pq', 'aces1-hdr1000-pq'],
  ['aces1-hdr4000-p3lim-rec2100pq', 'aces1-hdr4000-pq'],
  ['ap0-to-acescct', 'acescct'],
]

describe.skipIf(!existsSync(GOLDEN))('the golden colors beside the repository', () => {
  test.each(GOLDEN_VIEWS)('%s are met by the view %s', (file, id) => {
    const golden = JSON.parse(readFileSync(resolve(GOLDEN, `${file}.json`), 'utf8')) as {
      in: Rgb[]
      out: Rgb[]
    }
    const view = viewOf(id)
    const accuracy = measureAccuracy(view, golden.in, golden.out, render(view, golden.in))
    console.log(`${file}: ${accuracyRow(view, accuracy, null)}`)
    const isHdr = view.display.transfer === 'pq'
    expect(accuracy.inside.count + accuracy.outside.count).toBe(golden.in.length)
    expect(accuracy.inside.mean).toBeLessThanOrEqual(isHdr ? 0.3 : 0.1)
    expect(accuracy.inside.percentile999).toBeLessThanOrEqual(isHdr ? 2 : 1)
  })
})
