// Luminance and two chroma channels of half the size to colors, as OpenEXR's RgbaInputFile does it: the chroma between
// samples by a filter of 27 taps, every other one zero, first along rows and then along columns; then colors more
// saturated than their neighbors are drawn back. Rows are floats that halves can hold; up to 32 bytes behind a row are
// touched.
import { floatsToHalves, halvesToFloats, highHalvesToFloats, lowHalvesToFloats } from './number-formats'

const TAPS: usize = 14
const taps: usize = memory.data<f32>([
  0.002128, -0.00754, 0.019597, -0.043159, 0.087929, -0.186077, 0.627123, 0.627123, -0.186077, 0.087929,
  -0.043159, 0.019597, -0.00754, 0.002128,
])
/** Samples to the left and right of one between two that the filter reaches. */
const REACH: usize = 6

function round(floats: v128): v128 {
  return halvesToFloats(floatsToHalves(floats))
}

/** `count` halves to 2 × `count` floats. `padded` has room for 32 floats more than `count`. */
export function spreadChroma(from: usize, count: usize, padded: usize, to: usize): void {
  const samples = padded + (REACH << 2)
  for (let at: usize = 0; at < count; at += 8) {
    const halves = v128.load(from + (at << 1))
    v128.store(samples + (at << 2), lowHalvesToFloats(halves))
    v128.store(samples + (at << 2), highHalvesToFloats(halves), 16)
  }
  const first = load<f32>(samples)
  const last = load<f32>(samples + ((count - 1) << 2))
  for (let at: usize = 0; at < REACH; at++) store<f32>(padded + (at << 2), first)
  for (let at: usize = 0; at < 16; at++) store<f32>(samples + ((count + at) << 2), last)
  for (let at: usize = 0; at < count; at += 4) {
    let between = f32x4.mul(v128.load(padded + (at << 2)), v128.load32_splat(taps))
    for (let tap: usize = 1; tap < TAPS; tap++) {
      const value = v128.load(padded + ((at + tap) << 2))
      between = f32x4.add(between, f32x4.mul(value, v128.load32_splat(taps + (tap << 2))))
    }
    between = round(between)
    const given = v128.load(samples + (at << 2))
    v128.store(to + (at << 3), v128.shuffle<u32>(given, between, 0, 4, 1, 5))
    v128.store(to + (at << 3), v128.shuffle<u32>(given, between, 2, 6, 3, 7), 16)
  }
}

/** A row between two from the fourteen whose places `rows` lists. */
export function blendChroma(rows: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += 16) {
    let sum = f32x4.mul(v128.load(<usize>load<u32>(rows) + at), v128.load32_splat(taps))
    for (let tap: usize = 1; tap < TAPS; tap++) {
      const value = v128.load(<usize>load<u32>(rows + (tap << 2)) + at)
      sum = f32x4.add(sum, f32x4.mul(value, v128.load32_splat(taps + (tap << 2))))
    }
    v128.store(to + at, round(sum))
  }
}

/** `weights` are the three of luminance; red, green and blue come out as three rows `rowBytes` apart. */
export function chromaToColors(
  luminance: usize,
  ry: usize,
  by: usize,
  weights: usize,
  to: usize,
  rowBytes: usize,
  count: usize,
): void {
  const redWeight = v128.load32_splat(weights)
  const greenWeight = v128.load32_splat(weights, 4)
  const blueWeight = v128.load32_splat(weights, 8)
  const one = f32x4.splat(1)
  const zero = f32x4.splat(0)
  for (let at: usize = 0; at < count << 2; at += 16) {
    const y = lowHalvesToFloats(v128.load64_zero(luminance + (at >> 1)))
    const redChroma = v128.load(ry + at)
    const blueChroma = v128.load(by + at)
    const red = f32x4.mul(f32x4.add(redChroma, one), y)
    const blue = f32x4.mul(f32x4.add(blueChroma, one), y)
    const rest = f32x4.sub(f32x4.sub(y, f32x4.mul(red, redWeight)), f32x4.mul(blue, blueWeight))
    const green = f32x4.div(rest, greenWeight)
    const isGrey = v128.and(f32x4.eq(redChroma, zero), f32x4.eq(blueChroma, zero))
    v128.store(to + at, v128.bitselect(y, round(red), isGrey))
    v128.store(to + rowBytes + at, v128.bitselect(y, round(green), isGrey))
    v128.store(to + 2 * rowBytes + at, v128.bitselect(y, round(blue), isGrey))
  }
}

