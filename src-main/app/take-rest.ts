// What a failure means for a take: an end, damage, or a pause it can be taken up from again.
import { isFailure, type FailureCode } from '#shared/domain/failure'
import { isFinished, type Take, type TakeState } from '#shared/domain/take'

// The take cannot go on, whatever is tried again: what arrived stays where it is.
const ENDS: ReadonlySet<FailureCode> = new Set([
  'service-safety',
  'service-input',
  'service-failed',
  'result-incomplete',
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

export function toTakeFailure(error: unknown): NonNullable<Take['failure']> {
  if (isFailure(error)) return { code: error.code, message: error.message, details: { ...error.details } }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} }
}
