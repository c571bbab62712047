// Every channel by itself, as the file has it, in a buffer the caller owns or a new one.
import { BYTES_PER_SAMPLE } from './chunk-layout'
import type { DecoderMemory } from './decoder-memory'
import { ExrError } from './exr-error'
import type { PictureOutput } from './picture-output'
import { intersect, isWithinData, type DecodeOptions, type PicturePlan } from './picture-plan'
import { countSamples } from './unpack-chunk'

/** One plane after the other; each starts at a multiple of 4 bytes. */
export function createPlanarOutput(
  memory: DecoderMemory,
  plan: PicturePlan,
  into: DecodeOptions['into'],
): PictureOutput {
  const { min, max } = plan.region
  let total = 0
  const places = plan.channels.flatMap((index) => {
    const channel = plan.part.channels[index]
    if (!channel) return []
    const width = countSamples(min.x, max.x, channel.xSampling)
    const height = countSamples(min.y, max.y, channel.ySampling)
    const sampleBytes = BYTES_PER_SAMPLE[channel.pixelType]
    const at = total
    total += Math.ceil((width * height * sampleBytes) / 4) * 4
    return [{ index, channel, width, height, sampleBytes, at }]
  })
  const isGiven = into instanceof Uint8Array
  if (into && (!isGiven || into.length < total || into.byteOffset % 4 !== 0)) {
    throw new ExrError(
      'bad-request',
      0,
      `The buffer must be a Uint8Array of ${total} bytes at a multiple of 4.`,
    )
  }
  const data = isGiven ? into.subarray(0, total) : new Uint8Array(total)
  if (isGiven && !isWithinData(plan)) data.fill(0)
  return {
    write: (planes, box) => {
      const source = memory.bytes()
      for (const { index, channel, width, sampleBytes, at } of places) {
        const plane = planes[index]
        const shared = intersect(box, plan.region)
        if (!plane || !shared) continue
        const { xSampling, ySampling } = channel
        // Samples stand at multiples of the sampling; counted from each box's first.
        const firstX = Math.ceil(shared.min.x / xSampling)
        const firstY = Math.ceil(shared.min.y / ySampling)
        const count = Math.floor(shared.max.x / xSampling) - firstX + 1
        const lastY = Math.floor(shared.max.y / ySampling)
        for (let y = firstY; y <= lastY && count > 0; y += 1) {
          const column = firstX - Math.ceil(box.min.x / xSampling)
          const from = plane.at + (y - Math.ceil(box.min.y / ySampling)) * plane.stride + column * sampleBytes
          const row = (y - Math.ceil(min.y / ySampling)) * width + firstX - Math.ceil(min.x / xSampling)
          data.set(source.subarray(from, from + count * sampleBytes), at + row * sampleBytes)
        }
      }
    },
    finish: () => ({
      data,
      planes: places.map(({ channel, width, height, at }) => {
        const Type = { uint: Uint32Array, half: Uint16Array, float: Float32Array }[channel.pixelType]
        const plane = new Type(data.buffer as ArrayBuffer, data.byteOffset + at, width * height)
        return { name: channel.name, pixelType: channel.pixelType, width, height, data: plane }
      }),
    }),
  }
}
