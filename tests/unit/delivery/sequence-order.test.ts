import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { orderSequence } from '../../../src-main/features/delivery/sequence-order'
import { catchFailure } from '../../support/catch-failure'

const inFolder = (...names: string[]) => names.map((name) => join('take', name))

describe('frames are put in order by the last number of their names', () => {
  it.each([
    ['without padding', ['f10.exr', 'f9.exr', 'f11.exr'], ['f9.exr', 'f10.exr', 'f11.exr']],
    ['with padding', ['f.0002.exr', 'f.0001.exr'], ['f.0001.exr', 'f.0002.exr']],
    ['with a version in front', ['v2_s10_3.exr', 'v2_s10_2.exr'], ['v2_s10_2.exr', 'v2_s10_3.exr']],
    ['with something behind', ['f_2_aces.exr', 'f_1_aces.exr'], ['f_1_aces.exr', 'f_2_aces.exr']],
    ['numbers only, mixed case', ['0000.EXR', '0001.exr'], ['0000.EXR', '0001.exr']],
    ['numbers beyond 2^53', ['f90071992547409931.exr', 'f90071992547409930.exr'], ['f90071992547409930.exr', 'f90071992547409931.exr']], // prettier-ignore
    ['one frame without a number', ['still.exr'], ['still.exr']],
  ])('%s', (_, given, ordered) => {
    const { frames, ...rest } = orderSequence(inFolder(...given))
    expect(frames).toEqual(inFolder(...ordered).map((path, index) => ({ index, path })))
    expect(rest).toEqual({ twins: [], missing: [], count: ordered.length })
  })
})

describe('what is not one sequence is named', () => {
  it.each<[string, string[], object]>([
    ['nothing', [], { code: 'sequence-empty' }],
    [
      'two sequences',
      ['a_1.exr', 'b_2.exr'],
      { details: { rule: 'two-sequences', files: ['a_1.exr', 'b_2.exr'] } },
    ],
    ['a stray without a number', ['a_1.exr', 'a.exr'], { details: { rule: 'two-sequences' } }],
    [
      'more gaps than frames',
      ['f1.exr', 'f9.exr'],
      { details: { rule: 'gap', files: ['f1.exr', 'f9.exr'] } },
    ],
  ])('%s', async (_, names, expected) => {
    expect(await catchFailure(() => orderSequence(inFolder(...names)))).toMatchObject(expected)
  })

  it('an endless gap is not counted', async () => {
    const { details } = await catchFailure(() => orderSequence(inFolder('f1.exr', `f${'9'.repeat(60)}.exr`)))
    expect(details['rule']).toBe('gap')
  })
})

describe('places that are empty or taken twice', () => {
  it('keep the others where they belong', () => {
    const names = inFolder('f11.exr', 'f09.exr', 'f014.exr', 'f9.exr', 'f12.exr')
    expect(orderSequence(names)).toEqual({
      frames: [
        { index: 0, path: join('take', 'f09.exr') },
        { index: 2, path: join('take', 'f11.exr') },
        { index: 3, path: join('take', 'f12.exr') },
        { index: 5, path: join('take', 'f014.exr') },
      ],
      twins: [{ index: 0, path: join('take', 'f9.exr'), other: join('take', 'f09.exr') }],
      missing: [1, 4],
      count: 6,
    })
  })
})
