// Rows of up to four channels into rows of RGBA in the module's memory: types are brought to the output's own, and what
// is missing is zero, alpha one.
import type { DecoderMemory } from './decoder-memory'
import type { SamplePlane } from './unpack-chunk'
import type { ExrWasm } from './wasm-module'

const HALF = 1
const FLOAT = 2
const HALF_ONE = 0x3c00

export interface RgbaRows {
  bytesPerPixel: number
  /** Writes `count` pixels at `to` from row `row` of the planes, from sample `first` on. */
  write(planes: readonly (SamplePlane | null)[], row: number, first: number, count: number, to: number): void
}

/** For rows of at most `mostPixels`. */
export function createRgbaRows(
  wasm: ExrWasm,
  memory: DecoderMemory,
  output: 'rgba-half' | 'rgba-float',
  mostPixels: number,
): RgbaRows {
  const isHalf = output === 'rgba-half'
  const wanted = isHalf ? HALF : FLOAT
  const sampleBytes = isHalf ? 2 : 4
  const converted = [0, 1, 2, 3].map(() => memory.reserve(mostPixels * sampleBytes))
  const zeros = memory.reserve(mostPixels * sampleBytes)
  const ones = memory.reserve(mostPixels * sampleBytes)
  const { buffer } = memory.bytes()
  new Uint8Array(buffer, zeros, mostPixels * sampleBytes).fill(0)
  if (isHalf) new Uint16Array(buffer, ones, mostPixels).fill(HALF_ONE)
  else new Float32Array(buffer, ones, mostPixels).fill(1)
  const convert = isHalf ? wasm.toHalves : wasm.toFloats
  const interleave = isHalf ? wasm.interleaveHalves : wasm.interleaveFloats
  return {
    bytesPerPixel: sampleBytes * 4,
    write: (planes, row, first, count, to) => {
      const rowOf = (color: number): number => {
        const plane = planes[color]
        if (!plane) return color === 3 ? ones : zeros
        const from = plane.at + row * plane.stride + first * (plane.type === HALF ? 2 : 4)
        if (plane.type === wanted) return from
        const place = converted[color] ?? 0
        convert(plane.type, from, place, count)
        return place
      }
      interleave(rowOf(0), rowOf(1), rowOf(2), rowOf(3), to, count)
    },
  }
}
