import { AP0, AP1, conversionMatrix, transform } from '#shared/domain/color-matrix'
import { applyCdl, LookFileError, parseCdl } from '#shared/domain/color/cdl'
import { applyCube, parseCube } from '#shared/domain/color/cube-lut'
import { placeLook } from '#shared/domain/color/looks'
import { encode } from '#shared/domain/color/transfers'
import { createViewChain } from '#shared/domain/color/view-chain'
import { viewOf } from '#shared/domain/color/views'
import { describe, expect, test } from 'vitest'

const correction = (body: string, id = 'a') => `<ColorCorrection id="${id}">${body}</ColorCorrection>`
const SOP = '<SOPNode><Slope>1.2 1 0.8</Slope><Offset>0.01 0 -0.02</Offset><Power>1 1.1 0.9</Power></SOPNode>'
const SAT = '<SatNode><Saturation>0.75</Saturation></SatNode>'

describe('an ASC CDL', () => {
  test('is read whole from .cc, .cdl and .ccc alike', () => {
    const expected = {
      slope: [1.2, 1, 0.8],
      offset: [0.01, 0, -0.02],
      power: [1, 1.1, 0.9],
      saturation: 0.75,
    }
    expect(parseCdl(`<?xml version="1.0"?>\n${correction(SOP + SAT)}`)).toEqual(expected)
    expect(
      parseCdl(
        `<ColorDecisionList><ColorDecision>${correction(SOP + SAT)}</ColorDecision></ColorDecisionList>`,
      ),
    ).toEqual(expected)
    const two = `<ColorCorrectionCollection>${correction('', 'x')}${correction(SOP + SAT, 'y')}</ColorCorrectionCollection>`
    expect(parseCdl(two, 'y')).toEqual(expected)
  })

  test('changes nothing where it says nothing', () => {
    expect(applyCdl(parseCdl(correction('')), [0.3, -0.1, 1.2])).toEqual([0.3, -0.1, 1.2])
  })

  test('is slope, offset, power, then saturation around Rec.709 luma', () => {
    const [r, g, b] = applyCdl(parseCdl(correction(SOP + SAT)), [0.5, 0.4, 0.3])
    const [gr, gg, gb] = [0.5 * 1.2 + 0.01, 0.4 ** 1.1, (0.3 * 0.8 - 0.02) ** 0.9]
    const luma = 0.2126 * gr + 0.7152 * gg + 0.0722 * gb
    expect(r).toBeCloseTo(luma + 0.75 * (gr - luma), 12)
    expect(g).toBeCloseTo(luma + 0.75 * (gg - luma), 12)
    expect(b).toBeCloseTo(luma + 0.75 * (gb - luma), 12)
  })

  test('leaves negatives without a power, so that none becomes NaN', () => {
    expect(applyCdl(parseCdl(correction(SOP)), [0, 0, 0])[2]).toBeCloseTo(-0.02, 12)
  })

  test.each([
    ['<html></html>', 'no ColorCorrection'],
    ['', 'no ColorCorrection'],
    [correction('<Slope>1 1</Slope>'), 'Slope needs 3 numbers'],
    [correction('<Slope>1 one 1</Slope>'), 'Slope needs 3 numbers'],
    [correction('<Slope>1 1 1'), 'Slope cannot be read'],
    [correction('<Slope>1 -1 1</Slope>'), 'Slope must not be negative'],
    [correction('<Power>1 0 1</Power>'), 'Power must be above 0'],
    [correction('<Saturation>-1</Saturation>'), 'Saturation must not be negative'],
    [correction('<Saturation>1 2</Saturation>'), 'Saturation needs one number'],
    [correction('<Offset>0 Infinity 0</Offset>'), 'Offset needs 3 numbers'],
    [correction('', 'x') + correction('', 'y'), 'several ColorCorrections (x, y)'],
    [`<!-- ${correction(SOP)} -->`, 'no ColorCorrection'],
    ['x'.repeat(1_000_001), 'too large'],
  ])('of %.40s is refused: %s', (text, reason) => {
    expect(() => parseCdl(text)).toThrow(LookFileError)
    expect(() => parseCdl(text)).toThrow(reason)
  })
})

/** A cube of `size` whose points are made of their places 0…1. */
function cube(size: number, make: (r: number, g: number, b: number) => number[], head = ''): string {
  const lines = [`TITLE "made here"`, '# a remark', `LUT_3D_SIZE ${size}`, head]
  const part = (at: number): number => at / (size - 1)
  for (let b = 0; b < size; b++)
    for (let g = 0; g < size; g++)
      for (let r = 0; r < size; r++) lines.push(make(part(r), part(g), part(b)).join(' '))
  return lines.join('\r\n')
}

