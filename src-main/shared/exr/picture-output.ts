// Where the decoded samples go: RGBA rows or planes, in a buffer the caller owns or a new one.
import { BYTES_PER_SAMPLE } from './chunk-layout'
import type { DecoderMemory } from './decoder-memory'
import { ExrError } from './exr-error'
import { type Box, type PixelType } from './model'
import { intersect, type DecodeOptions, type PicturePlan } from './picture-plan'
import { createRgbaRows } from './rgba-rows'
import { countSamples, type SamplePlane } from './unpack-chunk'
import type { ExrWasm } from './wasm-module'

export interface ImagePlane {
  name: string
  pixelType: PixelType
  width: number
  height: number
  data: Uint16Array | Float32Array | Uint32Array
}

export interface PictureOutput {
  /** `planes` by the channels' indices; `box` is the chunk's. */
  write(planes: readonly SamplePlane[], box: Box): void
  finish(): { data: Uint16Array | Float32Array | Uint8Array; planes: ImagePlane[] }
}

/** What is woven before it goes to the caller's buffer: little enough to be still in the nearest cache then. */
const STRIP_BYTES = 65536

/** RGBA at full size. */
export function createRgbaOutput(
  wasm: ExrWasm,
  memory: DecoderMemory,
  plan: PicturePlan,
  into: DecodeOptions['into'],
): PictureOutput {
  const output = plan.output === 'rgba-half' ? 'rgba-half' : 'rgba-float'
  const data = claimRgba(plan, into)
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  const rows = createRgbaRows(wasm, memory, output, plan.width)
  const rowBytes = plan.width * rows.bytesPerPixel
  const mostLines = Math.min(plan.height, Math.max(1, Math.floor(STRIP_BYTES / rowBytes)))
  const strip = memory.reserve(mostLines * rowBytes)
  return {
    write: (planes, box) => {
      const shared = intersect(box, plan.region)
      if (!shared) return
      const picked = plan.colors.map((index) => (index === null ? null : (planes[index] ?? null)))
      const count = shared.max.x - shared.min.x + 1
      const pieceBytes = count * rows.bytesPerPixel
      const left = (shared.min.x - plan.region.min.x) * rows.bytesPerPixel
      const source = memory.bytes()
      for (let y = shared.min.y; y <= shared.max.y; y += mostLines) {
        const lines = Math.min(mostLines, shared.max.y - y + 1)
        for (let line = 0; line < lines; line += 1) {
          const row = y - box.min.y + line
          rows.write(picked, row, shared.min.x - box.min.x, count, strip + line * pieceBytes)
        }
        const to = (y - plan.region.min.y) * rowBytes + left
        if (pieceBytes === rowBytes) {
          bytes.set(source.subarray(strip, strip + lines * rowBytes), to)
          continue
        }
        for (let line = 0; line < lines; line += 1) {
          const from = strip + line * pieceBytes
          bytes.set(source.subarray(from, from + pieceBytes), to + line * rowBytes)
        }
      }
    },
    finish: () => ({ data, planes: [] }),
  }
}

/** The caller's buffer or a new one, zero where no data will come. */
export function claimRgba(plan: PicturePlan, into: DecodeOptions['into']): Uint16Array | Float32Array {
  const samples = plan.width * plan.height * 4
  const Type = plan.output === 'rgba-half' ? Uint16Array : Float32Array
  if (into === undefined) return new Type(samples)
  if (!(into instanceof Type) || into.length < samples) {
    throw new ExrError('bad-request', 0, `The buffer must be a ${Type.name} of ${samples} samples.`)
  }
  const data = into.subarray(0, samples)
  if (!isWithinData(plan)) data.fill(0)
  return data
}

function isWithinData({ region, dataRegion }: PicturePlan): boolean {
  return (
    dataRegion !== null &&
    dataRegion.min.x === region.min.x &&
    dataRegion.min.y === region.min.y &&
    dataRegion.max.x === region.max.x &&
    dataRegion.max.y === region.max.y
  )
}

/** Every channel by itself, one after the other, each as the file has it; a plane starts at a multiple of 4 bytes. */
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
