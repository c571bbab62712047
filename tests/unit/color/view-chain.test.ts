import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { conversionMatrix, AP0, REC709 } from '#shared/domain/color-matrix'
import { FALSE_COLOR_LEGEND, falseColor, stopsFromGray } from '#shared/domain/color/false-color'
import { fromCells, SHAPER, toCells } from '#shared/domain/color/shaper'
import { decode, encode } from '#shared/domain/color/transfers'
import { createViewChain, NAN_CODES, type Look } from '#shared/domain/color/view-chain'
import { lookUp, PACKED_BYTES, unpackTable } from '#shared/domain/color/view-table'
import { TABLE_ERRORS } from '#shared/domain/color/view-tables'
import { findView, VIEW_IDS, viewOf, VIEWS, type ViewId } from '#shared/domain/color/views'
import { describe, expect, test } from 'vitest'
import { readTable } from '../../support/view-accuracy'

const LUTS = resolve(import.meta.dirname, '../../../assets/luts')
const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const

function show(id: ViewId, linear: number[], options: { exposureStops?: number; look?: Look } = {}): number[] {
  const codes = new Float32Array(linear.length)
  createViewChain({ view: viewOf(id), table: readTable(viewOf(id)), toAp0: IDENTITY, ...options })(
    linear,
    codes,
  )
  return [...codes]
}

describe('the list of views', () => {
  test('holds each id once, labels that differ, and only display kinds it names', () => {
    expect(VIEWS.map(({ id }) => id)).toEqual([...VIEW_IDS])
    expect(new Set(VIEWS.map(({ label }) => label)).size).toBe(VIEWS.length)
  })

  test('states the errors, the shaper and the transforms that the bake wrote', () => {
    const baked = JSON.parse(readFileSync(resolve(LUTS, 'tables.json'), 'utf8')) as {
      size: number
      shaper: Record<string, number>
      tables: { id: string; transforms: string[]; error: object }[]
    }
    expect({ size: baked.size, ...baked.shaper }).toEqual(SHAPER)
    expect(Object.fromEntries(baked.tables.map(({ id, error }) => [id, error]))).toEqual(TABLE_ERRORS)
    for (const { id, transforms } of baked.tables) expect(findView(id)?.source.transforms).toEqual(transforms)
  })
})

describe('the shaper', () => {
  test('goes there and back, from black to the largest half', () => {
    expect(toCells(0)).toBe(0)
    expect(toCells(SHAPER.knee)).toBeCloseTo(SHAPER.cellsBelow, 10)
    expect(toCells(SHAPER.top)).toBeCloseTo(SHAPER.size - 1, 10)
    for (const linear of [1e-5, 0.002, 0.18, 1, 127, 129, 3000]) {
      expect(fromCells(toCells(linear)) / linear).toBeCloseTo(1, 9)
    }
  })

  test('puts the black of ACES 1.3 on a plane', () => {
    expect(toCells(0.18 * 2 ** -6.5)).toBeCloseTo(4, 3)
  })

  test('ends at its ends', () => {
    expect([toCells(-1), toCells(NaN), toCells(1e6), toCells(Infinity)]).toEqual([0, 0, 64, 64])
  })
})

describe('a stored table', () => {
  test('of another length is refused', () => {
    expect(() => unpackTable(new Uint8Array(PACKED_BYTES - 1))).toThrow(RangeError)
  })

  test('unpacks to the very table that was baked', () => {
    const baked = JSON.parse(readFileSync(resolve(LUTS, 'tables.json'), 'utf8')) as {
      tables: { file: string; sha256: string }[]
    }
    for (const { file, sha256 } of baked.tables) {
      const table = unpackTable(gunzipSync(readFileSync(resolve(LUTS, 'tables', file))))
      expect(createHash('sha256').update(new Uint8Array(table.buffer)).digest('hex')).toBe(sha256)
    }
  })

  test('gives its own points back on its planes', () => {
    const table = unpackTable(gunzipSync(readFileSync(resolve(LUTS, 'tables/aces2-hdr1000-pq.gz'))))
    for (const [r, g, b] of [
      [0, 0, 0],
      [40, 3, 20],
      [64, 64, 64],
      [12, 63, 1],
    ] as const) {
      const pixel = Float64Array.of(fromCells(r), fromCells(g), fromCells(b))
      lookUp(table, pixel, 0)
      pixel.forEach((code, channel) => {
        expect(code * 65535).toBeCloseTo(table[(r + 65 * (g + 65 * b)) * 3 + channel] ?? NaN, 1)
      })
    }
  })
})

