// The quick scopes against the plain reading of their definitions, bin for bin.
import { beforeAll, describe, expect, it } from 'vitest'
import { countScope, SCOPE_KINDS, type ScopeRequest } from '../../../src-main/shared/scopes/count-scope'
import { createBinTable } from '../../../src-main/shared/scopes/bin-table'
import { createScale, SCALE_IDS } from '../../../src-main/shared/scopes/scales'
import type { LinearPixels } from '../../../src-main/shared/scopes/pixels'
import type { ScopeView } from '../../../src-main/shared/scopes/views'
import {
  floatPicture,
  halfPicture,
  identifiable,
  odd,
  randomBits,
  randomLight,
  readViews,
} from '../../support/scope-pictures'
import { countByReference, countDifferences } from '../../support/scope-reference'
import { seededRandom } from '../../support/seeded-random'

let views: { sdr: ScopeView; pq: ScopeView }
beforeAll(async () => {
  views = await readViews()
})

const PICTURES: [string, LinearPixels][] = [
  ['a chart of identifiable pixels, half', halfPicture(37, 23, identifiable)],
  ['the same in float', floatPicture(37, 23, identifiable)],
  ['NaN, Inf, negatives and denormals', halfPicture(33, 33, odd)],
  ['the same in float', floatPicture(33, 33, odd)],
  ['any bits at all', randomBits(61, 40, 7)],
  ['light with grain', randomLight(64, 48, 3)],
]

function requests(): ScopeRequest[] {
  const scales = SCALE_IDS.flatMap((id) => {
    const under = id === 'nits' ? [views.sdr, views.pq] : id === 'code10' ? [null, views.pq] : [null]
    return under.map((view) => createScale(id, view))
  })
  const planes = [createScale('stops', null), createScale('code10', views.sdr), createScale('nits', views.pq)]
  return SCOPE_KINDS.flatMap((kind) => {
    const fitting = kind === 'cie' ? planes.slice(0, 1) : kind === 'vectorscope' ? planes : scales
    return fitting.map((scale) => ({ kind, scale, columns: 16 }))
  })
}

describe('every scope has the reference’s bins', () => {
  it.each(PICTURES)('on %s', (_, pixels) => {
    for (const request of requests()) {
      const bins = countScope(pixels, request)
      const expected = countByReference(pixels, request, 16)
      expect(countDifferences(bins, expected), `${request.kind} ${request.scale.title}`).toBe(0)
      expect(expected.some((count) => count > 0)).toBe(true)
    }
  })

  it('in a region, and in u′v′', () => {
    const pixels = randomLight(64, 48, 11)
    const region = { x: 10, y: 5, width: 21, height: 17 }
    for (const request of requests()) {
      const bins = countScope(pixels, { ...request, region, diagram: 'uv' })
      const expected = countByReference(pixels, { ...request, region, diagram: 'uv' }, 16)
      expect(countDifferences(bins, expected), request.kind).toBe(0)
      expect(bins.pixelCount).toBe(21 * 17)
    }
  })

  it('and a region outside the picture holds nothing', () => {
    const request = { kind: 'waveform', scale: createScale('stops', null) } as const
    const bins = countScope(randomLight(8, 8, 1), {
      ...request,
      region: { x: 20, y: 0, width: 5, height: 5 },
    })
    expect(bins.pixelCount).toBe(0)
    expect(bins.counts.every((count) => count === 0)).toBe(true)
  })
})

describe('a known pixel stands in a known bin', () => {
  const stops = createScale('stops', null)
  const sumOf = (counts: Uint32Array): number => counts.reduce((sum, count) => sum + count, 0)

  it('18 % grey on the line of 18 %, and each stop 32 bins apart', () => {
    const line = stops.lines.find(({ label }) => label === '18 %')
    expect(stops.toBin(0.1800001)).toBe(line?.bin)
    expect(stops.toBin(0.3600001) - stops.toBin(0.1800001)).toBe(32)
    expect(stops.toBin(-1)).toBe(0)
    expect(stops.toBin(65504 * 100)).toBe(stops.bins - 1)
  })

  it('every pixel once: left to right in the columns, a NaN counted apart', () => {
    const pixels = halfPicture(4, 2, (x, y) => (x === 3 && y === 1 ? [NaN, 1, 1] : [2 ** x, 2 ** x, 2 ** x]))
    const bins = countScope(pixels, { kind: 'waveform', scale: stops, columns: 4 })
    expect(bins.nanCount).toBe(1)
    expect(sumOf(bins.counts)).toBe(7)
    for (let x = 0; x < 4; x += 1) {
      const near = [-1, 0, 1].map((off) => bins.counts[(stops.toBin(2 ** x) + off) * 4 + x] ?? 0)
      expect(sumOf(Uint32Array.from(near))).toBe(x === 3 ? 1 : 2)
    }
  })

  it('ACEScct codes are those of the standard: 18 % is 0.4135884 and 1.0 is 0.5547945', () => {
    const scale = createScale('acescct', null)
    expect(scale.toBin(0.18)).toBe(Math.floor(0.4135884 * 1023 + 0.5))
    expect(scale.toBin(1)).toBe(Math.floor(0.5547945 * 1023 + 0.5))
  })

  it('grey stands at the vectorscope’s center and at the white of the chromaticity planes', () => {
    const grey = halfPicture(5, 5, () => [0.5, 0.5, 0.5])
    const center = countScope(grey, { kind: 'vectorscope', scale: stops })
    const near = [255, 256].flatMap((y) => [255, 256].map((x) => center.counts[y * 512 + x] ?? 0))
    expect(near.reduce((a, b) => a + b, 0)).toBe(25)
    const cie = countScope(grey, { kind: 'cie', scale: stops })
    const at = Math.floor(((0.33767 + 0.1) / 1.2) * 512) * 512 + Math.floor(((0.32168 + 0.1) / 1.2) * 512)
    expect(cie.counts[at]).toBe(25)
  })

  it('black has no place in a chromaticity plane and is counted as such', () => {
    const bins = countScope(
      halfPicture(3, 3, () => [0, 0, 0]),
      { kind: 'cie', scale: stops },
    )
    expect(bins.unplacedCount).toBe(9)
  })
})

describe('the table of bins', () => {
  it('equals its function at random floats of every size and sign, and around every turn', () => {
    const random = seededRandom(5)
    const bits = Uint32Array.from({ length: 200_000 }, () => random() * 2 ** 32)
    const values = new Float32Array(bits.buffer).filter((value) => !Number.isNaN(value))
    const bins = new Uint16Array(values.length)
    for (const scale of [
      ...SCALE_IDS.map((id) => createScale(id, views.pq)),
      createScale('nits', views.sdr),
    ]) {
      createBinTable(scale.toBin).toBins(values, values.length, bins)
      const wrong = values.filter((value, index) => scale.toBin(value) !== bins[index])
      expect([...wrong.slice(0, 3)], scale.title).toEqual([])
    }
  })

  it('asks the function where bins are closer than its steps', () => {
    const toBin = (value: number): number => Math.max(0, Math.min(4000, Math.floor(value * 4000)))
    const values = Float32Array.from({ length: 9000 }, (_, index) => index / 8000)
    const bins = new Uint16Array(values.length)
    createBinTable(toBin).toBins(values, values.length, bins)
    expect(values.every((value, index) => toBin(value) === bins[index])).toBe(true)
  })
})
