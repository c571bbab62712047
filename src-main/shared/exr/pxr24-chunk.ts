// PXR24: one deflate stream, in it line by line and channel by channel the samples' differences.
import { BYTES_PER_SAMPLE } from './chunk-layout'
import type { FoundChunk } from './chunk-reader'
import { PIXEL_TYPES, type ExrChannel } from './model'
import { countSamples } from './unpack-chunk'
import { requireUnpacked, STATUS, type ExrWasm } from './wasm-module'

const PACKED_BYTES = { uint: 4, half: 2, float: 3 }

/** From `source` to lines at `target`, as uncompressed files have them; `scratch` is as large as the target. */
export function unpackPxr24(
  wasm: ExrWasm,
  channels: readonly ExrChannel[],
  { packed, unpackedBytes, box: { min, max }, index, byteOffset }: FoundChunk,
  { source, scratch, target }: { source: number; scratch: number; target: number },
): void {
  const fail = (status: number): void => requireUnpacked(status, index, byteOffset)
  const written = wasm.inflate(source, packed.length, scratch, unpackedBytes)
  if (written < 0) fail(STATUS.deflate)
  const rows = channels.map(({ pixelType, xSampling, ySampling }) => {
    const count = countSamples(min.x, max.x, xSampling)
    return {
      count,
      ySampling,
      type: PIXEL_TYPES.indexOf(pixelType),
      packedBytes: count * PACKED_BYTES[pixelType],
      bytes: count * BYTES_PER_SAMPLE[pixelType],
    }
  })
  let from = scratch
  let to = target
  for (let y = min.y; y <= max.y; y += 1) {
    for (const { count, ySampling, type, packedBytes, bytes } of rows) {
      if (y % ySampling !== 0) continue
      if (from + packedBytes > scratch + written) fail(STATUS.size)
      from = wasm.unpackPxr24Row(from, to, type, count)
      to += bytes
    }
  }
}
