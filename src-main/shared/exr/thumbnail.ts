// An eighth of a DWA picture for next to nothing: the means of its blocks are packed apart from everything else. They
// are means in DWA's own non-linear space, and blocks stand where the data window has them: for looking, not for numbers.
import type { FoundChunk } from './chunk-reader'
import type { DecoderMemory } from './decoder-memory'
import { createMeansUnpacker } from './dwa-means'
import { claimRgba } from './pixel-sink'
import type { DecodeOptions, PicturePlan } from './picture-plan'
import { createRgbaRows } from './rgba-rows'
import type { ExrWasm } from './wasm-module'

const BLOCK = 8

/** Null when the picture is of another kind, or has a chunk or a color packed without such means. Alpha is one. */
export function decodeThumbnail(
  wasm: ExrWasm,
  memory: DecoderMemory,
  plan: PicturePlan,
  chunks: readonly FoundChunk[],
  most: { packedBytes: number; unpackedBytes: number; columns: number; lines: number },
  into: DecodeOptions['into'],
): Uint16Array | Float32Array | null {
  const { compression, channels } = plan.part
  if ((compression !== 'dwaa' && compression !== 'dwab') || plan.isLuminanceChroma) return null
  if (chunks.some(({ packed, unpackedBytes }) => packed.length === unpackedBytes)) return null
  const data = claimRgba(plan, into)
  data.fill(0)
  const unpack = createMeansUnpacker(wasm, memory, channels, most)
  const format = plan.output === 'rgba-half' ? 'rgba-half' : 'rgba-float'
  const rows = createRgbaRows(wasm, memory, format, plan.width)
  const row = memory.reserve(plan.width * rows.bytesPerPixel)
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  for (const chunk of chunks) {
    const means = unpack(chunk)
    const colors = plan.colors.slice(0, 3)
    if (colors.some((index) => index !== null && !means[index])) return null
    const planes = colors.map((index) => (index === null ? null : (means[index] ?? null)))
    const shown = planes.find((plane) => plane !== null)
    if (!shown) continue
    // Each pixel is the block its middle lies in; blocks count from the chunk's corner.
    const left = toBlocks(chunk.box.min.x - plan.region.min.x)
    const top = toBlocks(chunk.box.min.y - plan.region.min.y)
    const first = Math.max(0, -left)
    const count = Math.min(shown.width, plan.width - left) - first
    for (let line = Math.max(0, -top); line < shown.height && top + line < plan.height; line += 1) {
      if (count <= 0) break
      rows.write(planes, line, first, count, row)
      const to = ((top + line) * plan.width + left + first) * rows.bytesPerPixel
      bytes.set(memory.bytes().subarray(row, row + count * rows.bytesPerPixel), to)
    }
  }
  return data
}

/** By how many pixels of the thumbnail a chunk's corner lies off the region's. */
function toBlocks(distance: number): number {
  return Math.ceil((distance - BLOCK / 2) / BLOCK)
}
