// DWAA and DWAB: a head of sizes, then up to four packed streams (deflated channels, AC and DC coefficients, run
// lengths), shared out to the channels again.
import { BYTES_PER_SAMPLE } from './chunk-layout'
import type { FoundChunk } from './chunk-reader'
import type { DecoderMemory } from './decoder-memory'
import { classify, LEGACY_RULES, readRules } from './dwa-channels'
import { ExrError } from './exr-error'
import { fillLinearTable, LINEAR_ENTRIES } from './dwa-linear-table'
import { PIXEL_TYPES, type ExrChannel } from './model'
import { planesApart, type SamplePlane, type UnpackChunk } from './unpack-chunk'
import { requireUnpacked, STATUS, type ExrWasm } from './wasm-module'

const HEAD_BYTES = 11 * 8
const FLOAT = PIXEL_TYPES.indexOf('float')

interface Streams {
  deflated: { at: number; bytes: number; unpacked: number }
  ac: { at: number; bytes: number; count: number; isDeflated: boolean }
  dc: { at: number; bytes: number; count: number }
  runs: { at: number; bytes: number; inflated: number; unpacked: number }
  rules: ReturnType<typeof readRules>
}

/** `source` is where the chunk's bytes have been put. */
export function createDwaUnpacker(
  wasm: ExrWasm,
  memory: DecoderMemory,
  channels: readonly ExrChannel[],
  most: { unpackedBytes: number; columns: number; lines: number },
): (chunk: FoundChunk, source: number) => ReturnType<UnpackChunk> {
  const mostBlocks = Math.ceil(most.columns / 8) * Math.ceil(most.lines / 8) * channels.length
  const region = {
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
    const fail = (status: number): void => requireUnpacked(status, chunk.index, chunk.byteOffset)
    const streams = readHead(chunk.packed, source)
    if (!streams?.rules)
      throw new ExrError('bad-data', chunk.byteOffset, `Chunk ${chunk.index} has no DWA head.`)
    const { deflated, ac, dc, runs, rules } = streams
    if (deflated.unpacked > most.unpackedBytes || runs.unpacked > most.unpackedBytes) fail(STATUS.head)
    if (ac.count > mostBlocks * 64 || dc.count > mostBlocks || runs.inflated > most.unpackedBytes * 2)
      fail(STATUS.head)
    const inflate = (from: number, bytes: number, to: number, length: number): void => {
      const written = bytes === 0 ? 0 : wasm.inflate(from, bytes, to, length)
      if (written !== length) fail(written < 0 ? STATUS.deflate : STATUS.size)
    }
    inflate(deflated.at, deflated.bytes, region.deflated, deflated.unpacked)
    if (ac.isDeflated) inflate(ac.at, ac.bytes, region.ac, ac.count * 2)
    else if (ac.count > 0 && !wasm.unpackHuffman(ac.at, ac.bytes, region.ac, ac.count)) fail(STATUS.huffman)
    inflate(dc.at, dc.bytes, region.scratch, dc.count * 2)
    wasm.unpredict(region.scratch, region.dc, dc.count * 2)
    inflate(runs.at, runs.bytes, region.scratch, runs.inflated)
    const written = wasm.unpackRuns(region.scratch, runs.inflated, region.runs, runs.unpacked)
    if (written !== runs.unpacked) fail(STATUS.runs)

    const { schemes, groups } = classify(channels, rules)
    const sizes = planesApart(channels, chunk.box, 0)
    const planes: SamplePlane[] = [...sizes]
    let acAt = region.ac
    let dcAt = region.dc
    let blocksAt = region.blocks
    let floatsAt = region.floats
    const decodeDct = (members: readonly number[]): void => {
      const size = sizes[members[0] ?? 0]
      if (!size) return
      const across = Math.ceil(size.width / 8)
      const down = Math.ceil(size.height / 8)
      const planeBytes = across * down * 128
      const isLinear = members.length === 1 && channels[members[0] ?? 0]?.isPerceptuallyLinear ? 1 : 0
      if (dcAt + across * down * 2 * members.length > region.dc + dc.count * 2) fail(STATUS.coefficients)
      const acEnd = region.ac + ac.count * 2
      acAt = wasm.decodeBlocks(
        members.length,
        acAt,
        acEnd,
        dcAt,
        across,
        down,
        blocksAt,
        planeBytes,
        isLinear,
      )
      if (acAt === 0) fail(STATUS.coefficients)
      dcAt += across * down * 2 * members.length
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
    for (const group of groups) decodeDct(group)
    const grouped = new Set(groups.flat())
    let deflatedAt = region.deflated
    let runsAt = region.runs
    let joinedAt = region.joined
    for (const [index, channel] of channels.entries()) {
      const plane = sizes[index]
      if (!plane || grouped.has(index)) continue
      const bytes = plane.stride * plane.height
      if (schemes[index] === 'dct') decodeDct([index])
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
    if (deflatedAt > region.deflated + deflated.unpacked || runsAt > region.runs + runs.unpacked)
      fail(STATUS.size)
    return planes
  }
}

/** Null when the sizes do not fit the chunk. */
function readHead(packed: Uint8Array, source: number): Streams | null {
  if (packed.length < HEAD_BYTES) return null
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const number = (index: number): number => Number(view.getBigUint64(index * 8, true))
  const version = number(0)
  if (version > 2) return null
  let at = HEAD_BYTES
  let rules: Streams['rules'] = [...LEGACY_RULES]
  if (version === 2) {
    if (packed.length < HEAD_BYTES + 2) return null
    const bytes = view.getUint16(HEAD_BYTES, true)
    if (bytes < 2 || HEAD_BYTES + bytes > packed.length) return null
    rules = readRules(packed.subarray(HEAD_BYTES + 2, HEAD_BYTES + bytes))
    at += bytes
  }
  const lengths = [number(2), number(3), number(4), number(5)]
  const starts = lengths.map((length) => {
    const start = at
    at += length
    return source + start
  })
  const isSound = lengths.every((length) => length <= packed.length) && at <= packed.length && number(10) <= 1
  if (!isSound) return null
  const [deflated = 0, ac = 0, dc = 0, runs = 0] = starts
  return {
    deflated: { at: deflated, bytes: number(2), unpacked: number(1) },
    ac: { at: ac, bytes: number(3), count: number(8), isDeflated: number(10) === 1 },
    dc: { at: dc, bytes: number(4), count: number(9) },
    runs: { at: runs, bytes: number(5), inflated: number(6), unpacked: number(7) },
    rules,
  }
}
