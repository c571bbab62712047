// Half floats (IEEE 754 binary16, OpenEXR's pixel type) from and to float32: exact, round to nearest even.
// Knows bits and numbers only, no files.

const HALF_COUNT = 0x10000

/** The half nearest to a float32 given as its bits; ties to even, overflow to infinity, a NaN stays a NaN. */
export function floatBitsToHalf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) {
    // The payload's upper ten bits are kept; a payload that lies wholly below them must not become infinity.
    return sign | 0x7c00 | (magnitude >>> 13 === 0x3fc00 ? 1 : (magnitude >>> 13) & 0x3ff)
  }
  // 65520 lies half-way between the largest half and the next power of two, and ties go to the even one.
  if (magnitude >= 0x477ff000) return sign | 0x7c00
  if (magnitude >= 0x38800000) {
    const rebased = magnitude - 0x38000000
    return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13)
  }
  // 2^-25 is a tie between zero and the smallest subnormal: even is zero.
  if (magnitude <= 0x33000000) return sign
  const shift = 126 - (magnitude >>> 23)
  const significand = (magnitude & 0x7fffff) | 0x800000
  const halfWay = (1 << (shift - 1)) - 1
  return sign | ((significand + halfWay + ((significand >>> shift) & 1)) >>> shift)
}

/** The float32 that equals a half, as its bits; NaN payloads are kept. */
export function halfToFloatBits(half: number): number {
  const sign = (half & 0x8000) << 16
  const exponent = (half >>> 10) & 0x1f
  const fraction = half & 0x3ff
  if (exponent === 0x1f) return (sign | 0x7f800000 | (fraction << 13)) >>> 0
  if (exponent !== 0) return (sign | ((exponent + 112) << 23) | (fraction << 13)) >>> 0
  if (fraction === 0) return sign >>> 0
  const leading = 31 - Math.clz32(fraction)
  return (sign | ((leading + 103) << 23) | ((fraction << (23 - leading)) & 0x7fffff)) >>> 0
}

/** `value` is taken as a float32 first; a double that is none may be rounded twice. */
export function floatToHalf(value: number): number {
  return floatBitsToHalf(new Uint32Array(Float32Array.of(value).buffer)[0] ?? 0)
}

export function halfToFloat(half: number): number {
  return new Float32Array(Uint32Array.of(halfToFloatBits(half)).buffer)[0] ?? 0
}

/** Converts `source` into `target` element by element; `target` is at least as long. */
export function floatsToHalves(source: Float32Array, target: Uint16Array): void {
  const bits = new Uint32Array(source.buffer, source.byteOffset, source.length)
  for (let index = 0; index < bits.length; index++) target[index] = floatBitsToHalf(bits[index] ?? 0)
}

/** The value of every half, by its bits: 65536 entries. */
export function createHalfTable(): Float32Array {
  const bits = new Uint32Array(HALF_COUNT)
  for (let half = 0; half < HALF_COUNT; half++) bits[half] = halfToFloatBits(half)
  return new Float32Array(bits.buffer)
}
