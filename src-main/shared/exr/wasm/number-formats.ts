// Half and float32, four at a time: exact, ties to even, NaN payloads kept. The same as ../half.ts.

/** Four halves, one in each lane's lower bits, to float32. */
export function halvesToFloats(halves: v128): v128 {
  const magnitude = i32x4.shl(v128.and(halves, i32x4.splat(0x7fff)), 13)
  const sign = i32x4.shl(v128.and(halves, i32x4.splat(0x8000)), 16)
  // A half's exponent read as a float's is 112 too small; the multiplication also makes subnormals normal.
  const scaled = f32x4.mul(magnitude, i32x4.splat(0x77800000))
  const isInfinite = i32x4.ge_s(magnitude, i32x4.splat(0x0f800000))
  const infinite = v128.and(isInfinite, i32x4.splat(0x7f800000))
  return v128.or(v128.or(scaled, infinite), sign)
}

/** Four float32 to halves in each lane's lower 16 bits. */
export function floatsToHalves(floats: v128): v128 {
  const magnitude = v128.and(floats, i32x4.splat(0x7fffffff))
  const sign = v128.and(i32x4.shr_u(floats, 16), i32x4.splat(0x8000))
  const odd = v128.and(i32x4.shr_u(magnitude, 13), i32x4.splat(1))
  const normal = i32x4.shr_u(i32x4.add(i32x4.sub(magnitude, i32x4.splat(0x37fff001)), odd), 13)
  // One half has its last place at 2^-24, as subnormal halves have: the addition rounds to it.
  const small = i32x4.sub(f32x4.add(magnitude, f32x4.splat(0.5)), i32x4.splat(0x3f000000))
  let half = v128.bitselect(small, normal, i32x4.lt_s(magnitude, i32x4.splat(0x38800000)))
  half = v128.bitselect(i32x4.splat(0x7c00), half, i32x4.ge_s(magnitude, i32x4.splat(0x477ff000)))
  const isNan = i32x4.gt_s(magnitude, i32x4.splat(0x7f800000))
  if (v128.any_true(isNan)) half = v128.bitselect(nanHalves(magnitude), half, isNan)
  return v128.or(half, sign)
}

/** A payload that lies wholly below the bits a half has must not become infinity. */
function nanHalves(magnitude: v128): v128 {
  const payload = v128.and(i32x4.shr_u(magnitude, 13), i32x4.splat(0x3ff))
  const isLost = i32x4.eq(payload, i32x4.splat(0))
  return v128.or(i32x4.splat(0x7c00), v128.or(payload, v128.and(isLost, i32x4.splat(1))))
}

/** Eight float32 in two vectors to eight packed halves. */
export function packHalves(left: v128, right: v128): v128 {
  return i16x8.narrow_i32x4_u(floatsToHalves(left), floatsToHalves(right))
}

export function lowHalvesToFloats(halves: v128): v128 {
  return halvesToFloats(i32x4.extend_low_i16x8_u(halves))
}

export function highHalvesToFloats(halves: v128): v128 {
  return halvesToFloats(i32x4.extend_high_i16x8_u(halves))
}
