import { describe, expect, it } from 'vitest'
import { isExrError, parseExrHeader, type ExrError } from '#shared/exr/header'
import { AP0, attribute, buildExr, float, int, join, text, type BuildPart } from '../../support/build-exr'

const small: BuildPart = { width: 4, height: 3 }

function errorOf(bytes: Uint8Array): ExrError {
  try {
    parseExrHeader(bytes)
  } catch (error) {
    if (isExrError(error)) return error
    throw error
  }
  throw new Error('The header was read.')
}

function only(bytes: Uint8Array) {
  const [part] = parseExrHeader(bytes).parts
  if (!part) throw new Error('No part.')
  return part
}

const word = (value: number) => new Uint8Array(new Uint32Array([value]).buffer)

describe('the header of a plain file', () => {
  it('gives windows, channels, compression, line order and the bytes it took', () => {
    const bytes = buildExr({
      width: 4,
      height: 5,
      origin: [2, -3],
      displayWindow: [0, 0, 9, 9],
      compression: 'zips',
      lineOrder: 1,
      channels: [{ name: 'A', type: 'float' }, { name: 'R' }, { name: 'id', type: 'uint' }],
    })
    const header = parseExrHeader(bytes)
    const part = only(bytes)
    expect(header).toMatchObject({ isTiled: false, isDeep: false, isMultipart: false, hasLongNames: false })
    expect(part.dataWindow).toEqual({ min: { x: 2, y: -3 }, max: { x: 5, y: 1 } })
    expect(part.displayWindow).toEqual({ min: { x: 0, y: 0 }, max: { x: 9, y: 9 } })
    expect(part).toMatchObject({ compression: 'zips', lineOrder: 'decreasing-y', type: 'scanlineimage' })
    expect(part.channels.map(({ name, pixelType }) => [name, pixelType])).toEqual([
      ['A', 'float'],
      ['R', 'half'],
      ['id', 'uint'],
    ])
    expect(part.chunkCount).toBe(5)
    // The first entry of the offset table points behind the table.
    const table = new DataView(bytes.buffer, header.byteLength)
    expect(Number(table.getBigUint64(4 * 8, true))).toBe(header.byteLength + 5 * 8)
  })

  it('reads every standard attribute type', () => {
    const float64 = (...values: number[]) => new Uint8Array(new Float64Array(values).buffer)
    const nine = [1, 2, 3, 4, 5, 6, 7, 8, 9]
    const sixteen = [...nine, 10, 11, 12, 13, 14, 15, 16]
    const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)
    const extra: [string, string, Uint8Array, unknown][] = [
      ['a', 'box2f', float(0, 0.5, 1, 2), { min: { x: 0, y: 0.5 }, max: { x: 1, y: 2 } }],
      ['b', 'bytes', Uint8Array.of(9, 8), Uint8Array.of(9, 8)],
      ['c', 'deepImageState', Uint8Array.of(2), 2],
      ['d', 'double', float64(0.1), 0.1],
      ['e', 'envmap', Uint8Array.of(1), 1],
      ['f', 'floatvector', float(1, 2.5, -3), [1, 2.5, -3]],
      ['g', 'idmanifest', Uint8Array.of(7), Uint8Array.of(7)],
      ['h', 'int', int(-5), -5],
      ['i', 'm33d', float64(...nine), nine],
      ['j', 'm33f', float(...nine), nine],
      ['k', 'm44d', float64(...sixteen), sixteen],
      ['l', 'm44f', float(...sixteen), sixteen],
      ['m', 'preview', join(int(2, 1), pixels), { width: 2, height: 1, pixels }],
      ['n', 'stringvector', join(int(2), text('ab'), int(0), int(3), text('cde')), ['ab', '', 'cde']],
      ['o', 'v2d', float64(1, 2), { x: 1, y: 2 }],
      ['p', 'v2i', int(1, -2), { x: 1, y: -2 }],
      ['q', 'v3d', float64(1, 2, 3), { x: 1, y: 2, z: 3 }],
      ['r', 'v3f', float(1, 2, 3), { x: 1, y: 2, z: 3 }],
      ['s', 'v3i', int(1, 2, 3), { x: 1, y: 2, z: 3 }],
      ['t', 'string', text('Zürich 🎬'), 'Zürich 🎬'],
      ['u', 'string', new Uint8Array(), ''],
    ]
    const part = only(
      buildExr({ ...small, extra: extra.map(([name, type, value]) => attribute(name, type, value)) }),
    )
    for (const [name, type, , value] of extra) {
      expect(part.attributes.find((one) => one.name === name)).toMatchObject({ type, value })
    }
  })

  it('understands the attributes grading tools write', () => {
    const part = only(
      buildExr({
        ...small,
        extra: [
          AP0,
          attribute('framesPerSecond', 'rational', int(24000, 1001)),
          attribute('timeCode', 'timecode', join(word(0x01_23_45_16 | 0x40), int(0))),
          attribute('keyCode', 'keycode', int(1, 2, 3, 4, 5, 6, 7)),
          attribute('comments', 'string', text('practice')),
          attribute('dwaCompressionLevel', 'float', float(45)),
        ],
      }),
    )
    expect(part.chromaticities?.blue.y).toBeCloseTo(-0.077, 6)
    expect(part.chromaticities?.white).toEqual({ x: Math.fround(0.32168), y: Math.fround(0.33767) })
    expect(part.framesPerSecond).toEqual([24000, 1001])
    expect(part.timeCode).toMatchObject({ hours: 1, minutes: 23, seconds: 45, frame: 16, isDropFrame: true })
    expect(part.keyCode).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(part.comments).toBe('practice')
    expect(part.dwaCompressionLevel).toBe(45)
  })

  it('keeps an attribute of an unknown type as its bytes and says where they lie', () => {
    const bytes = buildExr({ ...small, extra: [attribute('odd', 'vendorThing', Uint8Array.of(1, 2, 3))] })
    const odd = only(bytes).attributes.find((one) => one.name === 'odd')
    expect(odd).toMatchObject({ type: 'opaque', typeName: 'vendorThing', value: Uint8Array.of(1, 2, 3) })
    expect(bytes.slice(odd?.byteOffset, (odd?.byteOffset ?? 0) + 3)).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('lets the later of two equal attributes count, as OpenEXR does', () => {
    const twice = [attribute('comments', 'string', text('old')), attribute('comments', 'string', text('new'))]
    expect(only(buildExr({ ...small, extra: twice })).comments).toBe('new')
  })
})

describe('tiles and parts', () => {
  it.each([
    [0, 3 * 2],
    [1, 3 * 2 + 2 * 1 + 1 + 1],
    [2, (3 + 2 + 1 + 1) * (2 + 1 + 1)],
  ])('counts the chunks of level mode %i', (mode, chunks) => {
    const bytes = buildExr({ width: 11, height: 7, tiles: { width: 4, height: 4, mode } })
    expect(parseExrHeader(bytes).isTiled).toBe(true)
    expect(only(bytes)).toMatchObject({ type: 'tiledimage', chunkCount: chunks })
  })

  it('reads every part of a multipart file', () => {
    const bytes = buildExr(small, { width: 8, height: 40, compression: 'zip' })
    const header = parseExrHeader(bytes)
    expect(header.isMultipart).toBe(true)
    expect(header.parts.map(({ name, chunkCount }) => [name, chunkCount])).toEqual([
      ['part0', 3],
      ['part1', 3],
    ])
  })
})

describe('what is wrong is named', () => {
  it.each<[string, Uint8Array, string]>([
    ['another kind of file', text('GIF89a__________'), 'not-exr'],
    ['version 3', join(int(20000630, 3)), 'unsupported-version'],
    ['an unknown flag', join(int(20000630, 0x8002)), 'unsupported-version'],
    ['a file both tiled and multipart', join(int(20000630, 0x1202)), 'unsupported-version'],
    ['no channels attribute', buildExr({ ...small, without: ['channels'] }), 'missing-attribute'],
    ['no data window', buildExr({ ...small, without: ['dataWindow'] }), 'missing-attribute'],
    ['an empty channel list', buildExr({ ...small, channels: [] }), 'bad-channels'],
    ['a channel twice', buildExr({ ...small, channels: [{ name: 'R' }, { name: 'R' }] }), 'bad-channels'],
    [
      'sampling zero',
      buildExr({
        ...small,
        extra: [attribute('channels', 'chlist', join(text('R\0'), int(1, 0, 0, 1), Uint8Array.of(0)))],
      }),
      'bad-channels',
    ],
    [
      'sampling that does not fit',
      buildExr({ ...small, channels: [{ name: 'R', sampling: [3, 1] }] }),
      'bad-channels',
    ],
    [
      'a window upside down',
      buildExr({ ...small, extra: [attribute('dataWindow', 'box2i', int(0, 5, 3, 4))] }),
      'bad-window',
    ],
    [
      'a window beyond all pictures',
      buildExr({ ...small, extra: [attribute('displayWindow', 'box2i', int(0, 0, 2 ** 31 - 1, 4))] }),
      'bad-window',
    ],
    [
      'more chunks than any picture has',
      buildExr({ ...small, extra: [attribute('dataWindow', 'box2i', int(0, 0, 1, 2 ** 29))] }),
      'too-large',
    ],
    [
      'compression of tomorrow',
      buildExr({ ...small, extra: [attribute('compression', 'compression', Uint8Array.of(99))] }),
      'unsupported-compression',
    ],
    [
      'a line order of tomorrow',
      buildExr({ ...small, extra: [attribute('lineOrder', 'lineOrder', Uint8Array.of(9))] }),
      'bad-attribute',
    ],
    [
      'a name of 32 bytes',
      buildExr({ ...small, extra: [attribute('n'.repeat(32), 'int', int(1))] }),
      'too-large',
    ],
    [
      'a value longer than its type',
      buildExr({ ...small, extra: [attribute('x', 'int', int(1, 2))] }),
      'bad-attribute',
    ],
    [
      'a value shorter than its type',
      buildExr({ ...small, extra: [attribute('x', 'v3f', int(1))] }),
      'bad-attribute',
    ],
    [
      'a preview that lies about its size',
      buildExr({ ...small, extra: [attribute('x', 'preview', int(65536, 65536))] }),
      'bad-attribute',
    ],
    ['a negative size', buildExr({ ...small, extra: [join(text('x\0int\0'), int(-1))] }), 'bad-attribute'],
    [
      'one name with two types',
      buildExr({ ...small, extra: [attribute('x', 'int', int(1)), attribute('x', 'float', float(1))] }),
      'bad-attribute',
    ],
    [
      'channels that are a string',
      buildExr({ ...small, without: ['channels'], extra: [attribute('channels', 'string', text('RGB'))] }),
      'bad-attribute',
    ],
    [
      'tiles of no size',
      buildExr({ ...small, extra: [], tiles: { width: 4, height: 4, mode: 0x20 } }),
      'bad-attribute',
    ],
    [
      'a chunk count that is not the picture’s',
      buildExr({ ...small, extra: [attribute('chunkCount', 'int', int(9))] }),
      'bad-part',
    ],
  ])('%s', (_, bytes, code) => {
    const error = errorOf(bytes)
    expect(error.code).toBe(code)
    expect(error.message).toMatch(/\.$/)
  })

  it('takes a name of 255 bytes where the flag for long names stands', () => {
    const bytes = buildExr({ ...small, extra: [attribute('n'.repeat(255), 'int', int(1))] })
    bytes[5] = 0x04
    expect(parseExrHeader(bytes).hasLongNames).toBe(true)
  })

  it('asks for more bytes at every cut inside the header, and never says anything else', () => {
    const bytes = buildExr({ ...small, extra: [AP0] }, small)
    const { byteLength } = parseExrHeader(bytes)
    for (let length = 0; length < byteLength; length += 1) {
      expect(errorOf(bytes.subarray(0, length)).code, `cut at ${length}`).toBe('needs-more-bytes')
    }
    expect(parseExrHeader(bytes.subarray(0, byteLength)).byteLength).toBe(byteLength)
  })

  it('asks for more bytes rather than allocating what a size promises', () => {
    const promise = join(int(20000630, 2), text('x\0string\0'), int(2 ** 31 - 1))
    expect(errorOf(promise).code).toBe('needs-more-bytes')
  })
})
