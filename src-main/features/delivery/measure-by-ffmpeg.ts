// The numbers of frames by way of ffmpeg, for what the decoder here does not read yet. Undecodable frames are found by
// halving.
import { Failure } from '#shared/domain/failure'
import type { Finding } from '#shared/domain/finding'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import type { OnProgress } from '../../ports/progress'
import { decodeFrames, findUndecodable, type FrameRange } from './decode-frames'
import { createStatisticsMeter, type FrameStatistics } from './frame-statistics'

const BYTES_PER_PIXEL = 12

export interface Measured {
  /** Of each unbroken run of frames; `brightest.frame` is a conformed number. */
  statistics: FrameStatistics[]
  /** Frames that do not decode. */
  findings: Finding[]
}

/**
 * `frames`: conformed numbers, in order. Rejects with Failure `exr-unreadable`, `ffmpeg-missing`, `ffmpeg-limited`,
 * `ffmpeg-failed`.
 */
export async function measureByFfmpeg(
  run: RunFfmpeg,
  sequence: Omit<FrameRange, 'firstFrame' | 'count'>,
  frames: readonly number[],
  size: { width: number; height: number },
  signal: AbortSignal | undefined,
  onProgress: OnProgress | undefined,
): Promise<Measured> {
  const measured: Measured = { statistics: [], findings: [] }
  let done = 0
  const waiting = toRuns(frames)
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const range = { ...sequence, ...next }
    const before = done
    const found = await measureRun(run, range, size, signal, (inRun) => {
      onProgress?.({ done: before + inRun, total: frames.length })
    })
    if (Array.isArray(found)) {
      measured.findings.push(...found)
      const bad = new Set(found.map(({ frame }) => frame))
      const good = framesOf(range).filter((frame) => !bad.has(frame))
      waiting.unshift(...toRuns(good))
      done += found.length
      continue
    }
    done += next.count
    measured.statistics.push(found)
  }
  return measured
}

/** The frames' numbers, or which of them do not decode. */
async function measureRun(
  run: RunFfmpeg,
  range: FrameRange,
  { width, height }: { width: number; height: number },
  signal: AbortSignal | undefined,
  onFrames: (frames: number) => void,
): Promise<FrameStatistics | Finding[]> {
  const meter = createStatisticsMeter(width, height)
  let reported = 0
  const { isClean, log } = await decodeFrames(
    run,
    range,
    (slice) => {
      meter.add(slice)
      const { frames } = meter.result()
      if (frames > reported) onFrames((reported = frames))
    },
    signal,
  )
  const statistics = placed(meter.result(), range.firstFrame)
  if (isClean && statistics.frames === range.count) return statistics
  const frameBytes = width * height * BYTES_PER_PIXEL
  const [firstBad] = await findUndecodable(run, { ...range, count: 1 }, frameBytes, signal)
  if (firstBad && statistics.frames === 0) throw unreadable(firstBad)
  const bad = await findUndecodable(run, range, frameBytes, signal)
  if (bad.length > 0) return bad.map(toFinding)
  // Nothing is wrong with any frame by itself: the line in the log was about something else, or the job broke off.
  if (statistics.frames === range.count) return statistics
  throw new Failure('ffmpeg-failed', `ffmpeg gave ${statistics.frames} of ${range.count} frames`, { log })
}

function placed(statistics: FrameStatistics, firstFrame: number): FrameStatistics {
  const { brightest } = statistics
  return { ...statistics, brightest: brightest && { ...brightest, frame: firstFrame + brightest.frame } }
}

const framesOf = ({ firstFrame, count }: Pick<FrameRange, 'firstFrame' | 'count'>): number[] =>
  Array.from({ length: count }, (_, index) => firstFrame + index)

function toRuns(frames: readonly number[]): Pick<FrameRange, 'firstFrame' | 'count'>[] {
  const runs: { firstFrame: number; count: number }[] = []
  for (const frame of frames) {
    const last = runs.at(-1)
    if (last && last.firstFrame + last.count === frame) last.count += 1
    else runs.push({ firstFrame: frame, count: 1 })
  }
  return runs
}

function unreadable({ frame, log }: { frame: number; log: string[] }): Failure {
  const reason = log.find((line) => /exr/i.test(line)) ?? log[0] ?? 'ffmpeg gave no picture'
  return new Failure('exr-unreadable', `Frame ${frame} cannot be decoded: ${reason}`, { frame, reason, log })
}

function toFinding({ frame, log }: { frame: number; log: string[] }): Finding {
  const sentence = `It cannot be decoded: ${log[0] ?? 'no picture came of it'}`
  return { code: 'not-decodable', severity: 'damage', frame, sentence }
}
