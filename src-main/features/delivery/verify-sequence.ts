// Proves a conformed sequence: every header, every chunk's place, every frame decoded once with its numbers kept.
import { Failure } from '#shared/domain/failure'
import type { DurationSeconds } from '#shared/domain/shot'
import type { Sequence } from '#shared/domain/take'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import type { OnProgress } from '../../ports/progress'
import { decodeFrames, findUndecodable, type FrameRange } from './decode-frames'
import { acceptedCounts } from './frame-counts'
import { checkFrames, exrDamaged } from './frame-damage'
import { createStatisticsMeter, type FrameStatistics } from './frame-statistics'
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
const BYTES_PER_PIXEL = 12

/**
 * Rejects with Failure `exr-damaged` (details: frames, findings), `exr-unreadable`, `sequence-mixed`,
 * `video-not-as-asked` (details: asked, received), `ffmpeg-missing`, `ffmpeg-limited`; with the signal's reason when aborted.
 */
export async function verifySequence(
  { run }: { run: RunFfmpeg },
  { asked, signal, onProgress, ...range }: VerifySequenceOptions,
): Promise<Sequence> {
  const { folder, baseName, firstFrame, count } = range
  const frames: FrameRange = { folder, baseName, firstFrame, count }
  signal?.throwIfAborted()
  const { headers, bytes } = await checkFrames(frames, signal)
  const facts = toSequenceFacts(headers)
  if (asked) checkAsked({ width: facts.width, height: facts.height, frames: count }, asked)
  const statistics = await measure(run, frames, facts, signal, onProgress)
  const { brightest, nanCount, infCount, negativeCount, aboveOneCount, pixelCount } = statistics
  const value = brightest?.value ?? 0
  return {
    baseName,
    firstFrame,
    count,
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

async function measure(
  run: RunFfmpeg,
  range: FrameRange,
  { width, height }: { width: number; height: number },
  signal: AbortSignal | undefined,
  onProgress: OnProgress | undefined,
): Promise<FrameStatistics> {
  const meter = createStatisticsMeter(width, height)
  let reported = 0
  const { isClean, log } = await decodeFrames(
    run,
    range,
    (slice) => {
      meter.add(slice)
      const { frames } = meter.result()
      if (frames > reported) onProgress?.({ done: (reported = frames), total: range.count })
    },
    signal,
  )
  const statistics = meter.result()
  if (isClean && statistics.frames === range.count) return statistics
  const frameBytes = width * height * BYTES_PER_PIXEL
  const [firstBad] = await findUndecodable(run, { ...range, count: 1 }, frameBytes, signal)
  if (firstBad && statistics.frames === 0) throw unreadable(firstBad)
  const bad = await findUndecodable(run, range, frameBytes, signal)
  if (bad.length > 0) throw exrDamaged(bad.map(toFinding))
  // Nothing is wrong with any frame by itself: the line in the log was about something else, or the job broke off.
  if (statistics.frames === range.count) return statistics
  throw new Failure('ffmpeg-failed', `ffmpeg gave ${statistics.frames} of ${range.count} frames`, { log })
}

function unreadable({ frame, log }: { frame: number; log: string[] }): Failure {
  const reason = log.find((line) => /exr/i.test(line)) ?? log[0] ?? 'ffmpeg gave no picture'
  return new Failure('exr-unreadable', `Frame ${frame} cannot be decoded: ${reason}`, { frame, reason, log })
}

function toFinding({ frame, log }: { frame: number; log: string[] }) {
  const sentence = `It cannot be decoded: ${log[0] ?? 'no picture came of it'}`
  return { frame, code: 'not-decodable', chunk: null, byteOffset: null, sentence }
}
