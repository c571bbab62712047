// The proof sheet of constructed takes: each defect is told, with its frame and its figure, and a clean take is not
// spoken ill of.
import { describe, expect, it } from 'vitest'
import { createFrameMeter, type FrameMeasure } from '../../../src-main/shared/proof/frame-measure'
import { closeFrames, proveTake } from '../../../src-main/shared/proof/prove-take'
import { proofSheetSchema, type ProofSheet } from '../../../src-main/shared/proof/proof-sheet'
import { powerSpectrum } from '../../../src-main/shared/proof/power-spectrum'
import { gridChange } from '../../../src-main/shared/proof/frame-motion'
import type { LinearPixels } from '../../../src-main/shared/scopes/pixels'
import { floatPicture, halfPicture, type Rgb } from '../../support/scope-pictures'
import { seededRandom } from '../../support/seeded-random'

const WIDTH = 192
const HEIGHT = 108
const meter = createFrameMeter([])

/** Soft lights over a dark ground that drift to the right, with grain: what HDR looks like. */
function lights(frame: number, change: (rgb: Rgb, x: number, y: number) => Rgb = (rgb) => rgb): LinearPixels {
  const random = seededRandom(100 + frame)
  return halfPicture(WIDTH, HEIGHT, (x, y) => {
    const away = Math.hypot(x - 60 - frame * 2, (y - 50) * 1.3)
    const light = (0.04 + 24 * Math.exp(-away / 9) + 0.1 * (y / HEIGHT)) * (0.9 + 0.2 * random())
    return change([light, light * 0.9, light * 0.75], x, y)
  })
}

function prove(frames: readonly LinearPixels[], preparedGrid?: Float32Array): ProofSheet {
  const close = closeFrames(frames.length)
  const measures: FrameMeasure[] = frames.map((frame, index) => meter.measure(frame, close.has(index)))
  const sheet = proveTake('SH010_v001', { firstFrame: 1001, frames: measures, viewTitles: [], preparedGrid })
  return proofSheetSchema.parse(JSON.parse(JSON.stringify(sheet)))
}

const stateOf = (sheet: ProofSheet, id: string) => sheet.verdicts.find((each) => each.id === id)

describe('a clean take', () => {
  const sheet = prove([0, 1, 2, 3, 4].map((frame) => lights(frame)))

  it('is real HDR, and nothing bad is said', () => {
    expect(sheet.conclusion.kind).toBe('real-hdr')
    expect(sheet.verdicts.filter(({ state }) => state === 'bad')).toEqual([])
    expect(sheet.figures.greatestStops).toBeGreaterThan(6)
    expect(sheet.figures).toMatchObject({
      duplicateFrames: [],
      frozenFrames: [],
      nanCount: 0,
      negativeCount: 0,
    })
  })

  it('has a strip with every frame by its number', () => {
    expect(sheet.frames.map(({ frame }) => frame)).toEqual([1001, 1002, 1003, 1004, 1005])
    expect(sheet.frames[0]?.change).toBeNull()
    expect(sheet.frames[1]?.change).toBeGreaterThan(0)
  })
})

