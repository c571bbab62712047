// What a failure means for a take: an end, damage, or a pause it can be taken up from again.
import { isFailure, type FailureCode } from '#shared/domain/failure'
import { badFramesOf, isDamage, type Finding } from '#shared/domain/finding'
import { isFinished, type Take, type TakeState } from '#shared/domain/take'

// The take cannot go on, whatever is tried again: what arrived stays where it is.
const ENDS: ReadonlySet<FailureCode> = new Set([
  'service-safety',
  'service-input',
  'service-failed',
  'result-incomplete',
  'ingest-missing',
  'ingest-unknown',
  'zip-unreadable',
  'zip-refused',
  'exr-unreadable',
  'sequence-empty',
  'sequence-mixed',
  'video-unreadable',
  'video-not-as-asked',
])

/** The state in which a take rests after an error; one that has ended stays as it is. */
export function restingState(state: TakeState, error: unknown): TakeState {
  if (isFinished(state)) return state
  if (!isFailure(error)) return 'parked'
  if (error.code === 'exr-damaged') return 'damaged'
  return ENDS.has(error.code) ? 'failed' : 'parked'
}

/** Where a proof leaves a take: damaged while there is a picture to use. */
export function proofState({
  sequence,
  video,
  findings,
}: Pick<Take, 'sequence' | 'video' | 'findings'>): TakeState {
  if (!findings.some(isDamage)) return 'arrived'
  return sequence || video ? 'damaged' : 'failed'
}

/** What a damaged take rests with; null where nothing is damaged. Frames are named by their conformed numbers. */
export function proofFailure(findings: readonly Finding[]): Take['failure'] {
  const damage = findings.filter(isDamage)
  const frames = badFramesOf(damage)
  const [worst] = damage
  if (!worst) return null
  const first = damage.find(({ frame }) => frame !== null)
  if (!first)
    return { code: WHOLE_CODES[worst.code] ?? 'video-not-as-asked', message: worst.sentence, details: {} }
  const what =
    frames.length === 1 ? `Frame ${frames.join()}` : `${frames.length} frames, the first is ${first.frame}`
  return { code: 'exr-damaged', message: `${what}: ${first.sentence}`, details: { frames } }
}

const WHOLE_CODES: Record<string, FailureCode> = {
  'archive-unreadable': 'zip-unreadable',
  'video-unreadable': 'video-unreadable',
}

export function toTakeFailure(error: unknown): NonNullable<Take['failure']> {
  if (isFailure(error)) return { code: error.code, message: error.message, details: { ...error.details } }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} }
}
