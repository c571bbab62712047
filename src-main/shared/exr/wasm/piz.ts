// PIZ: the values in use are numbered without gaps, a wavelet runs over each channel's numbers, and a Huffman code packs
// them all. Here in the decoder's order: code, wavelet, numbers to values.
import { unpackHuffman } from './huffman'
import { BAD_HEAD, BAD_HUFFMAN, OK } from './status'
import { undoFinestLevel, undoLevel } from './wavelet'

const BITMAP_BYTES: usize = 8192
const values: usize = memory.data(131072, 16)
/** Of the chunk at hand: the wavelet of few values keeps signs, that of many wraps around. */
let isNarrow: bool = false

/** Fills `target` with numbers, 16 bits each, still under the wavelet. */
export function unpackPizNumbers(source: usize, sourceBytes: usize, target: usize, targetBytes: usize): i32 {
  if (sourceBytes < 8) return BAD_HEAD
  const end = source + sourceBytes
  const first = <usize>load<u16>(source)
  const last = <usize>load<u16>(source, 2)
  if (last >= BITMAP_BYTES) return BAD_HEAD
  const bitmapBytes = first <= last ? last - first + 1 : 0
  const head = source + 4 + bitmapBytes
  if (head + 4 > end) return BAD_HEAD
  isNarrow = fillValues(source + 4, first, bitmapBytes) <= 1 << 14
  const huffmanBytes = <usize>load<u32>(head)
  if (huffmanBytes > end - head - 4) return BAD_HEAD
  return unpackHuffman(head + 4, huffmanBytes, target, targetBytes >> 1) ? OK : BAD_HUFFMAN
}

/** How many values are in use; zero always is. */
function fillValues(bitmap: usize, first: usize, bytes: usize): u32 {
  memory.fill(values, 0, 131072)
  let count: usize = 1
  for (let at: usize = 0; at < bytes; at++) {
    let bits = <u32>load<u8>(bitmap + at)
    while (bits !== 0) {
      const value = ((first + at) << 3) + <usize>ctz(bits)
      bits &= bits - 1
      if (value === 0) continue
      store<u16>(values + (count << 1), <u16>value)
      count++
    }
  }
  return <u32>count
}

/** In place, on one channel's plane: samples of `words` 16-bit words, each word a picture of its own. */
export function undoWavelet(plane: usize, width: usize, height: usize, words: usize): void {
  const least = min(width, height)
  if (least < 2) return
  for (let word: usize = 0; word < words; word++) {
    const at = plane + (word << 1)
    const across = words << 1
    const down = across * width
    for (let step: usize = (<usize>1) << (30 - <usize>clz(<u32>least)); step > 0; step >>= 1) {
      if (step === 1 && words === 1) undoFinestLevel(at, width, height, isNarrow)
      else undoLevel(at, width, across, height, down, step, isNarrow)
    }
  }
}

export function numbersToValues(at: usize, count: usize): void {
  for (const end = at + (count << 1); at < end; at += 2) {
    store<u16>(at, load<u16>(values + ((<usize>load<u16>(at)) << 1)))
  }
}
