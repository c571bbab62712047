// DWAA and DWAB: a head of sizes, then up to four packed streams (deflated channels, AC and DC coefficients, run
// lengths), shared out to the channels again.
import { BYTES_PER_SAMPLE } from './chunk-layout'
import type { FoundChunk } from './chunk-reader'
import type { DecoderMemory } from './decoder-memory'
import { classify } from './dwa-channels'
import { readDwaHead, type DwaStreams } from './dwa-head'
import { fillLinearTable, LINEAR_ENTRIES } from './dwa-linear-table'
import { ExrError } from './exr-error'
import { PIXEL_TYPES, type ExrChannel } from './model'
import { planesApart, type SamplePlane, type UnpackChunk } from './unpack-chunk'
import { requireUnpacked, STATUS, type ExrWasm } from './wasm-module'

const FLOAT = PIXEL_TYPES.indexOf('float')

interface Regions {
  mostBlocks: number
  mostBytes: number
  deflated: number
  ac: number
  dc: number
  scratch: number
  runs: number
  joined: number
  blocks: number
  floats: number
}

/** Throws for every status but zero. */
type Require = (status: number) => void

/** `source` is where the chunk's bytes have been put. */
export function createDwaUnpacker(
  wasm: ExrWasm,
  memory: DecoderMemory,
  channels: readonly ExrChannel[],
  most: { unpackedBytes: number; columns: number; lines: number },
): (chunk: FoundChunk, source: number) => ReturnType<UnpackChunk> {
  const mostBlocks = Math.ceil(most.columns / 8) * Math.ceil(most.lines / 8) * channels.length
  const regions: Regions = {
    mostBlocks,
    mostBytes: most.unpackedBytes,
    deflated: memory.reserve(most.unpackedBytes),
    ac: memory.reserve(mostBlocks * 128),
    dc: memory.reserve(mostBlocks * 2),
    scratch: memory.reserve(Math.max(mostBlocks * 2, most.unpackedBytes * 2)),
    runs: memory.reserve(most.unpackedBytes),
    joined: memory.reserve(most.unpackedBytes),
    blocks: memory.reserve(mostBlocks * 128),
    floats: memory.reserve(mostBlocks * 256),
  }
  fillLinearTable(new Uint16Array(memory.bytes().buffer, wasm.linearTable(), LINEAR_ENTRIES))
  return (chunk, source) => {
    const require: Require = (status) => requireUnpacked(status, chunk.index, chunk.byteOffset)
    const streams = requireStreams(chunk, source, regions, require)
    unpackStreams(wasm, regions, streams, require)
    return shareOut(wasm, regions, channels, chunk, streams, require)
  }
}

/** The chunk's streams, none of which promises more than there is room for. */
export function requireStreams(
  { packed, index, byteOffset }: FoundChunk,
  source: number,
  { mostBlocks, mostBytes }: Pick<Regions, 'mostBlocks' | 'mostBytes'>,
  require: Require,
): DwaStreams {
  const streams = readDwaHead(packed, source)
  if (!streams) throw new ExrError('bad-data', byteOffset, `Chunk ${index} has no DWA head.`)
  const { deflated, ac, dc, runs } = streams
  const isWithin =
    deflated.unpacked <= mostBytes &&
    runs.unpacked <= mostBytes &&
    runs.inflated <= mostBytes * 2 &&
    ac.count <= mostBlocks * 64 &&
    dc.count <= mostBlocks
  if (!isWithin) require(STATUS.head)
  return streams
}

