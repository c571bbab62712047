// Proves a conformed sequence: every header, every chunk's place, every frame decoded once with its numbers kept.
import { Failure } from '#shared/domain/failure'
import { FRAME_PADDING } from '#shared/domain/frame-time'
import type { DurationSeconds } from '#shared/domain/shot'
import type { Sequence } from '#shared/domain/take'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import type { OnProgress } from '../../ports/progress'
import type { FrameRange } from './decode-frames'
import type { ExrFrames } from './exr-frames'
import { acceptedCounts } from './frame-counts'
import { checkFrames } from './frame-damage'
import { measureByFfmpeg } from './measure-by-ffmpeg'
import { settleNumbers } from './sequence-numbers'
import { toSequenceFacts } from './sequence-headers'

export interface VerifySequenceOptions extends FrameRange {
  asked?: {
    width: number
    height: number
    duration?: DurationSeconds
    /** The exact count, instead of what the duration makes. */
    frames?: number
  }
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

const MIDDLE_GREY = 0.18
/** Half's smallest step: a picture without light still has a number of stops. */
const DARKEST = 2 ** -24

/**
 * Rejects with Failure `exr-damaged` (details: frames, findings), `exr-unreadable`, `sequence-mixed`,
 * `video-not-as-asked` (details: asked, received), `ffmpeg-missing`, `ffmpeg-limited`; with the signal's reason when aborted.
 */
export async function verifySequence(
  { run, exr }: { run: RunFfmpeg; exr: ExrFrames },
  { asked, signal, onProgress, ...range }: VerifySequenceOptions,
): Promise<Sequence> {
  const { folder, baseName, firstFrame, count, padding = FRAME_PADDING } = range
  const frames: FrameRange = { folder, baseName, firstFrame, count, padding }
  signal?.throwIfAborted()
  const { headers, bytes, numbers } = await checkFrames(exr, frames, signal, onProgress)
  const facts = toSequenceFacts(headers)
  if (asked) checkAsked({ width: facts.width, height: facts.height, frames: count }, asked)
  const statistics = settleNumbers(numbers) ?? (await measureByFfmpeg(run, frames, facts, signal, onProgress))
  const { brightest, nanCount, infCount, negativeCount, aboveOneCount, pixelCount } = statistics
  const value = brightest?.value ?? 0
  return {
    baseName,
    firstFrame,
    count,
    padding,
    bytes,
    ...facts,
    brightest: {
      value,
      frame: firstFrame + (brightest?.frame ?? 0),
      exposureStops: Math.log2(Math.max(value, DARKEST) / MIDDLE_GREY),
    },
    nanCount,
    infCount,
    negativeCount,
    aboveOneShare: pixelCount === 0 ? 0 : aboveOneCount / pixelCount,
  }
}

function checkAsked(
  received: { width: number; height: number; frames: number },
  asked: NonNullable<VerifySequenceOptions['asked']>,
): void {
  const counts = acceptedCounts(asked)
  const isSize = received.width === asked.width && received.height === asked.height
  if (isSize && (counts.length === 0 || counts.includes(received.frames))) return
  const shown = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`
  const sentence =
    `The EXR sequence is ${shown(received)} with ${received.frames} frames; ` +
    `asked for were ${shown(asked)}${counts.length > 0 ? ` with ${counts.join(' or ')}` : ''}`
  const wanted = { width: asked.width, height: asked.height, frames: counts }
  throw new Failure('video-not-as-asked', sentence, { asked: wanted, received })
}
