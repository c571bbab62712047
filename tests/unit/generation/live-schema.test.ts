import { describe, expect, it } from 'vitest'
import { BUILT_IN_CANVASES, toCanvas } from '#shared/domain/canvas'
import { layOver, readPairs, rowOfPair } from '../../../src-main/features/generation/live-schema'

const PAIR = { width: 1104, height: 832 }
const constant = (value: number) => ({ const: value })

describe('pairs are found however the schema writes them', () => {
  it.each<[string, unknown]>([
    [
      'as constants of one branch',
      { oneOf: [{ properties: { width: constant(1104), height: constant(832) } }] },
    ],
    ['as lists of one', { anyOf: [{ properties: { width: { enum: [1104] }, height: { enum: [832] } } }] }],
    [
      'as a choice of one',
      { properties: { width: { oneOf: [constant(1104)] }, height: { anyOf: [constant(832)] } } },
    ],
    [
      'as a condition',
      {
        allOf: [
          { if: { properties: { width: constant(1104) } }, then: { properties: { height: constant(832) } } },
        ],
      },
    ],
    [
      'as a condition the other way round',
      {
        allOf: [
          { if: { properties: { height: constant(832) } }, then: { properties: { width: constant(1104) } } },
        ],
      },
    ],
    ['in an example', { examples: [{ model: 'm', width: 1104, height: 832 }] }],
    ['in an extension', { 'x-supported-dimensions': [[1104, 832]] }],
    ['in an extension with names', { 'x-dimensions': { '4:3': PAIR } }],
    ['as words', { properties: { size: { enum: ['1104x832'] } } }],
    ['as words with a sign', { description: 'One of 1104 × 832 and others.' }],
    [
      'deep in a document',
      { paths: { '/': { post: { requestBody: { content: { a: { schema: { example: PAIR } } } } } } } },
    ],
  ])('%s', (_how, document) => {
    expect(readPairs(document)).toEqual([PAIR])
  })

  it('two lists say nothing of which goes with which', () => {
    expect(
      readPairs({ properties: { width: { enum: [1104, 832] }, height: { enum: [832, 1104] } } }),
    ).toBeUndefined()
  })

  it('what the service answers is not read', () => {
    expect(
      readPairs({ responses: { examples: [PAIR] }, responseSchema: { examples: [PAIR] } }),
    ).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['nothing', {}],
    ['null', null],
    ['a word', 'schema'],
    ['a list', [1, 2, 3]],
    ['names of a prototype', JSON.parse('{"__proto__":{"width":1104},"constructor":{"height":832}}')],
  ])('%s is not understood', (_what, document) => expect(readPairs(document)).toBeUndefined())

  it('a document without end of depth is given up, not followed', () => {
    let deep: unknown = PAIR
    for (let level = 0; level < 5000; level += 1) deep = { next: deep }
    expect(readPairs(deep)).toBeUndefined()
  })
})

describe('only plausible pairs are believed', () => {
  it.each([
    ['a size of the built-in table', 1104, 832, '720p', '4:3'],
    ['the same shape a little larger', 1120, 840, '720p', '4:3'],
    ['a tall one', 1088, 1920, '1080p', '9:16'],
  ])('%s', (_what, width, height, tier, aspect) => {
    expect(rowOfPair({ width, height })).toMatchObject({ tier, aspect })
  })

  it.each([
    ['another shape', 1200, 800],
    ['an area between two tiers', 1500, 1124],
    ['a size beyond the model', 4096, 4096],
    ['an odd side', 1105, 832],
    ['half a pixel', 1104.5, 832],
    ['nothing', 0, 0],
    ['less than nothing', -1104, -832],
    ['no number', NaN, 832],
    ['no end', Infinity, 832],
  ])('not %s', (_what, width, height) => expect(rowOfPair({ width, height })).toBeUndefined())
})

describe('the live table', () => {
  it('names what the schema names and leaves the rest', () => {
    const table = layOver([{ width: 1120, height: 840 }])
    expect(toCanvas('720p', '4:3', table)).toEqual({
      ...{ tier: '720p', aspect: '4:3', width: 1120, height: 840, grade: 'live' },
    })
    expect(table.filter((row) => row.grade !== 'live')).toEqual(
      BUILT_IN_CANVASES.filter((row) => row.tier !== '720p' || row.aspect !== '4:3'),
    )
  })

  it('keeps its rows in their order, whatever comes', () => {
    const rows = (table: typeof BUILT_IN_CANVASES) => table.map(({ tier, aspect }) => `${tier} ${aspect}`)
    const hostile = [
      { width: 1e9, height: 1e9 },
      { width: 1120, height: 840 },
      { width: 1, height: 1 },
    ]
    expect(rows(layOver(hostile))).toEqual(rows(BUILT_IN_CANVASES))
  })

  it('of two sizes for one row the known one is taken, else the first', () => {
    const other = { width: 1120, height: 840 }
    expect(readPairs({ examples: [other, PAIR] })).toEqual([PAIR])
    expect(readPairs({ examples: [other, { width: 1136, height: 852 }] })).toEqual([other])
  })

  it('what is stated goes before what is told', () => {
    const other = { width: 1120, height: 840 }
    expect(readPairs({ description: '1104x832', examples: [other] })).toEqual([other])
  })
})
