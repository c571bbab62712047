// A scale as a table over the upper bits of a float32, so that a bin costs two look-ups instead of a logarithm. Gives
// the very bins of the function it is made from, as long as that never falls.

export interface BinTable {
  /** Writes the bins of the first `count` values; a NaN's bin means nothing. */
  toBins(values: Float32Array, count: number, bins: Uint16Array): void
}

/** Sign, exponent and the nine upper bits of the fraction: steps of 1/512 of an octave's start. */
const SHIFT = 14
const STEPS = 2 ** (32 - SHIFT)
const POSITIVE_STEPS = STEPS / 2
const INFINITY_STEP = 0x7f800000 >>> SHIFT
/** More than one bin begins inside this step: the function is asked. */
const ASK = 0xffff

export function createBinTable(toBin: (value: number) => number): BinTable {
  const float = new Float32Array(1)
  const bits = new Uint32Array(float.buffer)
  const binOfBits = (pattern: number): number => {
    bits[0] = pattern
    return toBin(float[0] as number)
  }
  const starts = new Uint16Array(STEPS)
  // Within a step a value is compared by its bits, which order as the values do (downwards for negative ones).
  const turns = new Uint32Array(STEPS).fill(0xffffffff)
  for (let step = 0; step < STEPS; step += 1) {
    if (step % POSITIVE_STEPS > INFINITY_STEP) continue
    const first = (step * 2 ** SHIFT) >>> 0
    const last = step % POSITIVE_STEPS === INFINITY_STEP ? first : first + 2 ** SHIFT - 1
    const from = binOfBits(first)
    const to = binOfBits(last)
    starts[step] = Math.abs(to - from) > 1 ? ASK : from
    if (Math.abs(to - from) === 1) turns[step] = findTurn(binOfBits, first, last, from)
  }
  return {
    toBins(values, count, bins) {
      const patterns = new Uint32Array(values.buffer, values.byteOffset, count)
      for (let index = 0; index < count; index += 1) {
        const pattern = patterns[index] as number
        const step = pattern >>> SHIFT
        const start = starts[step] as number
        if (pattern < (turns[step] as number)) bins[index] = start
        else bins[index] = step < POSITIVE_STEPS ? start + 1 : start - 1
        if (start === ASK) bins[index] = toBin(values[index] as number)
      }
    },
  }
}

/** The first bits of the step's second bin. */
function findTurn(
  binOfBits: (pattern: number) => number,
  first: number,
  last: number,
  firstBin: number,
): number {
  let low = first
  let high = last
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (binOfBits(middle) === firstBin) low = middle
    else high = middle
  }
  return high
}