describe('a view', () => {
  test('takes +Inf as 65504, −Inf as −65504, and shows NaN as the alarm color, counted', () => {
    const codes = new Float32Array(6)
    const chain = createViewChain({
      view: viewOf('aces2-sdr-rec709'),
      table: readTable(viewOf('aces2-sdr-rec709')),
      toAp0: IDENTITY,
    })
    expect(chain([0.2, NaN, 0.2, Infinity, Infinity, Infinity], codes)).toBe(1)
    expect([...codes]).toEqual([...NAN_CODES, ...show('aces2-sdr-rec709', [65504, 65504, 65504])])
    expect(show('acescct', [-Infinity, 0, 0])).toEqual(show('acescct', [-65504, 0, 0]))
  })

  test('multiplies light by two for a stop, before anything else', () => {
    expect(show('aces1-sdr-rec709', [0.05, 0.1, 0.2], { exposureStops: 1.5 })).toEqual(
      show(
        'aces1-sdr-rec709',
        [0.05, 0.1, 0.2].map((light) => light * 2 ** 1.5),
      ),
    )
  })

  test('floors AP0 only where its rendering does: ACES 1.3 does, ACES 2.0 carries the negative into AP1', () => {
    expect(show('aces1-sdr-rec709', [0.3, -0.05, 0.1])).toEqual(show('aces1-sdr-rec709', [0.3, 0, 0.1]))
    expect(show('aces2-sdr-rec709', [0.3, -0.05, 0.1])).not.toEqual(show('aces2-sdr-rec709', [0.3, 0, 0.1]))
  })

  test('carries finite negatives through the log view down to code 0', () => {
    const [code = NaN] = show('acescct', [-0.002, -0.002, -0.002])
    expect(code).toBeCloseTo(0.0729055 - 10.5402377 * 0.002, 5)
  })

  test('shows a look between file and rendering, and the raw view shows none of it', () => {
    const look: Look = (pixels, at) => {
      pixels[at] = 2 * (pixels[at] ?? 0)
    }
    expect(show('linear-srgb', [0.1, 0.1, 0.1], { look })).toEqual(show('linear-srgb', [0.2, 0.1, 0.1]))
    expect(show('raw', [0.25, -1, 2], { look })).toEqual([0.25, 0, 1])
  })

  test('of raw pixels leaves the file’s primaries alone', () => {
    const toAp0 = conversionMatrix(REC709, AP0)
    if (!toAp0) throw new Error('no matrix')
    const codes = new Float32Array(3)
    createViewChain({ view: viewOf('raw'), table: null, toAp0 })([0.5, 0.25, 0.125], codes)
    expect([...codes]).toEqual([0.5, 0.25, 0.125])
  })

  test('that needs a table says so', () => {
    expect(() => createViewChain({ view: viewOf('aces2-sdr-srgb'), table: null, toAp0: IDENTITY })).toThrow(
      'aces2-sdr-rec709',
    )
  })
})

describe('false color', () => {
  test('has bands that rise, and shows middle gray, black and the brightest as its legend says', () => {
    const starts = FALSE_COLOR_LEGEND.map(({ fromStops }) => fromStops)
    expect(starts).toEqual(starts.toSorted((a, b) => a - b))
    const labelOf = (luminance: number) =>
      FALSE_COLOR_LEGEND.find(({ color }) => color === falseColor(luminance))?.label
    expect(labelOf(0.18)).toBe('Middle gray, 18 %')
    expect(labelOf(-1)).toMatch(/^No light/)
    expect(labelOf(0.18 * 2 ** 9)).toMatch(/^Light sources/)
    expect(stopsFromGray(0.72)).toBeCloseTo(2, 10)
    expect(show('false-color', [0.18, 0.18, 0.18]).map((code) => Math.round(code * 255))).toEqual([
      48, 168, 64,
    ])
  })
})

describe('a transfer', () => {
  test.each(['linear', 'bt1886', 'srgb', 'gamma20', 'gamma26', 'hlg', 'acescct'] as const)(
    '%s decodes what it encodes',
    (transfer) => {
      for (const light of [0, 0.001, 0.02, 0.18, 0.9, 1])
        expect(decode(transfer, encode(transfer, light))).toBeCloseTo(light, 9)
    },
  )

  test('PQ is ST 2084: 100 nit is code 0.5081, 1000 nit 0.7518', () => {
    expect(encode('pq', 100)).toBeCloseTo(0.508078, 5)
    expect(encode('pq', 1000)).toBeCloseTo(0.751827, 5)
    expect(decode('pq', encode('pq', 203))).toBeCloseTo(203, 6)
  })
})