describe('a defect is told', () => {
  it('clipped highlights', () => {
    const clip = ([r, g, b]: Rgb): Rgb => [Math.min(r, 2), Math.min(g, 2), Math.min(b, 2)]
    const sheet = prove([lights(0, clip), lights(1, clip)])
    expect(sheet.conclusion).toMatchObject({ kind: 'fake-hdr', reasons: ['flat-top'] })
    expect(stateOf(sheet, 'flat-top')?.limit?.reason).not.toBe('')
  })

  it('a take without highlights is not called fake', () => {
    const dim = ([r, g, b]: Rgb): Rgb => [r / 40, g / 40, b / 40]
    expect(prove([lights(0, dim)]).conclusion.kind).toBe('no-highlights')
  })

  it('NaN, infinity and negatives, each counted', () => {
    const spoil = (rgb: Rgb, x: number, y: number): Rgb => {
      if (x === 3 && y === 4) return [NaN, NaN, 1]
      if (x === 5 && y === 4) return [Infinity, -1, 1]
      return x === 7 && y === 4 ? [-0.5, 0.2, 0.2] : rgb
    }
    const sheet = prove([lights(0), lights(1, spoil)])
    expect(sheet.figures).toMatchObject({ nanCount: 2, infCount: 1, negativeCount: 2 })
    expect(stateOf(sheet, 'odd-numbers')?.state).toBe('bad')
    expect(sheet.frames.map(({ nanCount }) => nanCount)).toEqual([0, 2])
  })

  it('a repeated frame, and one that only its grain moves', () => {
    const flicker = (rgb: Rgb, x: number, y: number): Rgb => (x === 9 && y === 9 ? [0.1, 0.1, 0.1] : rgb)
    const sheet = prove([lights(0), lights(1), lights(1), lights(1, flicker), lights(2)])
    expect(sheet.figures.duplicateFrames).toEqual([1003])
    expect(sheet.figures.frozenFrames).toEqual([1004])
    expect(stateOf(sheet, 'still')).toMatchObject({ state: 'note', frame: 1003 })
  })

  it('a pulse of exposure at its frame, and a ramp is none', () => {
    const by =
      (factor: number) =>
      ([r, g, b]: Rgb): Rgb => [r * factor, g * factor, b * factor]
    const pulse = prove([0, 1, 2, 3, 4].map((frame) => lights(frame, by(frame === 2 ? 1.2 : 1))))
    expect(stateOf(pulse, 'flicker')).toMatchObject({ state: 'note', frame: 1003 })
    expect(pulse.figures.flickerStops).toBeCloseTo(Math.log2(1.2), 1)
    const ramp = prove([0, 1, 2, 3, 4].map((frame) => lights(frame, by(1.1 ** frame))))
    expect(stateOf(ramp, 'flicker')?.state).toBe('good')
  })

  it('a jump of color', () => {
    const warm = ([r, g, b]: Rgb): Rgb => [r * 1.15, g, b]
    const sheet = prove([0, 1, 2, 3].map((frame) => lights(frame, frame < 3 ? undefined : warm)))
    expect(stateOf(sheet, 'color')).toMatchObject({ state: 'note', frame: 1004 })
  })

  it('a loop that jumps, and one that closes', () => {
    const there = [0, 1, 2, 3, 4, 5].map((frame) => lights(frame))
    expect(stateOf(prove(there), 'seam')?.state).toBe('note')
    const andBack = [0, 1, 2, 3, 2, 1].map((frame) => lights(frame))
    expect(stateOf(prove(andBack), 'seam')?.state).toBe('good')
  })

  it('steps across blocks of eight', () => {
    const blocky = ([r, g, b]: Rgb, x: number, y: number): Rgb => {
      const gain = ((x >> 3) + (y >> 3)) % 2 === 0 ? 1 : 1.4
      return [r * gain, g * gain, b * gain]
    }
    expect(stateOf(prove([lights(0)]), 'blocks')?.state).toBe('good')
    expect(stateOf(prove([lights(0, blocky)]), 'blocks')?.state).toBe('note')
  })
})

describe('the first frame against the prepared one', () => {
  it('is the same but for its exposure, or it is another picture', () => {
    const brighter = ([r, g, b]: Rgb): Rgb => [r * 2, g * 2, b * 2]
    const prepared = meter.measure(lights(0), false).grid
    const same = prove([lights(0, brighter)], prepared)
    expect(same.figures.firstFrame?.gainStops).toBeCloseTo(1, 2)
    expect(stateOf(same, 'first-frame')?.state).toBe('good')
    expect(stateOf(prove([lights(40)], prepared), 'first-frame')?.state).toBe('note')
  })
})

describe('measuring', () => {
  it('finds the same in floats as in halves', () => {
    const half = meter.measure(lights(0), true)
    const float = floatPicture(WIDTH, HEIGHT, () => [0, 0, 0])
    lights(0, (rgb, x, y) => {
      if (float.data instanceof Float32Array) float.data.set(rgb, (y * WIDTH + x) * 4)
      return rgb
    })
    const other = meter.measure(float, true)
    expect(other.close?.codes.distinct).toEqual(half.close?.codes.distinct)
    expect(gridChange(half.grid, other.grid)).toBeLessThan(0.001)
  })

  it('a spectrum has its line where the wave is', () => {
    const power = powerSpectrum(
      Float64Array.from({ length: 64 }, (_, at) => Math.cos((2 * Math.PI * 5 * at) / 64)),
    )
    expect(power.indexOf(Math.max(...power))).toBe(5)
    expect(power[5]).toBeCloseTo(32 ** 2, 6)
    expect(() => powerSpectrum([1, 2, 3])).toThrow(RangeError)
  })

  it('looks closely at the first, the last and some between', () => {
    expect([...closeFrames(121)]).toEqual([0, 60, 120])
    expect([...closeFrames(1)]).toEqual([0])
    expect([...closeFrames(3)]).toEqual([0, 1, 2])
  })

  it('refuses a take without frames', () => {
    expect(() => proveTake('none', { firstFrame: 1, frames: [], viewTitles: [] })).toThrow(RangeError)
  })
})
