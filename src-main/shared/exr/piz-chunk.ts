// PIZ: one Huffman stream for all channels, then each channel's wavelet.
import type { FoundChunk } from './chunk-reader'
import { PIXEL_TYPES, type ExrChannel } from './model'
import { planesApart, type SamplePlane } from './unpack-chunk'
import { requireUnpacked, type ExrWasm } from './wasm-module'

const HALF = PIXEL_TYPES.indexOf('half')

/** From `source` to planes at `target`. */
export function unpackPiz(
  wasm: ExrWasm,
  channels: readonly ExrChannel[],
  { packed, unpackedBytes, box, index, byteOffset }: FoundChunk,
  source: number,
  target: number,
): SamplePlane[] {
  requireUnpacked(wasm.unpackPizNumbers(source, packed.length, target, unpackedBytes), index, byteOffset)
  const planes = planesApart(channels, box, target)
  for (const { at, type, width, height } of planes) wasm.undoWavelet(at, width, height, type === HALF ? 1 : 2)
  wasm.numbersToValues(target, unpackedBytes / 2)
  return planes
}
