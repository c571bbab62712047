// The decoder's WebAssembly module as TypeScript sees it. Neither Node nor DOM types: the one global used is declared
// here, under a name of its own.
import { ExrError } from './exr-error'

/** A compiled WebAssembly.Module: by `new WebAssembly.Module(bytes)`, or sent by a message from who has one. */
export type ExrWasmModule = object

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  grow(pages: number): number
}

/** Places and lengths are bytes in the memory; a result of zero is success (see wasm/status.ts). */
export interface ExrWasm {
  memory: WasmMemory
  heapStart(): number
  inflate(source: number, sourceBytes: number, target: number, targetBytes: number): number
  unpackZip(source: number, sourceBytes: number, scratch: number, target: number, targetBytes: number): number
  unpackRle(source: number, sourceBytes: number, scratch: number, target: number, targetBytes: number): number
  unpredict(source: number, target: number, length: number): void
  unpackRuns(source: number, sourceBytes: number, target: number, targetBytes: number): number
  unpackHuffman(source: number, sourceBytes: number, target: number, count: number): number
  unpackPxr24Row(source: number, target: number, type: number, count: number): number
  logarithmTable(): number
  unpackB44Plane(
    source: number,
    sourceEnd: number,
    plane: number,
    width: number,
    height: number,
    isLinear: number,
  ): number
  unpackPizNumbers(source: number, sourceBytes: number, target: number, targetBytes: number): number
  undoWavelet(plane: number, width: number, height: number, words: number): void
  numbersToValues(at: number, count: number): void
  linearTable(): number
  decodeBlocks(
    components: number,
    ac: number,
    acEnd: number,
    dc: number,
    blocksAcross: number,
    blocksDown: number,
    plane: number,
    planeBytes: number,
    isLinear: number,
  ): number
  decodeMeans(
    components: number,
    dc: number,
    count: number,
    plane: number,
    planeBytes: number,
    isLinear: number,
  ): void
  joinBytePlanes(from: number, count: number, sampleBytes: number, to: number): void
  toHalves(type: number, from: number, to: number, count: number): void
  toFloats(type: number, from: number, to: number, count: number): void
  interleaveHalves(red: number, green: number, blue: number, alpha: number, to: number, count: number): void
  interleaveFloats(red: number, green: number, blue: number, alpha: number, to: number, count: number): void
  addToSums(row: number, count: number, across: number, first: number, sums: number): void
  scaleSums(sums: number, count: number, scale: number): void
  spreadChroma(from: number, count: number, padded: number, to: number): void
  blendChroma(rows: number, to: number, count: number): void
  chromaToColors(
    luminance: number,
    ry: number,
    by: number,
    weights: number,
    to: number,
    rowBytes: number,
    count: number,
  ): void
  measureSaturation(colors: number, rowBytes: number, to: number, count: number): void
  drawBackColors(
    colors: number,
    rowBytes: number,
    above: number,
    below: number,
    weights: number,
    to: number,
    toBytes: number,
    count: number,
  ): void
  startStatistics(at: number): void
  addToStatistics(at: number, type: number, row: number, count: number): void
}

interface WasmGlobal {
  Instance: new (module: ExrWasmModule, imports?: object) => { exports: object }
}

export function instantiate(module: ExrWasmModule): ExrWasm {
  const { WebAssembly } = globalThis as unknown as { WebAssembly: WasmGlobal }
  return new WebAssembly.Instance(module, {}).exports as ExrWasm
}

/** As in wasm/status.ts. */
export const STATUS = { deflate: 1, size: 2, runs: 3, huffman: 4, head: 5, coefficients: 6 }

const REASONS: Record<number, string> = {
  1: 'its deflate stream is damaged',
  2: 'it unpacks to another size than its pixels have',
  3: 'its run lengths are damaged',
  4: 'its Huffman code is damaged',
  5: 'its head contradicts its pixels',
  6: 'its coefficients end too early',
}

/** Throws `bad-data` for a status that is not zero. */
export function requireUnpacked(status: number, chunk: number, byteOffset: number): void {
  if (status === 0) return
  const reason = REASONS[status] ?? 'its bytes are damaged'
  throw new ExrError('bad-data', byteOffset, `Chunk ${chunk} does not unpack: ${reason}.`)
}
