// DWA's lossy channels: coefficients of 8 × 8 blocks to halves, one channel or three that share a color transform.
// Planes are whole blocks wide and high, so that the last rows and columns are like all others.
import { coefficientsAt, lastNamed, readCoefficients, startCoefficients } from './dct-coefficients'
import { storeColor, storeColors, storeLinearValues, storeValue, storeValues } from './dct-output'
import { inverseDct } from './inverse-dct'
import { lowHalvesToFloats } from './number-formats'

const blocks: usize = memory.data(3 * 256, 16)
let isConstant: bool = false

function meanOf(dc: u16): v128 {
  const scale = f32x4.splat(0.3535536)
  return f32x4.mul(f32x4.mul(lowHalvesToFloats(i16x8.splat(<i16>dc)), scale), scale)
}

/** False when the coefficients end inside the block. */
function readBlock(dc: u16, block: usize): bool {
  if (!readCoefficients(dc, block)) return false
  const last = lastNamed()
  if (last === 0) {
    const mean = meanOf(dc)
    for (let at: usize = 0; at < 256; at += 16) v128.store(block + at, mean)
    return true
  }
  isConstant = false
  // Zigzag places below 10 lie in the first four rows.
  inverseDct(block, last < 10)
  return true
}

/**
 * `components` is 1 or 3; `dc` holds theirs one after the other; planes lie `planeBytes` apart. Gives the place where
 * the next channel's coefficients begin, or zero when there are too few.
 */
export function decodeBlocks(
  components: u32,
  acStart: usize,
  acStop: usize,
  dc: usize,
  across: u32,
  down: u32,
  plane: usize,
  planeBytes: usize,
  isLinear: bool,
): usize {
  startCoefficients(acStart, acStop)
  const stride = (<usize>across) << 4
  const dcBytes = (<usize>(across * down)) << 1
  for (let y: u32 = 0; y < down; y++) {
    for (let x: u32 = 0; x < across; x++) {
      isConstant = true
      for (let component: u32 = 0; component < components; component++) {
        if (!readBlock(load<u16>(dc + component * dcBytes), blocks + (component << 8))) return 0
      }
      dc += 2
      const to = plane + y * (stride << 3) + (x << 4)
      if (components === 3) {
        if (isConstant) {
          storeColor(
            v128.load(blocks),
            v128.load(blocks, 256),
            v128.load(blocks, 512),
            to,
            planeBytes,
            stride,
          )
        } else storeColors(blocks, to, planeBytes, stride)
      } else if (isConstant) storeValue(v128.load(blocks), to, stride, isLinear)
      else if (isLinear) storeLinearValues(blocks, to, stride)
      else storeValues(blocks, to, stride)
    }
  }
  return coefficientsAt()
}

/** DWA keeps some channels as planes of bytes, the lowest first: `count` samples of 2 or 4 bytes. */
export function joinBytePlanes(from: usize, count: usize, sampleBytes: usize, to: usize): void {
  for (let index: usize = 0; index < count; index++) {
    for (let byte: usize = 0; byte < sampleBytes; byte++) {
      store<u8>(to++, load<u8>(from + byte * count + index))
    }
  }
}
