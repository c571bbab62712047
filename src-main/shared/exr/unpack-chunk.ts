// One chunk's bytes to its channels' samples in the module's memory.
import type { FoundChunk } from './chunk-reader'
import type { DecoderMemory } from './decoder-memory'
import { ExrError } from './exr-error'
import { BYTES_PER_SAMPLE } from './chunk-layout'
import { createB44Unpacker } from './b44-chunk'
import { createDwaUnpacker } from './dwa-chunk'
import { PIXEL_TYPES, type Box, type ExrChannel, type ExrPart } from './model'
import { unpackPiz } from './piz-chunk'
import { unpackPxr24 } from './pxr24-chunk'
import { requireUnpacked, type ExrWasm } from './wasm-module'

/** Where a channel's samples of one chunk lie. */
export interface SamplePlane {
  /** Of the first sample. */
  at: number
  /** Bytes from one row to the next. */
  stride: number
  /** The index in PIXEL_TYPES, as in the file. */
  type: number
  /** In samples, which are fewer than pixels where the channel is subsampled. */
  width: number
  height: number
}

export type UnpackChunk = (chunk: FoundChunk) => SamplePlane[]

/** Regions for chunks of at most the given sizes; the planes of a chunk hold until the next one is unpacked. */
export function createChunkUnpacker(
  wasm: ExrWasm,
  memory: DecoderMemory,
  part: ExrPart,
  most: { packedBytes: number; unpackedBytes: number; columns: number; lines: number },
): UnpackChunk {
  const source = memory.reserve(most.packedBytes)
  const scratch = memory.reserve(most.unpackedBytes)
  const target = memory.reserve(most.unpackedBytes)
  const isSubsampled = part.channels.some(({ xSampling, ySampling }) => xSampling !== 1 || ySampling !== 1)
  const unpackApart = createApartUnpacker(wasm, memory, part, most, target)
  return (chunk) => {
    const { packed, unpackedBytes, box, index, byteOffset } = chunk
    const isPlain = packed.length === unpackedBytes
    memory.bytes().set(packed, isPlain ? target : source)
    if (!isPlain) {
      // Inflate may look at what lies behind its source.
      memory.bytes().fill(0, source + packed.length, source + packed.length + 64)
      if (unpackApart) return unpackApart(chunk, source)
      if (part.compression === 'pxr24') unpackPxr24(wasm, part.channels, chunk, { source, scratch, target })
      else {
        const regions = { source, sourceBytes: packed.length, scratch, target, unpackedBytes }
        requireUnpacked(unpack(wasm, part, regions), index, byteOffset)
      }
    }
    if (!isSubsampled) return planesInLines(part.channels, box, target)
    splitLines(memory.bytes(), part.channels, box, target, scratch)
    return planesApart(part.channels, box, scratch)
  }
}

/** For compressions that keep each channel by itself; null for those that pack whole lines. */
function createApartUnpacker(
  wasm: ExrWasm,
  memory: DecoderMemory,
  { compression, channels }: ExrPart,
  most: { unpackedBytes: number; columns: number; lines: number },
  target: number,
): ((chunk: FoundChunk, source: number) => SamplePlane[]) | null {
  switch (compression) {
    case 'dwaa':
    case 'dwab':
      return createDwaUnpacker(wasm, memory, channels, most)
    case 'b44':
    case 'b44a':
      return createB44Unpacker(wasm, memory, channels, target)
    case 'piz':
      return (chunk, source) => unpackPiz(wasm, channels, chunk, source, target)
    default:
      return null
  }
}

interface Regions {
  source: number
  sourceBytes: number
  scratch: number
  target: number
  unpackedBytes: number
}

function unpack(wasm: ExrWasm, { compression }: ExrPart, regions: Regions): number {
  const { source, sourceBytes, scratch, target, unpackedBytes } = regions
  switch (compression) {
    case 'zip':
    case 'zips':
      return wasm.unpackZip(source, sourceBytes, scratch, target, unpackedBytes)
    case 'rle':
      return wasm.unpackRle(source, sourceBytes, scratch, target, unpackedBytes)
    default:
      throw new ExrError('unsupported-picture', 0, `The compression ${compression} is not decoded.`)
  }
}

function sampleSize(channel: ExrChannel): { type: number; bytes: number } {
  return { type: PIXEL_TYPES.indexOf(channel.pixelType), bytes: BYTES_PER_SAMPLE[channel.pixelType] }
}

/** As files have them when nothing is subsampled: line by line, in each line channel by channel. */
function planesInLines(channels: readonly ExrChannel[], { min, max }: Box, at: number): SamplePlane[] {
  const width = max.x - min.x + 1
  const height = max.y - min.y + 1
  const stride = channels.reduce((sum, channel) => sum + sampleSize(channel).bytes * width, 0)
  let offset = 0
  return channels.map((channel) => {
    const { type, bytes } = sampleSize(channel)
    const plane = { at: at + offset, stride, type, width, height }
    offset += bytes * width
    return plane
  })
}

/** One channel after the other. */
export function planesApart(channels: readonly ExrChannel[], { min, max }: Box, at: number): SamplePlane[] {
  let offset = 0
  return channels.map((channel) => {
    const { type, bytes } = sampleSize(channel)
    const width = countSamples(min.x, max.x, channel.xSampling)
    const height = countSamples(min.y, max.y, channel.ySampling)
    const plane = { at: at + offset, stride: width * bytes, type, width, height }
    offset += width * height * bytes
    return plane
  })
}

/** A subsampled channel has no samples in lines that do not divide by its sampling, so lines differ in length. */
function splitLines(
  bytes: Uint8Array,
  channels: readonly ExrChannel[],
  box: Box,
  from: number,
  to: number,
): void {
  const next = planesApart(channels, box, to)
  let at = from
  for (let y = box.min.y; y <= box.max.y; y += 1) {
    for (const [index, { ySampling }] of channels.entries()) {
      const plane = next[index]
      if (!plane || y % ySampling !== 0) continue
      bytes.copyWithin(plane.at, at, at + plane.stride)
      plane.at += plane.stride
      at += plane.stride
    }
  }
}

export function countSamples(from: number, to: number, sampling: number): number {
  return Math.floor(to / sampling) - Math.floor((from - 1) / sampling)
}
