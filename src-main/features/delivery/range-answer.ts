// What a server's answer to a request for the rest of a file means. Pure: headers in, a verdict out.

export type RangeAnswer =
  /** The whole file, as it is now. */
  | { kind: 'whole'; totalBytes: number | null; validator: string | null }
  /** The bytes that were asked for, to the end. */
  | { kind: 'rest' }
  /** Neither: the file is to be asked for from the beginning. */
  | { kind: 'start-over' }
  | { kind: 'refused'; status: number }

/** `have`: bytes that are here and were not asked for; `totalBytes`: of the whole file, as noted. */
export function readRangeAnswer(
  status: number,
  headers: Headers,
  { bytes: have, totalBytes }: { bytes: number; totalBytes: number | null },
): RangeAnswer {
  if (status === 200)
    return { kind: 'whole', totalBytes: promisedBytes(headers), validator: toValidator(headers) }
  if (have > 0 && status === 416) return { kind: 'start-over' }
  if (have > 0 && status === 206) {
    const [, first, last, total] =
      /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '') ?? []
    const isOurs =
      Number(first) === have &&
      (total === '*' || Number(last) === Number(total) - 1) &&
      (totalBytes === null || total === '*' || Number(total) === totalBytes)
    return isOurs ? { kind: 'rest' } : { kind: 'start-over' }
  }
  return { kind: 'refused', status }
}

/** Undefined lengths are null: a coded body has another length than the file. */
function promisedBytes(headers: Headers): number | null {
  const length = headers.get('content-length')
  const encoding = headers.get('content-encoding') ?? 'identity'
  return length !== null && /^\d+$/.test(length) && encoding === 'identity' ? Number(length) : null
}

/**
 * What `If-Range` may say later (RFC 9110, 13.1.5): a strong ETag, or a date of change that is older than the answer by
 * a second at least. Null when the server gives neither.
 */
function toValidator(headers: Headers): string | null {
  const encoding = headers.get('content-encoding') ?? 'identity'
  if (encoding !== 'identity') return null
  const etag = headers.get('etag')
  if (etag !== null && /^"[^"]*"$/.test(etag)) return etag
  const changed = headers.get('last-modified')
  const age = Date.parse(headers.get('date') ?? '') - Date.parse(changed ?? '')
  return changed !== null && age >= 1000 ? changed : null
}
