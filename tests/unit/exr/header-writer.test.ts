import { describe, expect, it } from 'vitest'
import { parseExrHeader, type ExrHeader } from '#shared/exr/header'
import { restampHeader, shiftOffsets, writeExrHeader, type HeaderStamp } from '#shared/exr/header-writer'
import { checkExrStructure } from '#shared/exr/structure'
import { AP0, attribute, buildExr, text, type BuildPart } from '../../support/build-exr'
import { everyAttribute } from '../../support/every-attribute'

const picture: BuildPart = { width: 6, height: 5, extra: [AP0], pixel: (channel, x, y) => channel + x + y }
const isIntact = async (bytes: Uint8Array): Promise<boolean> => {
  const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
  return (await checkExrStructure(read, bytes.length, parseExrHeader(bytes))).isIntact
}

/** The whole file after a stamp, put together as a copy by streams would. */
function stampFile(file: Uint8Array, stamp: HeaderStamp): Uint8Array {
  const { bytes, oldBytes, tableBytes, shiftBytes } = restampHeader(file, stamp)
  const table = shiftOffsets(file.subarray(oldBytes, oldBytes + tableBytes), shiftBytes)
  return new Uint8Array(Buffer.concat([bytes, table, file.subarray(oldBytes + tableBytes)]))
}
const valueOf = (header: ExrHeader, name: string, part = 0) =>
  header.parts[part]?.attributes.find((one) => one.name === name)?.value

describe('a header from the model', () => {
  it.each<[string, BuildPart[]]>([
    ['plain', [picture]],
    ['every standard attribute type', [{ ...picture, extra: everyAttribute() }]],
    ['tiles, rounded up', [{ ...picture, tiles: { width: 4, height: 2, mode: 0x10 } }]],
    ['two parts', [picture, { ...picture, tiles: { width: 4, height: 4, mode: 0 } }]],
    ['mixed types and sampling', [{ width: 4, height: 4, channels: [{ name: 'BY', sampling: [2, 2] }, { name: 'Z', type: 'float' }, { name: 'id', type: 'uint' }] }]], // prettier-ignore
  ])('%s: byte for byte the one it was read from', (_, parts) => {
    const file = buildExr(...parts)
    const header = parseExrHeader(file)
    expect(Buffer.from(writeExrHeader(header))).toEqual(Buffer.from(file.subarray(0, header.byteLength)))
  })

  it('writes text beyond the basic plane, and sets the flag for long names where one is needed', () => {
    const file = buildExr(picture)
    const header = parseExrHeader(file)
    const [part] = header.parts
    if (!part) throw new Error('No part.')
    const name = 'a name that is longer than thirty-one bytes'
    const attributes = [...part.attributes, { name, type: 'string' as const, value: 'Zürich 🎬 日本' }]
    const read = parseExrHeader(writeExrHeader({ ...header, parts: [{ attributes }] }))
    expect(read.hasLongNames).toBe(true)
    expect(valueOf(read, name)).toBe('Zürich 🎬 日本')
  })
})

describe('a stamp', () => {
  it('that changes nothing leaves every byte as it was', () => {
    for (const file of [buildExr({ ...picture, extra: everyAttribute() }), buildExr(picture, picture)]) {
      expect(Buffer.from(stampFile(file, {}))).toEqual(Buffer.from(file))
    }
  })

  it('keeps text that is no UTF-8 and an attribute that stands twice, byte for byte', () => {
    const extra = [
      attribute('broken', 'string', Uint8Array.of(0x41, 0xff, 0xfe)),
      attribute('owner', 'string', text('one')),
      attribute('owner', 'string', text('two')),
    ]
    const file = buildExr({ ...picture, extra })
    expect(Buffer.from(stampFile(file, {}))).toEqual(Buffer.from(file))
  })

  it('adds, changes and removes attributes; the chunks move and the file stays whole', async () => {
    const file = buildExr({ ...picture, extra: [AP0, attribute('owner', 'string', text('someone'))] })
    const stamped = stampFile(file, {
      set: [
        { name: 'owner', type: 'string', value: 'Latitude, with a longer name' },
        { name: 'framesPerSecond', type: 'rational', value: [24, 1] },
      ],
      remove: ['chromaticities', 'never there'],
    })
    const header = parseExrHeader(stamped)
    expect(valueOf(header, 'owner')).toBe('Latitude, with a longer name')
    expect(header.parts[0]?.framesPerSecond).toEqual([24, 1])
    expect(header.parts[0]?.chromaticities).toBeNull()
    expect(await isIntact(stamped)).toBe(true)
    const back = stampFile(stamped, { remove: ['owner', 'framesPerSecond'] })
    expect(await isIntact(back)).toBe(true)
    expect(Buffer.from(back)).toEqual(Buffer.from(buildExr({ ...picture, extra: [] })))
  })

  it('of one part leaves the others alone', () => {
    const stamped = stampFile(buildExr(picture, picture), {
      set: [{ name: 'owner', type: 'string', value: 'me' }],
      part: 1,
    })
    expect(valueOf(parseExrHeader(stamped), 'owner', 0)).toBeUndefined()
    expect(valueOf(parseExrHeader(stamped), 'owner', 1)).toBe('me')
  })

  it('keeps a chunk that was never written unwritten', () => {
    expect([...new BigUint64Array(shiftOffsets(new Uint8Array(8), 100).buffer)]).toEqual([0n])
  })

  it.each<[string, HeaderStamp]>([
    ['another compression', { set: [{ name: 'compression', type: 'compression', value: 'none' }] }],
    ['no channels', { remove: ['channels'] }],
    ['no display window', { remove: ['displayWindow'] }],
    ['a display window of another type', { set: [{ name: 'displayWindow', type: 'int', value: 1 }] }],
    ['a part that is not there', { set: [], part: 3 }],
    ['a name with a zero in it', { set: [{ name: 'a\0b', type: 'int', value: 1 }] }],
  ])('refuses %s', (_, stamp) => {
    expect(() => restampHeader(buildExr(picture), stamp)).toThrow(
      /cannot be|can do without|no part|not of type|A name/,
    )
  })
})
