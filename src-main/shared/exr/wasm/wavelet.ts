// One level of PIZ's wavelet undone, in place: pairs of a mean and a difference become two values, down and then across.

/** The first of a pair; narrow ones are signed means, wide ones count modulo 65536. */
function firstOf(mean: u32, gap: u32, isNarrow: bool): u32 {
  if (isNarrow) return mean + (gap & 1) + <u32>((<i32>(<i16>gap)) >> 1)
  return gap + secondOfWide(mean, gap) - 0x8000
}

function secondOf(mean: u32, gap: u32, isNarrow: bool): u32 {
  return isNarrow ? firstOf(mean, gap, true) - gap : secondOfWide(mean, gap)
}

function secondOfWide(mean: u32, gap: u32): u32 {
  return mean - ((gap & 0xffff) >> 1)
}

function undoPair(one: usize, other: usize, isNarrow: bool): void {
  const mean = <u32>load<u16>(one)
  const gap = <u32>load<u16>(other)
  store<u16>(one, <u16>firstOf(mean, gap, isNarrow))
  store<u16>(other, <u16>secondOf(mean, gap, isNarrow))
}

/** `across` and `down` are bytes from sample to sample and row to row, `step` is the level's distance in samples. */
export function undoLevel(
  at: usize,
  width: usize,
  across: usize,
  height: usize,
  down: usize,
  step: usize,
  isNarrow: bool,
): void {
  const right = across * step
  const below = down * step
  const columns = width / (2 * step)
  const rows = height / (2 * step)
  for (let row: usize = 0; row < rows; row++) {
    let place = at + 2 * row * below
    for (let column: usize = 0; column < columns; column++) {
      undoPair(place, place + below, isNarrow)
      undoPair(place + right, place + right + below, isNarrow)
      undoPair(place, place + right, isNarrow)
      undoPair(place + below, place + right + below, isNarrow)
      place += 2 * right
    }
    if (width & step) undoPair(place, place + below, isNarrow)
  }
  if (height & step) undoLastRow(at + 2 * rows * below, columns, right, isNarrow)
}

function undoLastRow(at: usize, columns: usize, right: usize, isNarrow: bool): void {
  for (let column: usize = 0; column < columns; column++) {
    undoPair(at, at + right, isNarrow)
    at += 2 * right
  }
}

function firstsOf(means: v128, gaps: v128, isNarrow: bool): v128 {
  if (isNarrow) {
    return i16x8.add(means, i16x8.add(v128.and(gaps, i16x8.splat(1)), i16x8.shr_s(gaps, 1)))
  }
  return i16x8.add(i16x8.sub(means, i16x8.shr_u(gaps, 1)), v128.xor(gaps, i16x8.splat(-32768)))
}

function secondsOf(means: v128, firsts: v128, gaps: v128, isNarrow: bool): v128 {
  return isNarrow ? i16x8.sub(firsts, gaps) : i16x8.sub(means, i16x8.shr_u(gaps, 1))
}

/** Samples side by side, eight pairs of columns at a time; the rest as every level. */
export function undoFinestLevel(at: usize, width: usize, height: usize, isNarrow: bool): void {
  const down = width << 1
  const vectorWidth = width & ~15
  const rows = height >> 1
  for (let row: usize = 0; row < rows; row++) {
    const upper = at + 2 * row * down
    for (let place = upper; place < upper + (vectorWidth << 1); place += 32)
      undoSixteen(place, down, isNarrow)
  }
  if (height & 1) undoLastRow(at + 2 * rows * down, vectorWidth >> 1, 2, isNarrow)
  if (vectorWidth < width)
    undoLevel(at + (vectorWidth << 1), width - vectorWidth, 2, height, down, 1, isNarrow)
}

function undoSixteen(at: usize, down: usize, isNarrow: bool): void {
  const a = v128.load(at)
  const b = v128.load(at, 16)
  const c = v128.load(at + down)
  const d = v128.load(at + down, 16)
  const evenMeans = v128.shuffle<u16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14)
  const oddMeans = v128.shuffle<u16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15)
  const evenGaps = v128.shuffle<u16>(c, d, 0, 2, 4, 6, 8, 10, 12, 14)
  const oddGaps = v128.shuffle<u16>(c, d, 1, 3, 5, 7, 9, 11, 13, 15)
  const upperMeans = firstsOf(evenMeans, evenGaps, isNarrow)
  const lowerMeans = secondsOf(evenMeans, upperMeans, evenGaps, isNarrow)
  const upperGaps = firstsOf(oddMeans, oddGaps, isNarrow)
  const lowerGaps = secondsOf(oddMeans, upperGaps, oddGaps, isNarrow)
  storePairs(at, upperMeans, upperGaps, isNarrow)
  storePairs(at + down, lowerMeans, lowerGaps, isNarrow)
}

function storePairs(at: usize, means: v128, gaps: v128, isNarrow: bool): void {
  const firsts = firstsOf(means, gaps, isNarrow)
  const seconds = secondsOf(means, firsts, gaps, isNarrow)
  v128.store(at, v128.shuffle<u16>(firsts, seconds, 0, 8, 1, 9, 2, 10, 3, 11))
  v128.store(at, v128.shuffle<u16>(firsts, seconds, 4, 12, 5, 13, 6, 14, 7, 15), 16)
}
