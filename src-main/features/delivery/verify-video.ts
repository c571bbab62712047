// Holds a received video against what was asked for: every frame decoded, size, count and rate as they must be.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import type { DurationSeconds, DynamicRange } from '#shared/domain/shot'
import type { ReceivedVideo } from '#shared/domain/take'
import { hashFile } from '../../disk/hash-file'
import type { ProbeVideo, VideoProbe } from '../../ports/ffmpeg'
import { acceptedCounts } from './frame-counts'

export interface VerifyVideoOptions {
  path: string
  asked: {
    width: number
    height: number
    duration: DurationSeconds
    range: DynamicRange
    /** The exact count of a short practice render, instead of what the duration makes. */
    frames?: number
  }
  signal?: AbortSignal
}

/** Rejects with Failure `video-unreadable`, `video-not-as-asked` (details: asked, received), `ffmpeg-missing`. */
export async function verifyVideo(
  { probe }: { probe: ProbeVideo },
  { path, asked, signal }: VerifyVideoOptions,
): Promise<ReceivedVideo> {
  const found = await probe(path, signal)
  const wrong = findDifferences(found, asked)
  if (wrong.length > 0) {
    const { width, height, frames, frameRate, codec, transfer, pixelFormat } = found
    const received = { width, height, frames, frameRate, codec, transfer, pixelFormat }
    const counts = acceptedCounts(asked)
    const wanted = { width: asked.width, height: asked.height, frames: counts, range: asked.range }
    const sentence = `The video ${basename(path)} is not what was asked for: ${wrong.join('; ')}`
    throw new Failure('video-not-as-asked', sentence, { asked: wanted, received, differences: wrong })
  }
  const { codec, width, height, frames, frameRate, primaries, transfer } = found
  const [sha256, { size }] = [await hashFile(path, signal), await stat(path)]
  const facts = { codec, width, height, frames, frameRate, primaries, transfer }
  return { fileName: basename(path), bytes: size, sha256, ...facts }
}

/** In plain words; empty when all is as asked. */
export function findDifferences(found: VideoProbe, asked: VerifyVideoOptions['asked']): string[] {
  const wrong: string[] = []
  if (found.width !== asked.width || found.height !== asked.height) {
    wrong.push(`it is ${found.width} × ${found.height} instead of ${asked.width} × ${asked.height}`)
  }
  const counts = acceptedCounts(asked)
  if (!counts.includes(found.frames))
    wrong.push(`it has ${found.frames} frames instead of ${counts.join(' or ')}`)
  const [numerator, denominator] = found.frameRate
  if (denominator === 0 || numerator !== FRAMES_PER_SECOND * denominator) {
    wrong.push(`it runs at ${numerator}/${denominator} instead of ${FRAMES_PER_SECOND} frames a second`)
  }
  // With EXR asked for, the video may be a plain preview; alone it has to carry the range itself.
  const isPlain = found.transfer === 'bt709' && !/1[0-6](le|be)?$/.test(found.pixelFormat)
  if (asked.range === 'hdr' && isPlain) wrong.push('it is plain Rec.709 in 8 bit instead of HDR')
  return wrong
}
