// The head of a DWA chunk: where its four packed streams lie, how much each unpacks to, and the rules of its channels.
import { LEGACY_RULES, readRules, type DwaRule } from './dwa-channels'

const HEAD_BYTES = 11 * 8

export interface DwaStreams {
  deflated: { at: number; bytes: number; unpacked: number }
  ac: { at: number; bytes: number; count: number; isDeflated: boolean }
  dc: { at: number; bytes: number; count: number }
  runs: { at: number; bytes: number; inflated: number; unpacked: number }
  rules: readonly DwaRule[]
}

/** Null when the sizes do not fit the chunk. `source` is where its bytes have been put. */
export function readDwaHead(packed: Uint8Array, source: number): DwaStreams | null {
  if (packed.length < HEAD_BYTES) return null
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  const number = (index: number): number => Number(view.getBigUint64(index * 8, true))
  const version = number(0)
  if (version > 2) return null
  let at = HEAD_BYTES
  let rules: readonly DwaRule[] | null = LEGACY_RULES
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
  if (!isSound || !rules) return null
  const [deflated = 0, ac = 0, dc = 0, runs = 0] = starts
  return {
    deflated: { at: deflated, bytes: number(2), unpacked: number(1) },
    ac: { at: ac, bytes: number(3), count: number(8), isDeflated: number(10) === 1 },
    dc: { at: dc, bytes: number(4), count: number(9) },
    runs: { at: runs, bytes: number(5), inflated: number(6), unpacked: number(7) },
    rules,
  }
}
