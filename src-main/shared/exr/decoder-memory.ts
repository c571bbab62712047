// Lays out the module's memory for one picture: regions one after the other, each with room behind it that vector
// code may touch.
import { ExrError } from './exr-error'
import type { ExrWasm } from './wasm-module'

/** Readable behind a source and writable behind a target. */
const SLACK_BYTES = 512
const PAGE_BYTES = 65536
/** No picture needs more: the caller's own limit on pixels is met long before. */
const MOST_BYTES = 2 ** 31 - PAGE_BYTES

export interface DecoderMemory {
  /** A region of its own for as long as this picture is decoded. Throws `too-large`. */
  reserve(bytes: number): number
  /** Of the whole memory; not to be kept across `reserve`. */
  bytes(): Uint8Array
  view(): DataView
}

export function createDecoderMemory({ memory, heapStart }: ExrWasm): DecoderMemory {
  let next = align(heapStart())
  let bytes = new Uint8Array(memory.buffer)
  return {
    reserve: (length) => {
      const at = next
      const end = align(at + length + SLACK_BYTES)
      if (!(end <= MOST_BYTES)) throw new ExrError('too-large', 0, `A chunk needs ${length} bytes of memory.`)
      const missing = end - memory.buffer.byteLength
      if (missing > 0) grow(memory, Math.ceil(missing / PAGE_BYTES))
      next = end
      return at
    },
    bytes: () => {
      if (bytes.buffer !== memory.buffer) bytes = new Uint8Array(memory.buffer)
      return bytes
    },
    view: () => new DataView(memory.buffer),
  }
}

function grow(memory: ExrWasm['memory'], pages: number): void {
  try {
    memory.grow(pages)
  } catch {
    throw new ExrError('too-large', 0, `There is no memory for ${pages * PAGE_BYTES} more bytes.`)
  }
}

function align(at: number): number {
  return Math.ceil(at / 64) * 64
}
