// Says in a PNG what its codes mean, in the same words as the viewing copies do (H.273 numbers, the cICP chunk of PNG's
// third edition), so that the window treats a stopped frame and a playing one alike. ffmpeg 5.1 writes no cICP.
import { crc32 } from 'node:zlib'
import { P3_D65, REC2020, type Chromaticities } from '#shared/domain/color-matrix'
import type { ViewDisplay } from '#shared/domain/color/views'

const SIGNATURE_AND_HEADER_BYTES = 33
const PRIMARIES = new Map<Chromaticities, number>([
  [P3_D65, 12],
  [REC2020, 9],
])
const TRANSFERS = { bt1886: 1, srgb: 13, pq: 16, hlg: 18 } as const

/** The same PNG with what its display is behind its header. Pixels stay byte for byte. */
export function tagPng(png: Uint8Array, { primaries, transfer }: ViewDisplay): Uint8Array {
  const number = transfer in TRANSFERS ? TRANSFERS[transfer as keyof typeof TRANSFERS] : undefined
  // H.273 has no plain gamma of 2.6: its chromaticities and the exponent are written out.
  const chunks =
    number === undefined
      ? [
          toChunk('gAMA', toWords([1 / 2.6])),
          toChunk('cHRM', toWords([...primaries.slice(6), ...primaries.slice(0, 6)])),
        ]
      : [toChunk('cICP', Buffer.from([PRIMARIES.get(primaries) ?? 1, number, 0, 1]))]
  return Buffer.concat([
    png.subarray(0, SIGNATURE_AND_HEADER_BYTES),
    ...chunks,
    png.subarray(SIGNATURE_AND_HEADER_BYTES),
  ])
}

/** PNG counts in hundred-thousandths. */
function toWords(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  values.forEach((value, at) => bytes.writeUInt32BE(Math.round(value * 100_000), 4 * at))
  return bytes
}

function toChunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(content.length)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
