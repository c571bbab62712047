import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseByteRange } from '../../../src-main/electron/byte-range'

describe('a Range header', () => {
  it.each([
    ['bytes=0-0', { kind: 'part', start: 0, end: 0 }],
    ['bytes=10-19', { kind: 'part', start: 10, end: 19 }],
    ['bytes=90-', { kind: 'part', start: 90, end: 99 }],
    ['bytes=-5', { kind: 'part', start: 95, end: 99 }],
    ['bytes=-500', { kind: 'part', start: 0, end: 99 }],
    ['bytes=10-9999', { kind: 'part', start: 10, end: 99 }],
    [' bytes=1-2 ', { kind: 'part', start: 1, end: 2 }],
  ])('%s of 100 bytes names its part', (header, expected) => {
    expect(parseByteRange(header, 100)).toEqual(expected)
  })

  it.each([null, '', 'bytes=-', 'bytes=a-b', 'items=0-5', 'bytes=0-5,7-9', 'bytes=20-10'])(
    '%s is answered with the whole file',
    (header) => expect(parseByteRange(header, 100)).toEqual({ kind: 'whole' }),
  )

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s lies outside 100 bytes', (header) => {
    expect(parseByteRange(header, 100)).toEqual({ kind: 'unsatisfiable' })
  })

  it('of an empty file has no part', () => {
    expect(parseByteRange('bytes=0-', 0)).toEqual({ kind: 'unsatisfiable' })
    expect(parseByteRange('bytes=-5', 0)).toEqual({ kind: 'unsatisfiable' })
    expect(parseByteRange(null, 0)).toEqual({ kind: 'whole' })
  })

  it('never names a byte that is not there', () => {
    const number = fc.option(fc.nat({ max: 1000 }), { nil: '' as const })
    fc.assert(
      fc.property(number, number, fc.nat({ max: 500 }), (first, last, size) => {
        const range = parseByteRange(`bytes=${first}-${last}`, size)
        if (range.kind !== 'part') return true
        return 0 <= range.start && range.start <= range.end && range.end < size
      }),
    )
  })
})
