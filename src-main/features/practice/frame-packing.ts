// A rendered frame made ready for its two outputs: half floats in EXR's scanline order, and planar code values of
// the view an MP4 shows. Pure arrays.
import { floatBitsToHalf } from '#shared/exr/half'
import { AP0_TO_REC2020, AP0_TO_REC709, pqView, sdrView, type Matrix3 } from './color-spaces'

export interface FramePacker {
  /** Width × height × 3 halves: per line all blue, all green, all red. */
  packHalves(pixels: Float32Array, target: Uint16Array): void
  /** Planes green, blue, red, as ffmpeg's gbrp (8 bit) and gbrp10le (10 bit) want them. */
  packView(pixels: Float32Array, target: Uint8Array | Uint16Array): void
}

// Eight bits of mantissa are kept (steps of 1/256 under a grain of the same size): the files halve.
const HALF_OF_KEPT_STEP = 0x4000
const SMALLEST_NORMAL = 0x38800000

export function createFramePacker(options: { width: number; height: number; isHdr: boolean }): FramePacker {
  const { width, height } = options
  const matrix = options.isHdr ? AP0_TO_REC2020 : AP0_TO_REC709
  const codes = options.isHdr ? viewCodes(pqView, 1023) : viewCodes(sdrView, 255)
  return {
    packHalves(pixels, target) {
      const bits = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length)
      for (let y = 0; y < height; y++) {
        const blue = y * width * 3
        const green = blue + width
        const red = green + width
        for (let x = 0, at = blue; x < width; x++, at += 3) {
          target[red + x] = toKeptHalf(bits[at] as number)
          target[green + x] = toKeptHalf(bits[at + 1] as number)
          target[blue + x] = toKeptHalf(bits[at + 2] as number)
        }
      }
    },
    packView(pixels, target) {
      packPlanes(pixels, matrix, codes, target)
    },
  }
}

function toKeptHalf(bits: number): number {
  // Positive, normal and below 65504 is all but always the case here.
  if (bits >= SMALLEST_NORMAL && bits < 0x477f8000) {
    return (((bits + HALF_OF_KEPT_STEP) >>> 13) & ~3) - 0x1c000
  }
  return floatBitsToHalf(bits)
}

// The view's codes by the upper bits of a float32: 512 steps a stop from 2^-20 to 2^12.
const TABLE_SHIFT = 14
const TABLE_FIRST = 0x35800000 >>> TABLE_SHIFT
const TABLE_LAST = 0x45800000 >>> TABLE_SHIFT

function viewCodes(view: (linear: number) => number, top: number): Uint16Array {
  const bits = new Uint32Array(1)
  const value = new Float32Array(bits.buffer)
  return Uint16Array.from({ length: TABLE_LAST - TABLE_FIRST + 1 }, (_, index) => {
    bits[0] = ((TABLE_FIRST + index) << TABLE_SHIFT) | (1 << (TABLE_SHIFT - 1))
    const linear = index === 0 ? 0 : (value[0] ?? 0)
    return Math.round(Math.min(1, Math.max(0, view(linear))) * top)
  })
}

function packPlanes(
  pixels: Float32Array,
  matrix: Matrix3,
  codes: Uint16Array,
  target: Uint8Array | Uint16Array,
): void {
  const [m0, m1, m2, m3, m4, m5, m6, m7, m8] = matrix
  const count = pixels.length / 3
  const mixed = new Float32Array(3)
  const bits = new Int32Array(mixed.buffer)
  for (let index = 0, at = 0; index < count; index++, at += 3) {
    const r = pixels[at] as number
    const g = pixels[at + 1] as number
    const b = pixels[at + 2] as number
    mixed[0] = m0 * r + m1 * g + m2 * b
    mixed[1] = m3 * r + m4 * g + m5 * b
    mixed[2] = m6 * r + m7 * g + m8 * b
    target[index] = codes[toPlace(bits[1] as number)] as number
    target[count + index] = codes[toPlace(bits[2] as number)] as number
    target[2 * count + index] = codes[toPlace(bits[0] as number)] as number
  }
}

/** Negative numbers have a negative integer as bits and end at the table's foot. */
function toPlace(bits: number): number {
  const place = (bits >> TABLE_SHIFT) - TABLE_FIRST
  return place < 0 ? 0 : place > TABLE_LAST - TABLE_FIRST ? TABLE_LAST - TABLE_FIRST : place
}
