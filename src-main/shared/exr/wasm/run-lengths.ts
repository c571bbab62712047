// OpenEXR's run lengths: a count byte, negative for that many plain bytes, else one byte repeated count + 1 times.

/** The bytes written, or -1. `target` may be touched 16 bytes beyond `targetBytes`. */
export function unpackRuns(source: usize, sourceBytes: usize, target: usize, targetBytes: usize): i32 {
  const sourceEnd = source + sourceBytes
  const targetEnd = target + targetBytes
  let out = target
  while (source < sourceEnd) {
    const count = <i32>load<i8>(source++)
    const length = <usize>(count < 0 ? -count : count + 1)
    if (out + length > targetEnd) return -1
    if (count < 0) {
      if (source + length > sourceEnd) return -1
      memory.copy(out, source, length)
      source += length
    } else {
      if (source >= sourceEnd) return -1
      memory.fill(out, load<u8>(source++), length)
    }
    out += length
  }
  return <i32>(out - target)
}
