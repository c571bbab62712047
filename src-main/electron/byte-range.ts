// The Range header of HTTP, for one file of known size. Pure; knows no protocol and no disk.

export type ByteRange =
  /** Bytes `start` to `end`, both included. */
  | { kind: 'part'; start: number; end: number }
  | { kind: 'whole' }
  /** The range lies outside the file: 416. */
  | { kind: 'unsatisfiable' }

const ONE_RANGE = /^bytes=(\d*)-(\d*)$/

/** Several ranges at once, other units and broken headers are answered with the whole file, as RFC 9110 allows. */
export function parseByteRange(header: string | null, size: number): ByteRange {
  const match = ONE_RANGE.exec(header?.trim() ?? '')
  const first = match?.[1] ?? ''
  const last = match?.[2] ?? ''
  if (first === '' && last === '') return { kind: 'whole' }
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? { kind: 'unsatisfiable' } : { kind: 'part', start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return { kind: 'whole' }
  return start >= size ? { kind: 'unsatisfiable' } : { kind: 'part', start, end }
}
