import { describe, expect, test } from 'vitest'
import { AP0, AP1, conversionMatrix, P3_D65, REC2020, REC709, transform } from '#shared/domain/color-matrix'

// OpenColorIO's matrices, eight digits.
const KNOWN = [
  [
    'AP1',
    AP1,
    [
      1.4514393161, -0.2365107469, -0.2149285693, -0.0765537734, 1.1762296998, -0.0996759264, 0.0083161484,
      -0.0060324498, 0.9977163014,
    ],
  ],
  [
    'Rec.709',
    REC709,
    [
      2.52168622, -1.134131, -0.38755518, -0.2764799, 1.3727191, -0.09623917, -0.01537807, -0.15297534,
      1.16835335,
    ],
  ],
  [
    'Rec.2020',
    REC2020,
    [
      1.49040955, -0.26617092, -0.22423859, -0.08016749, 1.18216713, -0.10199962, 0.00322763, -0.03477648,
      1.0315488,
    ],
  ],
  [
    'P3-D65',
    P3_D65,
    [
      2.02490532, -0.68906977, -0.33583551, -0.18359702, 1.28950622, -0.10590917, 0.00905856, -0.05927968,
      1.05022108,
    ],
  ],
] as const

describe('the matrix from ACES2065-1', () => {
  test.each(KNOWN)('to %s is OpenColorIO’s', (_name, space, known) => {
    const matrix = conversionMatrix(AP0, space)
    expect(matrix).toHaveLength(9)
    known.forEach((value, index) => expect(matrix?.[index]).toBeCloseTo(value, 6))
  })

  test.each(KNOWN)('to %s and back is nothing at all, and white stays white', (_name, space) => {
    const there = conversionMatrix(AP0, space)
    const back = conversionMatrix(space, AP0)
    if (!there || !back) throw new Error('no matrix')
    const color = transform(back, transform(there, [0.2, 3, 0.7]))
    ;[0.2, 3, 0.7].forEach((value, index) => expect(color[index]).toBeCloseTo(value, 9))
    transform(there, [1, 1, 1]).forEach((value) => expect(value).toBeCloseTo(1, 9))
  })
})

test('a space to itself is the identity', () => {
  conversionMatrix(REC2020, REC2020)?.forEach((value, index) =>
    expect(value).toBeCloseTo(index % 4 === 0 ? 1 : 0, 12),
  )
})

test('chromaticities that are no color space have no matrix', () => {
  expect(conversionMatrix([0, 0, 0, 0, 0, 0, 0, 0], AP1)).toBeUndefined()
  expect(conversionMatrix([0.3, 0.3, 0.4, 0.4, 0.5, 0.5, 0.3127, 0.329], AP1)).toBeUndefined()
  expect(conversionMatrix([0.64, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0], AP1)).toBeUndefined()
  expect(conversionMatrix([0.3, 0.3, 0.4, 0.4, 0.5, 0.50000000001, 0.3127, 0.329], AP1)).toBeUndefined()
  expect(conversionMatrix([0.64, 0.33], AP1)).toBeUndefined()
  expect(conversionMatrix([NaN, 0.33, 0.3, 0.6, 0.15, 0.06, 0.3127, 0.329], AP1)).toBeUndefined()
})
