// Alarms, false color and the probe on pixels whose answers are known.
import { beforeAll, describe, expect, it } from 'vitest'
import { AP0, conversionMatrix, REC709, transform } from '../../../src-main/shared/domain/color-matrix'
import { ALARM, countAlarms, findAlarms, isOutside } from '../../../src-main/shared/scopes/alarms'
import { bandOf, drawFalseColor, FALSE_COLORS, NAN_COLOR } from '../../../src-main/shared/scopes/false-color'
import { probePixels } from '../../../src-main/shared/scopes/probe'
import { fromAcescct, GAMUTS, nitsToPq, pqToNits, toAcescct } from '../../../src-main/shared/scopes/spaces'
import { floatPicture, halfPicture, readViews, type Rgb } from '../../support/scope-pictures'
import { readGolden } from '../../support/preview-bench'
import type { ScopeView } from '../../../src-main/shared/scopes/views'

let views: { sdr: ScopeView; pq: ScopeView }
beforeAll(async () => {
  views = await readViews()
})

const fromRec709 = conversionMatrix(REC709, AP0) ?? [1, 0, 0, 0, 1, 0, 0, 0, 1]
const whole = (width: number, height: number) => ({ x: 0, y: 0, width, height })

describe('alarms', () => {
  it('mark NaN, infinity and negatives pixel by pixel, in halves and in floats', () => {
    const row: Rgb[] = [
      [1, 1, 1],
      [NaN, 1, 1],
      [1, Infinity, 1],
      [1, 1, -0.25],
      [-Infinity, NaN, 0],
    ]
    const expected = [
      0,
      ALARM.nan,
      ALARM.infinite,
      ALARM.negative,
      ALARM.nan | ALARM.infinite | ALARM.negative,
    ]
    for (const make of [halfPicture, floatPicture]) {
      const flags = findAlarms(
        make(5, 1, (x) => row[x] ?? [0, 0, 0]),
        {},
      )
      expect([...flags]).toEqual(expected)
      expect(countAlarms(flags)).toEqual({ nan: 2, infinite: 2, negative: 2, gamut: 0, zebra: 0 })
    }
  })

  it('a color of Rec.709 is inside every gamut, its pure primaries too; one beyond is outside', () => {
    for (const gamut of GAMUTS) {
      for (const color of [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [3, 3, 0.001],
      ] as const) {
        const [r, g, b] = transform(fromRec709, color)
        expect(isOutside(gamut, r, g, b), `${gamut} ${color.join(' ')}`).toBe(false)
      }
    }
    const beyond = transform(fromRec709, [1, -0.02, 0.5])
    expect(isOutside('rec709', ...beyond)).toBe(true)
    expect(isOutside('ap1', ...beyond)).toBe(false)
    // The tolerance is four roundings to a half, 0.00195 of the greatest component, and no more.
    expect(isOutside('rec709', ...transform(fromRec709, [1, -0.0018, 0.5]))).toBe(false)
    expect(isOutside('rec709', ...transform(fromRec709, [1, -0.0021, 0.5]))).toBe(true)
    // AP0's own green is no color of any of them.
    expect(GAMUTS.map((gamut) => isOutside(gamut, 0, 1, 0))).toEqual([true, true, true, true])
  })

  it('the zebra begins at its nits', () => {
    const ramp = floatPicture(200, 1, (x) => [2 ** (x / 10 - 10), 2 ** (x / 10 - 10), 2 ** (x / 10 - 10)])
    const flags = findAlarms(ramp, { zebra: { view: views.pq, fromNits: 203 } })
    const first = flags.indexOf(ALARM.zebra)
    const codes = new Float32Array(3)
    const nitsAt = (x: number): number => {
      const light = 2 ** (x / 10 - 10)
      views.pq.toCodes(light, light, light, codes)
      return views.pq.toNits(Math.max(...codes))
    }
    expect(nitsAt(first - 1)).toBeLessThan(203)
    expect(nitsAt(first)).toBeGreaterThanOrEqual(203)
    expect(flags.slice(first).every((flag) => flag === ALARM.zebra)).toBe(true)
  })
})

describe('false color', () => {
  it('paints 18 % in its own color, each band to its edge, and NaN in none of the legend', () => {
    const at = (stops: number): string => FALSE_COLORS[bandOf(0.18 * 2 ** stops)]?.label ?? ''
    expect([at(0), at(0.49), at(0.51), at(-0.51), at(9), at(-20)]).toEqual([
      '18 %',
      '18 %',
      '+½ to +1',
      '−1 to −½',
      'Above +8',
      'Below −8',
    ])
    const picture = drawFalseColor(halfPicture(2, 1, (x) => (x === 0 ? [0.18, 0.18, 0.18] : [NaN, 0, 0])))
    expect([...picture]).toEqual([...(FALSE_COLORS[bandOf(0.18)]?.color ?? []), 255, ...NAN_COLOR, 255])
  })
})

