// The means of a DWA chunk's blocks, without its other coefficients: all a thumbnail needs.
import type { FoundChunk } from './chunk-reader'
import type { DecoderMemory } from './decoder-memory'
import { classify } from './dwa-channels'
import { requireStreams } from './dwa-chunk'
import { fillLinearTable, LINEAR_ENTRIES } from './dwa-linear-table'
import { PIXEL_TYPES, type ExrChannel } from './model'
import { planesApart, type SamplePlane } from './unpack-chunk'
import { requireUnpacked, STATUS, type ExrWasm } from './wasm-module'

const HALF = PIXEL_TYPES.indexOf('half')

/** Planes by the channels' indices, a sample a block; undefined for channels that are packed otherwise. */
export type UnpackMeans = (chunk: FoundChunk) => (SamplePlane | undefined)[]

export function createMeansUnpacker(
  wasm: ExrWasm,
  memory: DecoderMemory,
  channels: readonly ExrChannel[],
  most: { packedBytes: number; unpackedBytes: number; columns: number; lines: number },
): UnpackMeans {
  const blocks = Math.ceil(most.columns / 8) * Math.ceil(most.lines / 8)
  const limits = { mostBlocks: blocks * channels.length, mostBytes: most.unpackedBytes }
  const planeBytes = Math.ceil(blocks / 8) * 16 + 16
  const source = memory.reserve(most.packedBytes)
  const scratch = memory.reserve(limits.mostBlocks * 2)
  const coefficients = memory.reserve(limits.mostBlocks * 2)
  const means = memory.reserve(planeBytes * channels.length)
  fillLinearTable(new Uint16Array(memory.bytes().buffer, wasm.linearTable(), LINEAR_ENTRIES))
  return (chunk) => {
    const require = (status: number): void => requireUnpacked(status, chunk.index, chunk.byteOffset)
    memory.bytes().set(chunk.packed, source)
    memory.bytes().fill(0, source + chunk.packed.length, source + chunk.packed.length + 64)
    const { dc, rules } = requireStreams(chunk, source, limits, require)
    const written = dc.bytes === 0 ? 0 : wasm.inflate(dc.at, dc.bytes, scratch, dc.count * 2)
    if (written !== dc.count * 2) require(written < 0 ? STATUS.deflate : STATUS.size)
    wasm.unpredict(scratch, coefficients, dc.count * 2)
    const { schemes, groups } = classify(channels, rules)
    const grouped = new Set(groups.flat())
    const alone = schemes.flatMap((scheme, index) =>
      scheme === 'dct' && !grouped.has(index) ? [[index]] : [],
    )
    const sizes = planesApart(channels, chunk.box, 0)
    const planes: (SamplePlane | undefined)[] = channels.map(() => undefined)
    let from = coefficients
    let to = means
    for (const members of [...groups, ...alone]) {
      const [first = 0] = members
      const size = sizes[first]
      if (!size) continue
      const width = Math.ceil(size.width / 8)
      const height = Math.ceil(size.height / 8)
      const count = width * height
      if (from + count * 2 * members.length > coefficients + dc.count * 2) require(STATUS.coefficients)
      const isLinear = members.length === 1 && channels[first]?.isPerceptuallyLinear ? 1 : 0
      wasm.decodeMeans(members.length, from, count, to, planeBytes, isLinear)
      from += count * 2 * members.length
      for (const index of members) {
        planes[index] = { at: to, stride: width * 2, type: HALF, width, height }
        to += planeBytes
      }
    }
    return planes
  }
}
