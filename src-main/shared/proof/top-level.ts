// The level that only so many numbers reach, without sorting them.

/** Steps of 1/128 of an octave's start. */
const SHIFT = 16

/**
 * The start of the step that holds the `above`-th greatest of every `stride`-th level (at least the first); 0 when so
 * many are not positive.
 */
export function findTopLevel(levels: Float32Array, above: number, stride = 1): number {
  const patterns = new Uint32Array(levels.buffer, levels.byteOffset, levels.length)
  const counts = new Uint32Array(0x8000)
  for (let at = 0; at < patterns.length; at += stride) {
    const pattern = patterns[at] as number
    if (pattern < 0x80000000) counts[pattern >>> SHIFT] = (counts[pattern >>> SHIFT] as number) + 1
  }
  let left = Math.max(1, above)
  for (let step = counts.length - 1; step > 0; step -= 1) {
    left -= counts[step] as number
    if (left <= 0) return new Float32Array(Uint32Array.of(step << SHIFT).buffer)[0] ?? 0
  }
  return 0
}
