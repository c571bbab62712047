// The means of DWA's blocks alone: a picture an eighth the size, averaged where DWA keeps its values, which is not
// linear light.
import { blueOf, greenOf, lookUp, redOf, roundToHalves } from './dct-output'
import { floatsToHalves, lowHalvesToFloats } from './number-formats'

/** A block's mean is its first coefficient times this, twice. */
const SCALE: f32 = 0.3535536

export function meansOf(coefficients: usize): v128 {
  const scale = f32x4.splat(SCALE)
  return f32x4.mul(f32x4.mul(lowHalvesToFloats(v128.load64_zero(coefficients)), scale), scale)
}

/** `count` blocks of 1 or 3 components, as `decodeBlocks` takes them, to halves in planes `planeBytes` apart. */
export function decodeMeans(
  components: u32,
  dc: usize,
  count: usize,
  plane: usize,
  planeBytes: usize,
  isLinear: bool,
): void {
  for (let at: usize = 0; at < count << 1; at += 8) {
    const first = meansOf(dc + at)
    if (components === 3) {
      const cb = meansOf(dc + (count << 1) + at)
      const cr = meansOf(dc + (count << 2) + at)
      store<u64>(plane + at, lookUp(roundToHalves(redOf(first, cr))))
      store<u64>(plane + planeBytes + at, lookUp(roundToHalves(greenOf(first, cb, cr))))
      store<u64>(plane + 2 * planeBytes + at, lookUp(roundToHalves(blueOf(first, cb))))
    } else if (isLinear) {
      const halves = floatsToHalves(first)
      store<u64>(plane + at, <u64>i64x2.extract_lane(i16x8.narrow_i32x4_u(halves, halves), 0))
    } else store<u64>(plane + at, lookUp(roundToHalves(first)))
  }
}