describe('the probe', () => {
  it('tells 18 % grey in every unit', () => {
    const probe = probePixels(
      floatPicture(2, 2, () => [0.18, 0.18, 0.18]),
      whole(2, 2),
      views.pq,
    )
    expect(probe?.pixelCount).toBe(4)
    expect(probe?.acescg[0]).toBeCloseTo(0.18, 6)
    expect(probe?.acescct[1]).toBeCloseTo(0.4135884, 6)
    expect(probe?.exposureStops).toBeCloseTo(0, 5)
    expect(probe?.xy?.x).toBeCloseTo(0.32168, 4)
    expect(probe?.xy?.y).toBeCloseTo(0.33767, 4)
    // ACES 1.x shows mid grey at 15 nits under this view.
    expect(probe?.display?.nits[1]).toBeCloseTo(15, 0)
    expect(probe?.display?.code10[1]).toBe(Math.round((probe?.display?.code[1] ?? 0) * 1023))
  })

  it('averages linear light over the area and leaves NaN out', () => {
    const pixels = floatPicture(4, 1, (x) => (x === 3 ? [NaN, 1, 1] : [x, 2 * x, 0]))
    const probe = probePixels(pixels, { x: 1, y: 0, width: 3, height: 1 }, null)
    expect(probe).toMatchObject({ pixelCount: 2, nanCount: 1, linearAp0: [1.5, 3, 0], display: null })
    expect(probePixels(pixels, { x: 3, y: 0, width: 1, height: 1 }, null)).toBeNull()
  })
})

describe('curves and views', () => {
  it('go there and back', () => {
    for (const value of [-0.01, 0, 0.001, 0.0078125, 0.18, 1, 222]) {
      expect(fromAcescct(toAcescct(value))).toBeCloseTo(value, 6)
    }
    for (const nits of [0.01, 1, 100, 203, 1000, 10_000])
      expect(pqToNits(nitsToPq(nits))).toBeCloseTo(nits, 3)
  })

  // In light, not in code: the SDR curve makes much of a hundredth of a nit beside a saturated primary.
  it.each([
    ['aces1-sdr-rec709-bt1886', 'sdr', 100],
    ['aces1-hdr1000-p3lim-rec2100pq', 'pq', 1000],
  ] as const)('%s: nits are within 2 percent of white of OpenColorIO’s', async (file, view, whiteNits) => {
    const golden = await readGolden(file)
    const codes = new Float32Array(3)
    const { toCodes, toNits } = views[view]
    let worst = 0
    for (const [index, [r = 0, g = 0, b = 0]] of golden.in.entries()) {
      if (Math.min(r, g, b) < 0 || Math.max(r, g, b) > 1000) continue
      toCodes(r, g, b, codes)
      for (const [channel, code] of codes.entries()) {
        const difference = toNits(code) - toNits(Math.min(1, golden.out[index]?.[channel] ?? 0))
        worst = Math.max(worst, Math.abs(difference) / whiteNits)
      }
    }
    console.log(`${file}: worst difference ${(worst * 100).toFixed(2)} % of white`)
    expect(worst).toBeLessThan(0.02)
  })

  it('no code is above the bound of its greatest component', () => {
    for (const view of [views.sdr, views.pq]) {
      const codes = new Float32Array(3)
      for (let at = 0; at < 3000; at += 1) {
        const color = [0, 1, 2].map(
          (channel) => 2 ** ((((at + 1) * (channel * 7919 + 104729)) % 4000) / 200 - 12),
        )
        const ap0 = transform(conversionMatrix(AP0, AP0) ?? fromRec709, [
          color[0] ?? 0,
          color[1] ?? 0,
          color[2] ?? 0,
        ])
        view.toCodes(...ap0, codes)
        const greatest = Math.max(...probeAp1(ap0))
        expect(Math.max(...codes)).toBeLessThanOrEqual(view.greatestCode(greatest) + 1e-6)
      }
    }
  })
})

function probeAp1([r, g, b]: readonly number[]): readonly number[] {
  const pixel = floatPicture(1, 1, () => [r ?? 0, g ?? 0, b ?? 0])
  return probePixels(pixel, whole(1, 1), null)?.acescg ?? []
}
