import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { floatToHalf } from '#shared/exr/half'
import { encodeExr } from '../../../src-main/features/practice/exr-writer'

const ATTRIBUTES = [
  { name: 'framesPerSecond', type: 'rational', value: [24, 1] },
  { name: 'comments', type: 'string', value: 'Grüße' },
] as const

/** 40 × 21 pixels: x + 10 y in red, a constant in green, noise in blue. */
function picture(): { width: number; height: number; halves: Uint16Array } {
  const [width, height] = [40, 21]
  const halves = new Uint16Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      halves[y * width * 3 + x] = (Math.imul(x * 31 + y * 77 + 1, 2654435761) >>> 16) & 0x7bff
      halves[y * width * 3 + width + x] = floatToHalf(0.18)
      halves[y * width * 3 + 2 * width + x] = floatToHalf(x + 10 * y)
    }
  }
  return { width, height, halves }
}

describe('the EXR writer', () => {
  it('starts with the magic number and a single-part scanline version', () => {
    const file = encodeExr(picture(), { compression: 'zips', attributes: [] })
    expect([...file.subarray(0, 8)]).toEqual([0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0])
  })

  it('writes its attributes by name, type, length and value', () => {
    const file = encodeExr(picture(), { compression: 'zips', attributes: ATTRIBUTES })
    const fps = Buffer.from('framesPerSecond\0rational\0\x08\0\0\0\x18\0\0\0\x01\0\0\0', 'latin1')
    expect(file.includes(fps)).toBe(true)
    const comment = Buffer.concat([
      Buffer.from('comments\0string\0\x07\0\0\0', 'latin1'),
      Buffer.from('Grüße', 'utf8'),
    ])
    expect(file.includes(comment)).toBe(true)
    expect(file.includes(Buffer.from('channels\0chlist\0\x37\0\0\0B\0\x01\0\0\0', 'latin1'))).toBe(true)
  })

  it.each([
    ['zips', 1],
    ['zip', 16],
  ] as const)('lays %s chunks of %i lines where the offset table says', (compression, lines) => {
    const shown = picture()
    const file = encodeExr(shown, { compression, attributes: ATTRIBUTES, level: 6 })
    const chunkCount = Math.ceil(shown.height / lines)
    const table = headerEnd(file)
    const read: number[] = []
    let expected = table + chunkCount * 8
    for (let chunk = 0; chunk < chunkCount; chunk++) {
      const at = Number(file.readBigUInt64LE(table + chunk * 8))
      expect(at).toBe(expected)
      expect(file.readInt32LE(at)).toBe(chunk * lines)
      const size = file.readInt32LE(at + 4)
      const count = Math.min(lines, shown.height - chunk * lines) * shown.width * 3
      read.push(...unpack(file.subarray(at + 8, at + 8 + size), count))
      expected = at + 8 + size
    }
    expect(expected).toBe(file.length)
    expect(read).toEqual([...shown.halves])
  })

  it('keeps a line as it is when packing would make it longer', () => {
    const noise = Uint16Array.from({ length: 9 }, (_, index) => (Math.imul(index + 1, 40503) >>> 3) & 0xffff)
    const file = encodeExr({ width: 3, height: 1, halves: noise }, { compression: 'zips', attributes: [] })
    const at = Number(file.readBigUInt64LE(headerEnd(file)))
    expect(file.readInt32LE(at + 4)).toBe(18)
    expect([...unpack(file.subarray(at + 8), 9)]).toEqual([...noise])
  })
})

/** The header ends with an empty attribute name. */
function headerEnd(file: Buffer): number {
  let at = 8
  while (file[at] !== 0) {
    const type = file.indexOf(0, at) + 1
    const size = file.indexOf(0, type) + 1
    at = size + 4 + file.readInt32LE(size)
  }
  return at + 1
}

/** The reader's side of the format, written from its description: inflate, undo the differences, interleave. */
function unpack(data: Buffer, count: number): Uint16Array {
  if (data.length === count * 2)
    return Uint16Array.from({ length: count }, (_, i) => data.readUInt16LE(i * 2))
  const bytes = inflateSync(data)
  for (let index = 1; index < bytes.length; index++) {
    bytes[index] = (bytes[index - 1] ?? 0) + (bytes[index] ?? 0) - 128
  }
  return Uint16Array.from(
    { length: count },
    (_, index) => (bytes[index] ?? 0) | ((bytes[count + index] ?? 0) << 8),
  )
}
