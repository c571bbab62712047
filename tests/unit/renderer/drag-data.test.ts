import { describe, expect, it } from 'vitest'
import { imageSources, isPictureDrag, listedUris, readDrop } from '../../../src-renderer/window/drag-data'

interface FakeFile {
  size: number
  path: string
}
const file = (path: string, size = 9): FakeFile => ({ path, size })
const drop = (files: FakeFile[], uriList = '', html = '') =>
  readDrop({ files, uriList, html }, (known) => known.path)

describe('a drop', () => {
  it('of files of this machine gives their paths, whatever else it carries', () => {
    expect(
      drop([file('/a.png'), file('/b.png')], 'file:///a.png', '<img src="https://x.test/a.png">'),
    ).toEqual({
      kind: 'paths',
      paths: ['/a.png', '/b.png'],
    })
  })

  it('of bytes without a path gives the bytes, and no address beside them', () => {
    const bytes = file('')
    expect(drop([bytes], 'https://x.test/a.png')).toEqual({ kind: 'browser', files: [bytes], urls: [] })
  })

  it('of a file without path and bytes gives the address', () => {
    expect(drop([file('', 0)], 'https://x.test/a.png')).toEqual({
      ...{ kind: 'browser', files: [], urls: ['https://x.test/a.png'] },
    })
  })

  it('of a picture inside a link gives the picture, not where the link leads', () => {
    const html = '<a href="https://x.test/page"><img alt="a > b" src="https://x.test/a.png?w=1&amp;h=2"></a>'
    expect(drop([], 'https://x.test/page', html)).toMatchObject({ urls: ['https://x.test/a.png?w=1&h=2'] })
  })

  it('of a link without a picture gives the link, each once and without remarks', () => {
    expect(
      drop([], '# from a page\r\nhttps://x.test/a\r\nhttps://x.test/a\r\n\r\n', '<b>a</b>'),
    ).toMatchObject({
      urls: ['https://x.test/a'],
    })
  })

  it('of words gives nothing', () => {
    expect(drop([], '', '<p>img src="https://x.test/a.png"</p>')).toEqual({ kind: 'nothing' })
  })

  it('of very much gives no more than an import takes', () => {
    const many = Array.from({ length: 150 }, (_, index) => `https://x.test/${index}.png`)
    expect(drop([], many.join('\n'))).toMatchObject({ urls: many.slice(0, 100) })
  })
})

describe('pictures in a piece of a page', () => {
  it.each([
    ['double quotes', '<img src="https://x.test/a.png">', ['https://x.test/a.png']],
    ['single quotes', "<img src='https://x.test/a.png'>", ['https://x.test/a.png']],
    ['no quotes', '<IMG width=1 SRC=https://x.test/a.png>', ['https://x.test/a.png']],
    ['a data address', '<img src="data:image/png;base64,AA==">', ['data:image/png;base64,AA==']],
    ['numbered signs', '<img src="https://x.test/&#x61;&#98;.png">', ['https://x.test/ab.png']],
    [
      'a loader in the way',
      '<img data-src="https://x.test/b.png" src="https://x.test/a.png">',
      ['https://x.test/a.png'],
    ],
    [
      'several',
      '<img src="http://x.test/a"><p><img src="http://x.test/b">',
      ['http://x.test/a', 'http://x.test/b'],
    ],
    ['a relative one', '<img src="/a.png">', []],
    ['none', '<image src="https://x.test/a.png"><img>', []],
  ])('with %s', (_what, html, sources) => expect(imageSources(html)).toEqual(sources))

  it('a long data address is read whole and at once', () => {
    const source = `data:image/png;base64,${'A'.repeat(5_000_000)}`
    expect(imageSources(`<img src="${source}">`)[0]).toHaveLength(source.length)
  })
})

it('a uri-list has a line for each address', () => {
  expect(listedUris('#x\nhttps://a.test/\r\n  https://b.test/  \n')).toEqual([
    'https://a.test/',
    'https://b.test/',
  ])
})

it.each([
  [['Files'], true],
  [['text/uri-list', 'text/plain'], true],
  [['text/html'], true],
  [['text/plain'], false],
  [[], false],
])('a drag of %s is wanted: %s', (types, isWanted) => expect(isPictureDrag(types)).toBe(isWanted))
