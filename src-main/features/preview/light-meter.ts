// Measures MaxCLL and MaxFALL (CTA-861.3) from 16-bit PQ codes as they stream by. Knows numbers only.
import { Writable } from 'node:stream'

export interface LightMeter {
  /** Takes frames of three planes (G, B, R; the order does not matter), little-endian uint16, full range. */
  sink: Writable
  /** Nits, of the frames that came whole; null before the first. */
  read(): { frames: number; maxCll: number; maxFall: number } | null
}

/** SMPTE ST 2084, code 0…1 to nits. */
export function pqToNits(code: number): number {
  const power = Math.max(0, code) ** (32 / 2523)
  return 10_000 * (Math.max(0, power - 3424 / 4096) / (2413 / 128 - (2392 / 128) * power)) ** (16384 / 2610)
}

/** `pixels` is the number of pixels in a frame. Each chunk is measured as it comes, so no chunk takes long. */
export function createLightMeter(pixels: number): LightMeter {
  const nits = Float64Array.from({ length: 65536 }, (_, code) => pqToNits(code / 65535))
  // The greatest of a pixel's components so far; the third plane settles it.
  const greatest = new Uint16Array(pixels)
  let position = 0
  let half: Buffer | undefined
  let frames = 0
  let frameSum = 0
  let brightestCode = 0
  let wholeBrightestCode = 0
  let greatestAverage = 0

  function take(codes: Uint16Array): void {
    for (let from = 0; from < codes.length;) {
      const plane = Math.floor(position / pixels)
      const at = position - plane * pixels
      const part = codes.subarray(from, from + pixels - at)
      if (plane === 0) greatest.set(part, at)
      else if (plane === 1) raise(part, at)
      else settle(part, at)
      from += part.length
      position += part.length
      if (position === 3 * pixels) endFrame()
    }
  }

  function raise(part: Uint16Array, at: number): void {
    for (let index = 0; index < part.length; index++) {
      const code = part[index] ?? 0
      if (code > (greatest[at + index] ?? 0)) greatest[at + index] = code
    }
  }

  function settle(part: Uint16Array, at: number): void {
    for (let index = 0; index < part.length; index++) {
      const code = Math.max(part[index] ?? 0, greatest[at + index] ?? 0)
      if (code > brightestCode) brightestCode = code
      frameSum += nits[code] ?? 0
    }
  }

  function endFrame(): void {
    frames += 1
    position = 0
    wholeBrightestCode = brightestCode
    greatestAverage = Math.max(greatestAverage, frameSum / pixels)
    frameSum = 0
  }

  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      // A chunk may end between the two bytes of a code.
      const bytes = half ? Buffer.concat([half, chunk]) : chunk
      const even = bytes.length & ~1
      half = even < bytes.length ? bytes.subarray(even) : undefined
      take(toCodes(bytes, even))
      done()
    },
  })
  return {
    sink,
    read: () =>
      frames === 0 ? null : { frames, maxCll: nits[wholeBrightestCode] ?? 0, maxFall: greatestAverage },
  }
}

// Every processor the application runs on is little-endian, as the stream is.
function toCodes(bytes: Buffer, length: number): Uint16Array {
  if (bytes.byteOffset % 2 === 0) return new Uint16Array(bytes.buffer, bytes.byteOffset, length / 2)
  return new Uint16Array(Uint8Array.from(bytes.subarray(0, length)).buffer)
}
