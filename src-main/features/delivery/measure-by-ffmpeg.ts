// The numbers of a sequence by way of ffmpeg, for what the decoder here does not read yet. Undecodable frames are found
// by halving.
import { Failure } from '#shared/domain/failure'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import type { OnProgress } from '../../ports/progress'
import { decodeFrames, findUndecodable, type FrameRange } from './decode-frames'
import { exrDamaged } from './frame-damage'
import { createStatisticsMeter, type FrameStatistics } from './frame-statistics'

const BYTES_PER_PIXEL = 12

/** Rejects with Failure `exr-damaged`, `exr-unreadable`, `ffmpeg-missing`, `ffmpeg-limited`, `ffmpeg-failed`. */
export async function measureByFfmpeg(
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
