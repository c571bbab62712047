// B44 and B44A: 4 × 4 halves in 14 bytes, a first value, a shift and fifteen 6-bit differences; a flat block in 3.
// Values are ordered as unsigned numbers, so the sign is turned last.

const logarithms: usize = memory.data(131072, 16)
const block: usize = memory.data(32, 16)

/** 65536 halves: what a stored half of a perceptually linear channel means. The driver fills it once. */
export function logarithmTable(): usize {
  return logarithms
}

function difference(word: u32, place: u32, shift: u32): u32 {
  return (((word >> place) & 0x3f) << shift) - (32 << shift)
}

function loadThree(at: usize): u32 {
  return ((<u32>load<u8>(at)) << 16) | ((<u32>load<u8>(at, 1)) << 8) | (<u32>load<u8>(at, 2))
}

/** Four rows, one column. */
function storeColumn(column: usize, s0: u32, s1: u32, s2: u32, s3: u32): void {
  store<u16>(block + (column << 1), <u16>s0)
  store<u16>(block + (column << 1), <u16>s1, 8)
  store<u16>(block + (column << 1), <u16>s2, 16)
  store<u16>(block + (column << 1), <u16>s3, 24)
}

function readBlock(source: usize): void {
  const first = loadThree(source + 2)
  const shift = first >> 18
  let s0 = ((<u32>load<u8>(source)) << 8) | (<u32>load<u8>(source, 1))
  let s1 = s0 + difference(first, 12, shift)
  let s2 = s1 + difference(first, 6, shift)
  let s3 = s2 + difference(first, 0, shift)
  storeColumn(0, s0, s1, s2, s3)
  for (let column: usize = 1; column < 4; column++) {
    const word = loadThree(source + 2 + 3 * column)
    s0 += difference(word, 18, shift)
    s1 += difference(word, 12, shift)
    s2 += difference(word, 6, shift)
    s3 += difference(word, 0, shift)
    storeColumn(column, s0, s1, s2, s3)
  }
}

function turnSigns(values: v128): v128 {
  // Negative as a 16-bit number: the top bit goes; else all bits turn.
  const isPositive = i16x8.shr_s(values, 15)
  return v128.xor(values, v128.bitselect(i16x8.splat(-32768), i16x8.splat(-1), isPositive))
}

function lookUpBlock(): void {
  for (let at = block; at < block + 32; at += 2)
    store<u16>(at, load<u16>(logarithms + ((<usize>load<u16>(at)) << 1)))
}

/** One channel's plane, rows without gaps. Gives the place behind what it read, or zero when the blocks end early. */
export function unpackB44Plane(
  source: usize,
  sourceEnd: usize,
  plane: usize,
  width: usize,
  height: usize,
  isLinear: bool,
): usize {
  const stride = width << 1
  for (let y: usize = 0; y < height; y += 4) {
    const rows = min<usize>(4, height - y)
    for (let x: usize = 0; x < width; x += 4) {
      if (source + 3 > sourceEnd) return 0
      if (load<u8>(source, 2) >= 13 << 2) {
        const flat = turnSigns(
          i16x8.splat(<i16>(((<u32>load<u8>(source)) << 8) | (<u32>load<u8>(source, 1)))),
        )
        v128.store(block, flat)
        v128.store(block, flat, 16)
        source += 3
      } else {
        if (source + 14 > sourceEnd) return 0
        readBlock(source)
        v128.store(block, turnSigns(v128.load(block)))
        v128.store(block, turnSigns(v128.load(block, 16)), 16)
        source += 14
      }
      if (isLinear) lookUpBlock()
      const to = plane + y * stride + (x << 1)
      const bytes = min<usize>(4, width - x) << 1
      for (let row: usize = 0; row < rows; row++) {
        if (bytes === 8) store<u64>(to + row * stride, load<u64>(block + (row << 3)))
        else memory.copy(to + row * stride, block + (row << 3), bytes)
      }
    }
  }
  return source
}