function unpackStreams(wasm: ExrWasm, regions: Regions, streams: DwaStreams, require: Require): void {
  const { deflated, ac, dc, runs } = streams
  const inflate = (from: number, bytes: number, to: number, length: number): void => {
    const written = bytes === 0 ? 0 : wasm.inflate(from, bytes, to, length)
    if (written !== length) require(written < 0 ? STATUS.deflate : STATUS.size)
  }
  inflate(deflated.at, deflated.bytes, regions.deflated, deflated.unpacked)
  if (ac.isDeflated) inflate(ac.at, ac.bytes, regions.ac, ac.count * 2)
  else if (ac.count > 0 && !wasm.unpackHuffman(ac.at, ac.bytes, regions.ac, ac.count)) require(STATUS.huffman)
  inflate(dc.at, dc.bytes, regions.scratch, dc.count * 2)
  wasm.unpredict(regions.scratch, regions.dc, dc.count * 2)
  inflate(runs.at, runs.bytes, regions.scratch, runs.inflated)
  const written = wasm.unpackRuns(regions.scratch, runs.inflated, regions.runs, runs.unpacked)
  if (written !== runs.unpacked) require(STATUS.runs)
}

/** First the channels that share a color transform, then the others in the file's order. */
function shareOut(
  wasm: ExrWasm,
  regions: Regions,
  channels: readonly ExrChannel[],
  chunk: FoundChunk,
  streams: DwaStreams,
  require: Require,
): SamplePlane[] {
  const { schemes, groups } = classify(channels, streams.rules)
  const sizes = planesApart(channels, chunk.box, 0)
  const planes: SamplePlane[] = [...sizes]
  const decodeDct = createDctDecoder(wasm, regions, channels, streams, require)
  for (const group of groups) decodeDct(group, sizes, planes)
  const grouped = new Set(groups.flat())
  let deflatedAt = regions.deflated
  let runsAt = regions.runs
  let joinedAt = regions.joined
  for (const [index, channel] of channels.entries()) {
    const plane = sizes[index]
    if (!plane || grouped.has(index)) continue
    const bytes = plane.stride * plane.height
    if (schemes[index] === 'dct') decodeDct([index], sizes, planes)
    else if (schemes[index] === 'deflate') {
      planes[index] = { ...plane, at: deflatedAt }
      deflatedAt += bytes
    } else {
      wasm.joinBytePlanes(runsAt, plane.width * plane.height, BYTES_PER_SAMPLE[channel.pixelType], joinedAt)
      planes[index] = { ...plane, at: joinedAt }
      joinedAt += bytes
      runsAt += bytes
    }
  }
  const isWithin =
    deflatedAt <= regions.deflated + streams.deflated.unpacked &&
    runsAt <= regions.runs + streams.runs.unpacked
  if (!isWithin) require(STATUS.size)
  return planes
}

/** Takes the next coefficients for one channel, or three that belong together, and sets their planes. */
function createDctDecoder(
  wasm: ExrWasm,
  regions: Regions,
  channels: readonly ExrChannel[],
  { ac, dc }: DwaStreams,
  require: Require,
): (members: readonly number[], sizes: readonly SamplePlane[], planes: SamplePlane[]) => void {
  const acEnd = regions.ac + ac.count * 2
  let { ac: acAt, dc: dcAt, blocks: blocksAt, floats: floatsAt } = regions
  return (members, sizes, planes) => {
    const [first = 0] = members
    const size = sizes[first]
    if (!size) return
    const across = Math.ceil(size.width / 8)
    const down = Math.ceil(size.height / 8)
    const planeBytes = across * down * 128
    const isLinear = members.length === 1 && channels[first]?.isPerceptuallyLinear ? 1 : 0
    const dcBytes = across * down * 2 * members.length
    if (dcAt + dcBytes > regions.dc + dc.count * 2) require(STATUS.coefficients)
    const count = members.length
    acAt = wasm.decodeBlocks(count, acAt, acEnd, dcAt, across, down, blocksAt, planeBytes, isLinear)
    if (acAt === 0) require(STATUS.coefficients)
    dcAt += dcBytes
    for (const index of members) {
      const plane = sizes[index]
      if (!plane) continue
      if (plane.type === FLOAT) {
        wasm.toFloats(1, blocksAt, floatsAt, across * down * 64)
        planes[index] = { ...plane, at: floatsAt, stride: across * 32 }
        floatsAt += planeBytes * 2
      } else planes[index] = { ...plane, at: blocksAt, stride: across * 16 }
      blocksAt += planeBytes
    }
  }
}
