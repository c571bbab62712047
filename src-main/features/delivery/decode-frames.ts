// Decodes conformed frames through ffmpeg, for their pixels or just to see that they can be. ffmpeg's words on EXR stop
// here: it goes on past a bad frame with no more than a line in its log.
import { setImmediate } from 'node:timers'
import { Writable } from 'node:stream'
import { Failure, isFailure } from '#shared/domain/failure'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import { frameFileName, framePattern } from '#shared/domain/names'
import type { FfmpegJob, RunFfmpeg } from '../../ports/ffmpeg'

export interface FrameRange {
  /** The folder of the conformed frames. */
  folder: string
  baseName: string
  firstFrame: number
  count: number
  /** Digits of the frame number in the names. */
  padding?: number
}

export interface DecodeOutcome {
  /** False when ffmpeg said something about a frame or could not run the job. */
  isClean: boolean
  /** ffmpeg's own lines. */
  log: string[]
}

// The identity, as a graph: half frames of newer decoders would else be clipped to 0…1 by the format change.
export const LINEAR_IDENTITY =
  'zscale=tin=linear:t=linear:pin=bt709:p=bt709:min=gbr:m=gbr:rin=full:r=full,format=gbrpf32le'
// A frame that failed leaves a gap in time, which ffmpeg would fill with a copy of its neighbor.
const CLOSE_GAPS = `setpts=N/(${FRAMES_PER_SECOND}*TB)`
const SLICE_BYTES = 256 * 1024

/**
 * Raw `gbrpf32le` frames to `target`. Names are relative, for a folder's name may have a `%` in it. A single frame is
 * opened by its name: of a pattern ffmpeg would read on, and complain of frames that were not asked for.
 */
export function toDecodeJob(
  { folder, baseName, firstFrame, count, padding }: FrameRange,
  target: Writable,
): FfmpegJob {
  const input =
    count === 1
      ? { source: frameFileName(baseName, firstFrame, padding), options: ['-pattern_type', 'none'] }
      : {
          source: framePattern(baseName, padding),
          options: ['-start_number', String(firstFrame), '-start_number_range', '1'],
        }
  const rate = ['-framerate', String(FRAMES_PER_SECOND)]
  return {
    inputs: [{ source: input.source, options: ['-v', 'error', '-f', 'image2', ...rate, ...input.options] }],
    filterGraph: `[0:v]${LINEAR_IDENTITY},${CLOSE_GAPS}[out]`,
    outputs: [
      {
        target,
        options: ['-map', '[out]', '-frames:v', String(count), '-f', 'rawvideo', '-pix_fmt', 'gbrpf32le'],
      },
    ],
    cwd: folder,
    frames: count,
  }
}

/** Gives every slice of bytes to `take` and lets others use the thread in between. */
export function createSliceSink(take: (bytes: Uint8Array) => void): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done) {
      let at = 0
      const next = () => {
        try {
          take(chunk.subarray(at, at + SLICE_BYTES))
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)))
          return
        }
        at += SLICE_BYTES
        if (at < chunk.length) setImmediate(next)
        else setImmediate(done)
      }
      next()
    },
  })
}

/**
 * Runs the job; a job ffmpeg gave up on is an outcome, every other failure goes through. An ffmpeg built without a
 * filter is the machine's fault and not the frames': Failure `ffmpeg-limited`.
 */
export async function decodeFrames(
  run: RunFfmpeg,
  range: FrameRange,
  take: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<DecodeOutcome> {
  try {
    const { log } = await run(toDecodeJob(range, createSliceSink(take)), { signal })
    return { isClean: !log.some((line) => /\bexr\b|decod/i.test(line)), log }
  } catch (error) {
    if (!isFailure(error) || error.code !== 'ffmpeg-failed') throw error
    const log = Array.isArray(error.details['log']) ? error.details['log'].map(String) : [error.message]
    const missing = log.map((line) => /No such filter: '(\w+)'/.exec(line)?.[1]).find(Boolean)
    if (missing !== undefined) {
      const sentence = `This ffmpeg cannot check EXR frames: it lacks the filter ${missing}`
      throw new Failure('ffmpeg-limited', sentence, { filter: missing, log }, { cause: error })
    }
    return { isClean: false, log }
  }
}

/** The frames that cannot be decoded, found by halving; `frameBytes` is what one frame has when it can. */
export async function findUndecodable(
  run: RunFfmpeg,
  range: FrameRange,
  frameBytes: number,
  signal?: AbortSignal,
): Promise<{ frame: number; log: string[] }[]> {
  let bytes = 0
  const outcome = await decodeFrames(run, range, (slice) => (bytes += slice.length), signal)
  if (outcome.isClean && bytes === range.count * frameBytes) return []
  if (range.count === 1) return [{ frame: range.firstFrame, log: outcome.log }]
  const half = Math.floor(range.count / 2)
  const front = { ...range, count: half }
  const back = { ...range, firstFrame: range.firstFrame + half, count: range.count - half }
  return [
    ...(await findUndecodable(run, front, frameBytes, signal)),
    ...(await findUndecodable(run, back, frameBytes, signal)),
  ]
}
