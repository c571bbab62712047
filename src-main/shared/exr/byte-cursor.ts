// Reads little-endian values one after the other and never past the end. Knows bytes, not what they mean.
import { ExrError } from './exr-error'

export interface ByteCursor {
  /** Bytes from the start of the file. */
  readonly offset: number
  readonly isAtEnd: boolean
  uint8(): number
  int32(): number
  uint32(): number
  float32(): number
  float64(): number
  /** A copy of the next `length` bytes. */
  bytes(length: number): Uint8Array
  /** UTF-8 text of exactly `length` bytes. */
  text(length: number): string
  /** Text up to a zero byte, which is consumed; throws `too-large` beyond `longest` bytes. */
  name(longest: number): string
  /** A cursor over the next `length` bytes, which this one steps over. */
  take(length: number): ByteCursor
  peekUint8(): number
}

/** `endCode` is the error for reading past the end: 'needs-more-bytes' for a file, 'bad-attribute' inside a value. */
export function createByteCursor(
  bytes: Uint8Array,
  endCode: 'needs-more-bytes' | 'bad-attribute' = 'needs-more-bytes',
  from = 0,
  end = bytes.length,
): ByteCursor {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = from

  function step(length: number): number {
    if (length < 0 || length > end - at) {
      const sentence =
        endCode === 'needs-more-bytes'
          ? 'The bytes end inside the header.'
          : 'An attribute’s value is longer than the size it declares.'
      throw new ExrError(endCode, at, sentence)
    }
    const start = at
    at += length
    return start
  }

  function name(longest: number): string {
    const start = at
    const limit = Math.min(end, start + longest + 1)
    let stop = start
    while (stop < limit && bytes[stop] !== 0) stop += 1
    if (stop - start > longest) {
      throw new ExrError('too-large', start, `A name is longer than ${longest} bytes.`)
    }
    step(stop - start + 1)
    return decodeUtf8(bytes, start, stop)
  }

  return {
    get offset() {
      return at
    },
    get isAtEnd() {
      return at >= end
    },
    uint8: () => view.getUint8(step(1)),
    int32: () => view.getInt32(step(4), true),
    uint32: () => view.getUint32(step(4), true),
    float32: () => view.getFloat32(step(4), true),
    float64: () => view.getFloat64(step(8), true),
    bytes: (length) => {
      const start = step(length)
      return bytes.slice(start, start + length)
    },
    text: (length) => {
      const start = step(length)
      return decodeUtf8(bytes, start, start + length)
    },
    name,
    take: (length) => {
      const start = step(length)
      return createByteCursor(bytes, 'bad-attribute', start, start + length)
    },
    peekUint8: () => {
      const value = view.getUint8(step(1))
      at -= 1
      return value
    },
  }
}

/** UTF-8 without TextDecoder (this folder has neither Node nor DOM types); malformed bytes become U+FFFD. */
function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end;) {
    const [codePoint, length] = codePointAt(bytes, at, end)
    text += String.fromCodePoint(codePoint)
    at += length
  }
  return text
}

const REPLACEMENT: readonly [number, number] = [0xfffd, 1]
const SMALLEST_OF_LENGTH = [0, 0, 0x80, 0x800, 0x10000]

function codePointAt(bytes: Uint8Array, at: number, end: number): readonly [number, number] {
  const lead = bytes[at] ?? 0
  if (lead < 0x80) return [lead, 1]
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0
  if (length === 0 || at + length > end) return REPLACEMENT
  let codePoint = lead & (0x7f >> length)
  for (let next = 1; next < length; next += 1) {
    const byte = bytes[at + next] ?? 0
    if ((byte & 0xc0) !== 0x80) return REPLACEMENT
    codePoint = codePoint * 64 + (byte & 0x3f)
  }
  const isSurrogate = codePoint >= 0xd800 && codePoint <= 0xdfff
  if (codePoint > 0x10ffff || isSurrogate || codePoint < (SMALLEST_OF_LENGTH[length] ?? 0)) return REPLACEMENT
  return [codePoint, length]
}
