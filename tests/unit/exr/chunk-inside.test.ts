import { describe, expect, it } from 'vitest'
import { findInsideFault } from '#shared/exr/chunk-inside'
import { createChunkLayout } from '#shared/exr/chunk-layout'
import { parseExrHeader, type ExrCompression } from '#shared/exr/header'
import { checkExrStructure } from '#shared/exr/structure'
import { buildExr } from '../../support/build-exr'

const file = buildExr({ width: 16, height: 16, compression: 'zip' })

/** What is said of the first chunk of a 16 × 16 half RGB picture with these first packed bytes. */
function faultOf(compression: ExrCompression, head: Uint8Array, packedBytes: number): string | null {
  const [part] = parseExrHeader(file).parts
  if (!part) throw new Error('No part.')
  const expected = createChunkLayout({ ...part, compression })(0)
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  return findInsideFault({ ...part, compression }, { head: view, packedBytes, unpackedBytes: expected.unpackedBytes ?? 0, expected }) // prettier-ignore
}

function dwa(changes: Record<number, number>, rulesBytes = 2): Uint8Array {
  const numbers = [2, 0, 0, 100, 20, 0, 0, 0, 50, 12, 1]
  const view = new DataView(new ArrayBuffer(90))
  for (const [index, usual] of numbers.entries())
    view.setBigInt64(index * 8, BigInt(changes[index] ?? usual), true)
  view.setUint16(88, rulesBytes, true)
  return new Uint8Array(view.buffer)
}
const piz = (first: number, last: number, length: number): Uint8Array => {
  const view = new DataView(new ArrayBuffer(90))
  view.setUint16(0, first, true)
  view.setUint16(2, last, true)
  const lengthAt = 4 + Math.max(0, last - first + 1)
  if (lengthAt <= 86) view.setInt32(lengthAt, length, true)
  return new Uint8Array(view.buffer)
}

describe('a packed chunk that agrees with itself passes', () => {
  it.each<[ExrCompression, Uint8Array, number]>([
    ['zip', Uint8Array.of(0x78, 0x9c), 40],
    ['pxr24', Uint8Array.of(0x78, 0x01), 40],
    ['piz', piz(10, 20, 100), 300],
    ['piz', piz(8191, 0, 10), 300],
    ['b44', new Uint8Array(90), 48 * 14],
    ['b44a', new Uint8Array(90), 48 * 3],
    ['dwaa', dwa({}), 300],
  ])('%s', (compression, head, bytes) => {
    expect(faultOf(compression, head, bytes)).toBeNull()
  })
})

describe('one that does not is named', () => {
  it.each<[string, ExrCompression, Uint8Array, number, RegExp]>([
    ['a zlib head', 'zip', Uint8Array.of(0x77, 0x9c), 40, /zlib stream does/],
    ['a zlib check', 'zips', Uint8Array.of(0x78, 0x9d), 40, /zlib stream does/],
    ['too short for zlib', 'pxr24', Uint8Array.of(0x78, 0x9c), 5, /5 bytes are no zlib/],
    ['a table of values too far', 'piz', piz(1, 8192, 0), 300, /reaches to 8192/],
    ['a table of values too long', 'piz', piz(0, 400, 0), 300, /401 bytes, more/],
    ['a Huffman stream too long', 'piz', piz(10, 20, 400), 300, /declares 400 bytes/],
    ['blocks too small', 'b44', new Uint8Array(90), 48 * 3 - 1, /blocks need 144 to 672/],
    ['blocks too large', 'b44a', new Uint8Array(90), 48 * 14 + 1, /blocks need/],
    ['too short for DWA', 'dwab', new Uint8Array(50), 50, /50 bytes are no DWA/],
    ['a version to come', 'dwaa', dwa({ 0: 3 }), 300, /version 3/],
    ['an unknown packing', 'dwaa', dwa({ 10: 2 }), 300, /unknown packing 2/],
    ['parts that do not fit', 'dwab', dwa({ 3: 400 }), 300, /parts need 510 bytes/],
    ['a size below zero', 'dwab', dwa({ 4: -1 }), 300, /parts need/],
    ['no channel rules', 'dwaa', dwa({}, 1), 300, /rules have 1/],
    ['too many samples', 'dwaa', dwa({ 7: 10_000 }), 300, /more samples/],
    ['too many coefficients', 'dwaa', dwa({ 8: 100_000 }), 300, /more coefficients/],
  ])('%s', (_, compression, head, bytes, sentence) => {
    expect(faultOf(compression, head, bytes)).toMatch(sentence)
  })

  it('by chunk and place in the report', async () => {
    const bytes = file.slice()
    const at = Number(new DataView(bytes.buffer).getBigUint64(parseExrHeader(bytes).byteLength, true)) + 8
    bytes[at] = 0
    const read = (offset: number, length: number) => bytes.subarray(offset, offset + length)
    const report = await checkExrStructure(read, bytes.length, parseExrHeader(bytes))
    expect(report).toMatchObject({
      isIntact: false,
      findings: [{ code: 'chunk-inside', chunk: 0, byteOffset: at }],
    })
  })
})
