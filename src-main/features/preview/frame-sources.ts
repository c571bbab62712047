// How pictures are handed to ffmpeg: sequences by pattern, single frames, and one frame of a video. Pure.
import { join } from 'node:path'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import { framePattern } from '#shared/domain/names'
import type { Sequence } from '#shared/domain/take'
import type { FfmpegInput } from '../../ports/ffmpeg'

/** In a pattern `%` must be doubled, wherever in the path it stands. */
export function sequenceInput(
  folder: string,
  { baseName, firstFrame, padding }: Pick<Sequence, 'baseName' | 'firstFrame'> & { padding?: number },
): FfmpegInput {
  const plain = (text: string): string => text.replaceAll('%', '%%')
  return {
    source: join(plain(folder), framePattern(plain(baseName), padding)),
    options: [
      ...['-f', 'image2', '-pattern_type', 'sequence', '-framerate', String(FRAMES_PER_SECOND)],
      ...['-start_number', String(firstFrame)],
    ],
  }
}

export function frameInput(path: string): FfmpegInput {
  return { source: path, options: ['-f', 'image2', '-pattern_type', 'none'] }
}

/** The video from `frame` (counted from 0) on: half a frame early, because ffmpeg takes the first frame at or after. */
export function videoFrameInput(path: string, frame: number, [rate, base]: [number, number]): FfmpegInput {
  const seconds = ((frame - 0.5) * base) / rate
  return { source: path, options: seconds > 0 ? ['-ss', seconds.toFixed(6)] : [] }
}
