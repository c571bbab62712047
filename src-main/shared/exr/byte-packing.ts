// Plain values into little-endian bytes. Knows bytes, not what they mean.

export const packBytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

export function packInt32(...values: number[]): Uint8Array {
  return pack(values, 4, (view, at, value) => view.setInt32(at, value, true))
}

export function packFloat32(...values: number[]): Uint8Array {
  return pack(values, 4, (view, at, value) => view.setFloat32(at, value, true))
}

export function packFloat64(...values: number[]): Uint8Array {
  return pack(values, 8, (view, at, value) => view.setFloat64(at, value, true))
}

function pack(
  values: readonly number[],
  bytesEach: number,
  put: (view: DataView, at: number, value: number) => void,
): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * bytesEach))
  for (const [index, value] of values.entries()) put(view, index * bytesEach, value)
  return new Uint8Array(view.buffer)
}

/** UTF-8 without TextEncoder (this folder has neither Node nor DOM types); a lone surrogate becomes U+FFFD. */
export function packText(text: string): Uint8Array {
  const bytes: number[] = []
  for (const character of text) {
    const said = character.codePointAt(0) ?? 0
    const point = said >= 0xd800 && said <= 0xdfff ? 0xfffd : said
    if (point < 0x80) bytes.push(point)
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), tail(point, 0))
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), tail(point, 6), tail(point, 0))
    else bytes.push(0xf0 | (point >> 18), tail(point, 12), tail(point, 6), tail(point, 0))
  }
  return Uint8Array.from(bytes)
}

const tail = (point: number, shift: number): number => 0x80 | ((point >> shift) & 0x3f)

/** Text with the zero byte that ends it. */
export const packName = (text: string): Uint8Array => joinBytes(packText(text), packBytes(0))

export function joinBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}
