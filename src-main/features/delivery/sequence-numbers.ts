// The frames' own numbers into those of the sequence, and frames that do not decode into a failure that names them.
import { Failure } from '#shared/domain/failure'
import type { ExrAnswer, FrameTotals } from './exr-question'
import { exrDamaged } from './frame-damage'
import type { FrameStatistics } from './frame-statistics'

export interface FrameNumbers {
  frame: number
  totals: FrameTotals | null
  undecoded: ExrAnswer['undecoded']
}

/** Null when the frames are of a kind that is not decoded here. Throws Failure `exr-damaged` or `exr-unreadable`. */
export function settleNumbers(numbers: readonly FrameNumbers[]): FrameStatistics | null {
  const bad = numbers.flatMap(({ frame, undecoded }) => (undecoded ? [{ frame, ...undecoded }] : []))
  if (bad.some(({ code }) => code === 'unsupported-picture')) return null
  const refused = bad.find(({ code }) => code === 'bad-request' || code === 'too-large')
  if (refused) {
    const { frame, message: reason } = refused
    throw new Failure('exr-unreadable', `Frame ${frame} cannot be decoded: ${reason}`, { frame, reason })
  }
  if (bad.length > 0) {
    throw exrDamaged(
      bad.map(({ frame, byteOffset, message }) => {
        return { frame, code: 'not-decodable', chunk: null, byteOffset, sentence: message }
      }),
    )
  }
  return add(numbers)
}

function add(numbers: readonly FrameNumbers[]): FrameStatistics {
  const sum: FrameStatistics = {
    ...{ frames: 0, brightest: null, nanCount: 0, infCount: 0, negativeCount: 0, aboveOneCount: 0 },
    pixelCount: 0,
  }
  for (const { totals } of numbers) {
    if (!totals) continue
    const value = totals.brightest
    if (value !== null && value > (sum.brightest?.value ?? -Infinity)) {
      sum.brightest = { value, frame: sum.frames }
    }
    sum.frames += 1
    sum.nanCount += totals.nanCount
    sum.infCount += totals.infCount
    sum.negativeCount += totals.negativeCount
    sum.aboveOneCount += totals.aboveOneCount
    sum.pixelCount += totals.pixelCount
  }
  return sum
}
