// When the service refuses the key or the money, everything that waits is held, and that is said once. Knows the queue
// and nothing of takes.
import { isFailure, type Failure } from '#shared/domain/failure'
import type { HoldKind } from '#shared/domain/queue'
import type { TakeQueue } from './take-queue'

export interface ServiceHolds {
  /** The POST of a take was refused: true when it was for the key or the money. Only the artist lifts this hold. */
  onPostRefused(error: unknown): boolean
  /** A question about a take that is with the service was refused; true when that holds the queue from now on. */
  onQuestionRefused(failure: Failure): boolean
  /** A question was answered: true when what was held because questions were refused may go on. */
  onQuestionAnswered(): boolean
}

const KINDS: Partial<Record<string, HoldKind>> = { 'service-key': 'key', 'service-money': 'money' }

export function createServiceHolds(queue: Pick<TakeQueue, 'hold' | 'release'>): ServiceHolds {
  // Only these are lifted by an answer: one that a POST brought about says that more is refused than questions.
  const byQuestion = new Set<HoldKind>()
  return {
    onPostRefused(error) {
      const kind = isFailure(error) ? KINDS[error.code] : undefined
      if (!isFailure(error) || kind === undefined) return false
      byQuestion.delete(kind)
      queue.hold(kind, error.message)
      return true
    },
    onQuestionRefused({ code, message }) {
      const kind = KINDS[code]
      if (kind === undefined || !queue.hold(kind, message)) return false
      byQuestion.add(kind)
      return true
    },
    onQuestionAnswered() {
      if (byQuestion.size === 0) return false
      for (const kind of byQuestion) queue.release(kind)
      byQuestion.clear()
      return true
    },
  }
}
