// Says in a PNG what its codes mean, in the same words as the SDR copy does (H.273 numbers, the cICP chunk of PNG's
// third edition), so that the window treats a stopped frame and a playing one alike. ffmpeg 5.1 writes no cICP.
import { crc32 } from 'node:zlib'

// Primaries BT.709, transfer BT.709, RGB, full range.
const REC709_RGB = [1, 1, 0, 1]
const SIGNATURE_AND_HEADER_BYTES = 33

/** The same PNG with a cICP chunk behind its header. Pixels stay byte for byte. */
export function tagPngRec709(png: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from('cICP', 'latin1'), Buffer.from(REC709_RGB)])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(REC709_RGB.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(body))
  return Buffer.concat([
    png.subarray(0, SIGNATURE_AND_HEADER_BYTES),
    ...[length, body, check],
    png.subarray(SIGNATURE_AND_HEADER_BYTES),
  ])
}
