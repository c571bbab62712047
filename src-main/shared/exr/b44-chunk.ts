// B44 and B44A: one channel after the other, halves in packed blocks, other types as they are.
import type { FoundChunk } from './chunk-reader'
import type { DecoderMemory } from './decoder-memory'
import { floatToHalf, halfToFloat } from './half'
import type { ExrChannel } from './model'
import { planesApart, type SamplePlane } from './unpack-chunk'
import { requireUnpacked, STATUS, type ExrWasm } from './wasm-module'

/** From `source` to planes at `target`. */
export function createB44Unpacker(
  wasm: ExrWasm,
  memory: DecoderMemory,
  channels: readonly ExrChannel[],
  target: number,
): (chunk: FoundChunk, source: number) => SamplePlane[] {
  if (channels.some(({ isPerceptuallyLinear }) => isPerceptuallyLinear)) fillLogarithms(wasm, memory)
  return ({ packed, box, index, byteOffset }, source) => {
    const planes = planesApart(channels, box, target)
    const end = source + packed.length
    let from = source
    for (const [place, { pixelType, isPerceptuallyLinear }] of channels.entries()) {
      const plane = planes[place]
      if (!plane) continue
      const { at, stride, width, height } = plane
      if (pixelType === 'half') {
        from = wasm.unpackB44Plane(from, end, at, width, height, isPerceptuallyLinear ? 1 : 0)
        if (from === 0) requireUnpacked(STATUS.size, index, byteOffset)
        continue
      }
      const bytes = stride * height
      if (from + bytes > end) requireUnpacked(STATUS.size, index, byteOffset)
      memory.bytes().copyWithin(at, from, from + bytes)
      from += bytes
    }
    return planes
  }
}

/** Perceptually linear channels are stored as e to an eighth of the value; what has no logarithm becomes zero. */
function fillLogarithms(wasm: ExrWasm, memory: DecoderMemory): void {
  const table = new Uint16Array(memory.bytes().buffer, wasm.logarithmTable(), 65536)
  if (table[0] !== 0) return
  for (let half = 0; half <= 0x8000; half += 1) {
    if ((half & 0x7c00) === 0x7c00) continue
    table[half] = floatToHalf(Math.fround(8 * Math.fround(Math.log(halfToFloat(half)))))
  }
}
