// A take's proof sheet from the measures of its frames: figures, verdicts, conclusion, strip.
import { PROOF_VERSION, type ProofSheet } from './proof-sheet'
import { toFigures, toStrip, type TakeMeasures } from './take-figures'
import { toConclusion, toVerdicts } from './verdicts'

/** Frames looked at closely: spread evenly, the first and the last among them. */
const MOST_CLOSE = 3

export function closeFrames(count: number): Set<number> {
  const wanted = Math.min(count, MOST_CLOSE)
  return new Set(
    Array.from({ length: wanted }, (_, index) =>
      wanted === 1 ? 0 : Math.round((index * (count - 1)) / (wanted - 1)),
    ),
  )
}

/** `name` is the take's or the sequence's. Throws RangeError without frames. */
export function proveTake(name: string, take: TakeMeasures): ProofSheet {
  const [first] = take.frames
  if (!first) throw new RangeError('A take without frames has no proof.')
  const figures = toFigures(take)
  const verdicts = toVerdicts(figures)
  return {
    version: PROOF_VERSION,
    take: {
      name,
      firstFrame: take.firstFrame,
      count: take.frames.length,
      width: first.width,
      height: first.height,
    },
    conclusion: toConclusion(verdicts),
    verdicts,
    figures,
    frames: toStrip(take),
  }
}