function brightest(red: v128, green: v128, blue: v128): v128 {
  // pmax and pmin choose as std::max and std::min do, also where there is no number.
  return f32x4.pmax(red, f32x4.pmax(green, blue))
}

function saturationOf(red: v128, green: v128, blue: v128): v128 {
  const most = brightest(red, green, blue)
  const least = f32x4.pmin(red, f32x4.pmin(green, blue))
  const saturation = f32x4.sub(f32x4.splat(1), f32x4.div(least, most))
  return v128.and(saturation, f32x4.gt(most, f32x4.splat(0)))
}

/** `count` saturations from `to` on, and one before and behind them as the edge has it. */
export function measureSaturation(colors: usize, rowBytes: usize, to: usize, count: usize): void {
  for (let at: usize = 0; at < count << 2; at += 16) {
    const red = v128.load(colors + at)
    const green = v128.load(colors + rowBytes + at)
    v128.store(to + at, saturationOf(red, green, v128.load(colors + 2 * rowBytes + at)))
  }
  store<f32>(to - 4, load<f32>(to))
  store<f32>(to + (count << 2), load<f32>(to + ((count - 1) << 2)))
}

/** The row's colors beside the saturations above and below to three rows of halves, `toBytes` apart. */
export function drawBackColors(
  colors: usize,
  rowBytes: usize,
  above: usize,
  below: usize,
  weights: usize,
  to: usize,
  toBytes: usize,
  count: usize,
): void {
  const one = f32x4.splat(1)
  const quarter = f32x4.splat(0.25)
  for (let at: usize = 0; at < count << 2; at += 16) {
    let red = v128.load(colors + at)
    let green = v128.load(colors + rowBytes + at)
    let blue = v128.load(colors + 2 * rowBytes + at)
    const upper = f32x4.add(v128.load(above + at - 4), v128.load(above + at, 4))
    const around = f32x4.add(f32x4.add(upper, v128.load(below + at - 4)), v128.load(below + at, 4))
    const mean = f32x4.pmin(one, f32x4.mul(quarter, around))
    const most = f32x4.pmin(one, f32x4.sub(one, f32x4.mul(f32x4.sub(one, mean), quarter)))
    const saturation = saturationOf(red, green, blue)
    const isBeyond = v128.and(f32x4.gt(saturation, mean), f32x4.gt(saturation, most))
    if (v128.any_true(isBeyond)) {
      const share = f32x4.div(most, saturation)
      const peak = brightest(red, green, blue)
      const fadedRed = fade(red, peak, share)
      const fadedGreen = fade(green, peak, share)
      const fadedBlue = fade(blue, peak, share)
      const now = luminanceOf(fadedRed, fadedGreen, fadedBlue, weights)
      const gain = f32x4.div(luminanceOf(red, green, blue, weights), now)
      const isLit = f32x4.gt(now, f32x4.splat(0))
      red = v128.bitselect(gained(fadedRed, gain, isLit), red, isBeyond)
      green = v128.bitselect(gained(fadedGreen, gain, isLit), green, isBeyond)
      blue = v128.bitselect(gained(fadedBlue, gain, isLit), blue, isBeyond)
    }
    storeHalves(to + (at >> 1), red)
    storeHalves(to + toBytes + (at >> 1), green)
    storeHalves(to + 2 * toBytes + (at >> 1), blue)
  }
}

function storeHalves(to: usize, floats: v128): void {
  const halves = floatsToHalves(floats)
  store<u64>(to, <u64>i64x2.extract_lane(i16x8.narrow_i32x4_u(halves, halves), 0))
}

function fade(value: v128, peak: v128, share: v128): v128 {
  const faded = f32x4.sub(peak, f32x4.mul(f32x4.sub(peak, value), share))
  return round(f32x4.pmax(faded, f32x4.splat(0)))
}

function luminanceOf(red: v128, green: v128, blue: v128, weights: usize): v128 {
  const withGreen = f32x4.add(
    f32x4.mul(red, v128.load32_splat(weights)),
    f32x4.mul(green, v128.load32_splat(weights, 4)),
  )
  return f32x4.add(withGreen, f32x4.mul(blue, v128.load32_splat(weights, 8)))
}

function gained(value: v128, gain: v128, isLit: v128): v128 {
  return v128.bitselect(round(f32x4.mul(value, gain)), value, isLit)
}
