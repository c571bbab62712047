// One row of samples into a channel's running statistics, in double precision:
//   +0 minimum, +8 maximum, +16 sum (f64, finite samples), then counts (f64): +24 NaN, +32 infinite, +40 negative,
//   +48 above one, +56 all. Negative and above one count finite samples; both zeros are neither.
import { highHalvesToFloats, lowHalvesToFloats } from './number-formats'

const UINT: i32 = 0
const HALF: i32 = 1
const window: usize = memory.data(32, 16)

export function startStatistics(at: usize): void {
  store<f64>(at, Infinity)
  store<f64>(at, -Infinity, 8)
  memory.fill(at + 16, 0, 48)
}

export function addToStatistics(at: usize, type: i32, row: usize, count: usize): void {
  let minimum = f32x4.splat(Infinity)
  let maximum = f32x4.splat(-Infinity)
  let sumLow = f64x2.splat(0)
  let sumHigh = f64x2.splat(0)
  let nans = i32x4.splat(0)
  let infinite = i32x4.splat(0)
  let negative = i32x4.splat(0)
  let above = i32x4.splat(0)
  if (type === UINT) return addUints(at, row, count)
  const step: usize = type === HALF ? 8 : 16
  for (let done: usize = 0; done < count; done += 4) {
    let values = type === HALF ? lowHalvesToFloats(v128.load64_zero(row)) : v128.load(row)
    row += step
    if (count - done < 4) values = keepLanes(values, count - done)
    const isNan = f32x4.ne(values, values)
    const isInfinite = f32x4.eq(f32x4.abs(values), f32x4.splat(Infinity))
    const isFinite = v128.not(v128.or(isNan, isInfinite))
    nans = i32x4.sub(nans, isNan)
    infinite = i32x4.sub(infinite, isInfinite)
    negative = i32x4.sub(negative, v128.and(f32x4.lt(values, f32x4.splat(0)), isFinite))
    above = i32x4.sub(above, v128.and(f32x4.gt(values, f32x4.splat(1)), isFinite))
    minimum = f32x4.pmin(minimum, v128.bitselect(values, minimum, isFinite))
    maximum = f32x4.pmax(maximum, v128.bitselect(values, maximum, isFinite))
    const finite = v128.and(values, isFinite)
    sumLow = f64x2.add(sumLow, f64x2.promote_low_f32x4(finite))
    sumHigh = f64x2.add(sumHigh, f64x2.promote_low_f32x4(v128.shuffle<u64>(finite, finite, 1, 0)))
  }
  // The lanes beyond the row were filled with NaN.
  const filled = (4 - (count & 3)) & 3
  const sums = f64x2.add(sumLow, sumHigh)
  for (let lane: usize = 0; lane < 4; lane++) {
    v128.store(window, minimum)
    store<f64>(at, min(load<f64>(at), <f64>load<f32>(window + lane * 4)))
    v128.store(window, maximum)
    store<f64>(at, max(load<f64>(at, 8), <f64>load<f32>(window + lane * 4)), 8)
  }
  add(at + 16, f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1))
  add(at + 24, addLanes(nans) - <f64>filled)
  add(at + 32, addLanes(infinite))
  add(at + 40, addLanes(negative))
  add(at + 48, addLanes(above))
  add(at + 56, <f64>count)
}

function addUints(at: usize, row: usize, count: usize): void {
  let minimum: u32 = 0xffffffff
  let maximum: u32 = 0
  let sum: f64 = 0
  let above: u32 = 0
  for (const end = row + count * 4; row < end; row += 4) {
    const value = load<u32>(row)
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    sum += <f64>value
    above += value > 1 ? 1 : 0
  }
  if (count > 0) {
    store<f64>(at, min(load<f64>(at), <f64>minimum))
    store<f64>(at, max(load<f64>(at, 8), <f64>maximum), 8)
  }
  add(at + 16, sum)
  add(at + 48, <f64>above)
  add(at + 56, <f64>count)
}

function keepLanes(values: v128, kept: usize): v128 {
  v128.store(window, i32x4.splat(-1))
  v128.store(window, i32x4.splat(0), 16)
  const places = i32x4(0, 1, 2, 3)
  return v128.or(values, i32x4.ge_s(places, i32x4.splat(<i32>kept)))
}

function add(at: usize, value: f64): void {
  store<f64>(at, load<f64>(at) + value)
}

function addLanes(value: v128): f64 {
  return <f64>(
    (i32x4.extract_lane(value, 0) +
      i32x4.extract_lane(value, 1) +
      i32x4.extract_lane(value, 2) +
      i32x4.extract_lane(value, 3))
  )
}
