// Counts over raw pictures as they stream by: brightest value, NaN, Inf, negatives, pixels above one.
// Knows the layout of the bytes, not where they come from.

export interface FrameStatistics {
  /** Whole frames taken in. */
  frames: number
  /** Highest finite sample and the frame (0-based) that has it first; null when no sample is finite. */
  brightest: { value: number; frame: number } | null
  /** Samples, not pixels. */
  nanCount: number
  infCount: number
  /** Finite ones below zero. */
  negativeCount: number
  /** Pixels with any of R, G, B above 1.0 (positive infinity included). */
  aboveOneCount: number
  pixelCount: number
}

export interface StatisticsMeter {
  /**
   * Takes the next bytes of frames in `gbrpf32le`: three planes (G, B, R) of little-endian floats, row by row,
   * frame after frame. Any cut between calls is allowed, also inside a float. Call with at most a quarter of a
   * megabyte to keep the thread free for others.
   */
  add(bytes: Uint8Array): void
  /** Of the frames so far; a frame under way counts in everything but `frames` and `pixelCount`. */
  result(): FrameStatistics
}

const PLANES = 3
const BYTES = 4
/** Bits of 1.0 and of positive infinity. */
const ONE = 0x3f800000
const INFINITE = 0x7f800000

/** Width and height in pixels. */
export function createStatisticsMeter(width: number, height: number): StatisticsMeter {
  const pixels = width * height
  // A pixel counts once, though its three samples lie in three planes.
  const isAboveOne = new Uint8Array(pixels)
  const totals: FrameStatistics = {
    frames: 0,
    brightest: null,
    nanCount: 0,
    infCount: 0,
    negativeCount: 0,
    aboveOneCount: 0,
    pixelCount: 0,
  }
  let brightestValue = -Infinity
  let brightestFrame = 0
  /** Where the next sample belongs: its pixel and how many planes of the frame are done. */
  let pixel = 0
  let plane = 0
  const carry = new Uint8Array(BYTES)
  let carried = 0
  let scratch = new ArrayBuffer(0)

  // Works on the floats' bits as integers, which order like the floats they are as long as these are not negative:
  // three comparisons for a usual sample, and all classes of special ones fall out of the same comparisons.
  function addSamples(bits: Int32Array, samples: Float32Array, from: number, to: number): void {
    const toPixel = pixel - from
    let highest = -1
    let highestNegative = -Infinity
    let above = 0
    for (let at = from; at < to; at += 1) {
      const sample = bits[at] as number
      if (sample > ONE) {
        if (sample > INFINITE) {
          totals.nanCount += 1
          continue
        }
        if (sample === INFINITE) totals.infCount += 1
        else if (sample > highest) highest = sample
        above += 1 - (isAboveOne[at + toPixel] as number)
        isAboveOne[at + toPixel] = 1
      } else if (sample > highest) highest = sample
      else if (sample < 0) {
        const value = samples[at] as number
        if (Number.isNaN(value)) totals.nanCount += 1
        else if (value === -Infinity) totals.infCount += 1
        else {
          highestNegative = Math.max(highestNegative, value)
          if (value < 0) totals.negativeCount += 1
        }
      }
    }
    totals.aboveOneCount += above
    keepBrightest(highest < 0 ? highestNegative : toFloat(highest))
  }

  function keepBrightest(value: number): void {
    if (value <= brightestValue) return
    brightestValue = value
    brightestFrame = totals.frames
  }

  function endPlane(): void {
    pixel = 0
    plane += 1
    if (plane < PLANES) return
    plane = 0
    isAboveOne.fill(0)
    totals.frames += 1
    totals.pixelCount += pixels
  }

  function addAligned(buffer: ArrayBuffer, count: number): void {
    const samples = new Float32Array(buffer, 0, count)
    const bits = new Int32Array(buffer, 0, count)
    for (let at = 0; at < count;) {
      const end = Math.min(count, at + pixels - pixel)
      addSamples(bits, samples, at, end)
      pixel += end - at
      at = end
      if (pixel === pixels) endPlane()
    }
  }

  return {
    add(bytes) {
      const length = carried + bytes.length
      const whole = length - (length % BYTES)
      if (scratch.byteLength < length) scratch = new ArrayBuffer(length + BYTES)
      // Copied, because a stream's chunks start at any byte and a float view may not.
      const aligned = new Uint8Array(scratch)
      aligned.set(carry.subarray(0, carried))
      aligned.set(bytes, carried)
      carry.set(aligned.subarray(whole, length))
      carried = length - whole
      addAligned(scratch, whole / BYTES)
    },
    result: () => ({
      ...totals,
      brightest: brightestValue === -Infinity ? null : { value: brightestValue, frame: brightestFrame },
    }),
  }
}

function toFloat(bits: number): number {
  return new Float32Array(Int32Array.of(bits).buffer)[0] ?? 0
}
