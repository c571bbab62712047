// The frames' own numbers into those of the sequence, and into the record that is kept of each.
import type { FrameNumbers } from '#shared/domain/frame-proof'
import type { ChannelStatistics } from '#shared/exr/decode'
import type { CheckedFrame } from './check-frames'
import type { FrameStatistics } from './frame-statistics'

/** `elsewhere`: of frames that were not decoded here; their brightest frame is told as its conformed number. */
export function sumNumbers(
  frames: readonly CheckedFrame[],
  elsewhere: readonly FrameStatistics[],
): FrameStatistics {
  const sum: FrameStatistics = {
    ...{ frames: 0, brightest: null, nanCount: 0, infCount: 0, negativeCount: 0, aboveOneCount: 0 },
    pixelCount: 0,
  }
  const add = (one: FrameStatistics): void => {
    const value = one.brightest?.value ?? -Infinity
    if (one.brightest && value > (sum.brightest?.value ?? -Infinity)) sum.brightest = one.brightest
    sum.frames += one.frames
    sum.nanCount += one.nanCount
    sum.infCount += one.infCount
    sum.negativeCount += one.negativeCount
    sum.aboveOneCount += one.aboveOneCount
    sum.pixelCount += one.pixelCount
  }
  for (const { frame, totals } of frames) {
    if (!totals) continue
    const brightest = totals.brightest === null ? null : { value: totals.brightest, frame }
    add({ ...totals, frames: 1, brightest })
  }
  elsewhere.forEach(add)
  return sum
}

export function toFrameNumbers({ frame, bytes, channels, totals }: CheckedFrame): FrameNumbers {
  return {
    frame,
    bytes,
    channels: channels.map(toChannelNumbers),
    aboveOnePixels: totals?.aboveOneCount ?? null,
  }
}

function toChannelNumbers(one: ChannelStatistics): FrameNumbers['channels'][number] {
  const { name, minimum, maximum, sum, count, ...counts } = one
  const finite = count - one.nanCount - one.infCount
  return {
    name,
    minimum: finite === 0 ? null : minimum,
    maximum: finite === 0 ? null : maximum,
    mean: finite === 0 ? null : sum / finite,
    ...counts,
    count,
  }
}