describe('a .cube', () => {
  test('of three dimensions is read with red fastest, and between points as a plane through them', () => {
    const lut = parseCube(cube(5, (r, g, b) => [r + 0.5 * g, 1 - b, 0.25 * r]))
    const [r, g, b] = applyCube(lut, [0.33, 0.71, 0.12])
    expect(r).toBeCloseTo(0.33 + 0.355, 6)
    expect(g).toBeCloseTo(0.88, 6)
    expect(b).toBeCloseTo(0.0825, 6)
  })

  test('between points goes from the greatest fraction to the least', () => {
    const [corner] = applyCube(parseCube(cube(2, (r, g, b) => [r * g * b, 0, 0])), [0.2, 0.6, 0.4])
    expect(corner).toBeCloseTo(0.2, 6)
  })

  test('holds at the edges of its domain', () => {
    const lut = parseCube(cube(3, (r, g, b) => [r, g, b], 'DOMAIN_MIN -1 -1 -1\nDOMAIN_MAX 3 3 3'))
    expect(applyCube(lut, [1, -5, 9])).toEqual([0.5, 0, 1])
  })

  test('of one dimension is a curve for each channel', () => {
    const lut = parseCube('LUT_1D_SIZE 3\n0 0 1\n.5 .25 .5\n1 1 0\n')
    expect(applyCube(lut, [0.25, 0.75, 0.5])).toEqual([0.25, 0.625, 0.5])
  })

  test.each([
    ['', 'no LUT_1D_SIZE or LUT_3D_SIZE'],
    ['LUT_3D_SIZE 1', 'Line 1: the size is a number of 2 to 129'],
    ['LUT_3D_SIZE 5000', 'Line 1: the size'],
    ['LUT_3D_SIZE 2x', 'Line 1: the size'],
    ['LUT_1D_SIZE 2\nLUT_3D_SIZE 2', 'Line 2: the size is given twice'],
    ['0 0 0\nLUT_1D_SIZE 2', 'Line 1: a color stands before the size'],
    ['LUT_1D_SIZE 2\n0 0 0', 'There are 1 colors; the size says 2'],
    ['LUT_1D_SIZE 2\n0 0 0\n1 1 1\n2 2 2', 'Line 4: there are more colors'],
    ['LUT_1D_SIZE 2\n0 0\n1 1 1', 'Line 2: three numbers'],
    ['LUT_1D_SIZE 2\n0 0 nan\n1 1 1', 'Line 2: three numbers'],
    ['LUT_1D_SIZE 2\nDOMAIN_MAX 0 0\n0 0 0\n1 1 1', 'Line 2: DOMAIN_MAX needs three numbers'],
    ['LUT_1D_SIZE 2\nDOMAIN_MAX 0 1 1\n0 0 0\n1 1 1', 'DOMAIN_MAX must lie above'],
    ['LUT_1D_SIZE 2\nSHAPER 4\n0 0 0\n1 1 1', 'Line 2: SHAPER is not understood'],
    ['\u0000\u0001PNG', 'Line 1: three numbers'],
  ])('of %j is refused: %s', (text, reason) => {
    expect(() => parseCube(text)).toThrow(LookFileError)
    expect(() => parseCube(text)).toThrow(reason)
  })
})

describe('a look in its space', () => {
  const toAp1 = conversionMatrix(AP0, AP1)

  test('changes nothing when the grade changes nothing, in every space', () => {
    for (const space of ['acescct', 'acescg', 'aces2065-1'] as const) {
      const pixel = Float64Array.of(0.4, -0.01, 3)
      placeLook(space, (color) => [...color]).scene?.(pixel, 0)
      expect([...pixel]).toEqual([expect.closeTo(0.4, 9), expect.closeTo(-0.01, 9), expect.closeTo(3, 9)])
    }
  })

  test('of ACEScct gets the log codes of AP1', () => {
    const seen: number[] = []
    placeLook('acescct', (color) => {
      seen.push(...color)
      return [...color]
    }).scene?.(Float64Array.of(0.18, 0.5, 0.02), 0)
    const ap1 = toAp1 ? transform(toAp1, [0.18, 0.5, 0.02]) : []
    expect(seen).toEqual(ap1.map((light) => encode('acescct', light)))
  })

  test('of the display changes codes after the view and is cut to 0…1', () => {
    const { scene, display } = placeLook('display', ([r, g, b]) => [r * 4, 1 - g, b])
    expect(scene).toBeNull()
    const codes = new Float32Array(3)
    const chain = createViewChain({
      view: viewOf('raw'),
      table: null,
      toAp0: [1, 0, 0, 0, 1, 0, 0, 0, 1],
      displayLook: display,
    })
    chain([0.5, 0.25, 0.125], codes)
    expect([...codes]).toEqual([1, 0.75, 0.125])
  })
})
