// DWA's inverse cosine transform of 8 × 8 coefficients in float32. The sums are in the order of the reference's
// vector path, rows before columns, so that rounding to half afterwards meets the same halves.
// Coefficients come turned over (column by column): then the row pass works on whole vectors without a shuffle.

// One half of the cosines of 1/4, 1/16, 1/8, 3/16, 5/16, 3/8 and 7/16 to seven digits, as the reference has them.
const A: f32 = 0.3535536
const B: f32 = 0.4903927
const C: f32 = 0.4619398
const D: f32 = 0.4157349
const E: f32 = 0.2777855
const F: f32 = 0.1913422
const G: f32 = 0.09754573

const turned: usize = memory.data(256, 16)

/**
 * Four lanes of eight values, 32 bytes apart. Rows and columns differ in which sums the reference takes first: in pairs,
 * or those that two outputs share.
 */
function transform(from: usize, to: usize, inPairs: bool): void {
  const x0 = v128.load(from)
  const x1 = v128.load(from, 32)
  const x2 = v128.load(from, 64)
  const x3 = v128.load(from, 96)
  const x4 = v128.load(from, 128)
  const x5 = v128.load(from, 160)
  const x6 = v128.load(from, 192)
  const x7 = v128.load(from, 224)
  const a = f32x4.splat(A)
  const b = f32x4.splat(B)
  const c = f32x4.splat(C)
  const d = f32x4.splat(D)
  const e = f32x4.splat(E)
  const f = f32x4.splat(F)
  const g = f32x4.splat(G)
  const odd0 = f32x4.add(
    f32x4.add(f32x4.mul(b, x1), f32x4.mul(d, x3)),
    f32x4.add(f32x4.mul(e, x5), f32x4.mul(g, x7)),
  )
  let odd1: v128, odd2: v128, odd3: v128, even0: v128, even1: v128, even2: v128, even3: v128
  if (inPairs) {
    odd1 = f32x4.sub(
      f32x4.sub(f32x4.mul(d, x1), f32x4.mul(g, x3)),
      f32x4.add(f32x4.mul(b, x5), f32x4.mul(e, x7)),
    )
    odd2 = f32x4.add(
      f32x4.sub(f32x4.mul(e, x1), f32x4.mul(b, x3)),
      f32x4.add(f32x4.mul(g, x5), f32x4.mul(d, x7)),
    )
    odd3 = f32x4.add(
      f32x4.sub(f32x4.mul(g, x1), f32x4.mul(e, x3)),
      f32x4.sub(f32x4.mul(d, x5), f32x4.mul(b, x7)),
    )
    const first = f32x4.mul(a, x0)
    const fifth = f32x4.mul(a, x4)
    even0 = f32x4.add(f32x4.add(first, f32x4.mul(c, x2)), f32x4.add(fifth, f32x4.mul(f, x6)))
    even1 = f32x4.sub(f32x4.add(first, f32x4.mul(f, x2)), f32x4.add(fifth, f32x4.mul(c, x6)))
    even2 = f32x4.sub(f32x4.sub(first, f32x4.mul(f, x2)), f32x4.sub(fifth, f32x4.mul(c, x6)))
    even3 = f32x4.add(f32x4.sub(first, f32x4.mul(c, x2)), f32x4.sub(fifth, f32x4.mul(f, x6)))
  } else {
    odd1 = f32x4.sub(
      f32x4.sub(f32x4.mul(d, x1), f32x4.add(f32x4.mul(g, x3), f32x4.mul(b, x5))),
      f32x4.mul(e, x7),
    )
    odd2 = f32x4.add(
      f32x4.add(f32x4.sub(f32x4.mul(e, x1), f32x4.mul(b, x3)), f32x4.mul(g, x5)),
      f32x4.mul(d, x7),
    )
    odd3 = f32x4.sub(
      f32x4.add(f32x4.mul(g, x1), f32x4.mul(d, x5)),
      f32x4.add(f32x4.mul(e, x3), f32x4.mul(b, x7)),
    )
    const sum = f32x4.add(f32x4.mul(a, x0), f32x4.mul(a, x4))
    const difference = f32x4.sub(f32x4.mul(a, x0), f32x4.mul(a, x4))
    const outer = f32x4.add(f32x4.mul(c, x2), f32x4.mul(f, x6))
    const inner = f32x4.sub(f32x4.mul(f, x2), f32x4.mul(c, x6))
    even0 = f32x4.add(sum, outer)
    even1 = f32x4.add(difference, inner)
    even2 = f32x4.sub(difference, inner)
    even3 = f32x4.sub(sum, outer)
  }
  v128.store(to, f32x4.add(even0, odd0))
  v128.store(to, f32x4.add(even1, odd1), 32)
  v128.store(to, f32x4.add(even2, odd2), 64)
  v128.store(to, f32x4.add(even3, odd3), 96)
  v128.store(to, f32x4.sub(even3, odd3), 128)
  v128.store(to, f32x4.sub(even2, odd2), 160)
  v128.store(to, f32x4.sub(even1, odd1), 192)
  v128.store(to, f32x4.sub(even0, odd0), 224)
}

/** A quarter of the block, four by four, turned over. */
function turn(from: usize, to: usize): void {
  const a = v128.load(from)
  const b = v128.load(from, 32)
  const c = v128.load(from, 64)
  const d = v128.load(from, 96)
  const abLow = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
  const abHigh = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
  const cdLow = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
  const cdHigh = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<u64>(abLow, cdLow, 0, 2))
  v128.store(to, v128.shuffle<u64>(abLow, cdLow, 1, 3), 32)
  v128.store(to, v128.shuffle<u64>(abHigh, cdHigh, 0, 2), 64)
  v128.store(to, v128.shuffle<u64>(abHigh, cdHigh, 1, 3), 96)
}

/** `block`: 64 floats, column by column; becomes 64 samples, row by row. Rows 4…7 may be known to be zero. */
export function inverseDct(block: usize, isLowerHalfZero: bool): void {
  transform(block, block, true)
  if (!isLowerHalfZero) transform(block + 16, block + 16, true)
  turn(block, turned)
  turn(block + 128, turned + 16)
  turn(block + 16, turned + 128)
  turn(block + 144, turned + 144)
  transform(turned, block, false)
  transform(turned + 16, block + 16, false)
}
