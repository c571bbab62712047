// Power of a real signal by frequency: a radix-2 Fourier transform, lengths of a power of two.

/** |X|² for 0 … length/2, in cycles over the length. Throws RangeError for a length that is no power of two. */
export function powerSpectrum(signal: ArrayLike<number>): Float64Array {
  const { length } = signal
  if (length < 2 || (length & (length - 1)) !== 0) throw new RangeError('The length is no power of two.')
  const re = new Float64Array(length)
  const im = new Float64Array(length)
  for (let at = 0, reversed = 0; at < length; at += 1) {
    re[reversed] = signal[at] as number
    let bit = length >> 1
    while (bit > 0 && (reversed & bit) !== 0) {
      reversed ^= bit
      bit >>= 1
    }
    reversed |= bit
  }
  const cos = Float64Array.from({ length: length / 2 }, (_, at) => Math.cos((2 * Math.PI * at) / length))
  const sin = Float64Array.from({ length: length / 2 }, (_, at) => -Math.sin((2 * Math.PI * at) / length))
  for (let size = 2; size <= length; size *= 2) {
    const half = size / 2
    const step = length / size
    for (let from = 0; from < length; from += size) {
      for (let at = 0; at < half; at += 1) {
        const low = from + at
        const high = low + half
        const c = cos[at * step] as number
        const s = sin[at * step] as number
        const r = (re[high] as number) * c - (im[high] as number) * s
        const i = (re[high] as number) * s + (im[high] as number) * c
        re[high] = (re[low] as number) - r
        im[high] = (im[low] as number) - i
        re[low] = (re[low] as number) + r
        im[low] = (im[low] as number) + i
      }
    }
  }
  return Float64Array.from({ length: length / 2 + 1 }, (_, at) => (re[at] ?? 0) ** 2 + (im[at] ?? 0) ** 2)
}
