// Tells when a server has fallen silent in the middle of an answer. Knows nothing of what it sends.
import type { Clock } from '../../ports/clock'

export interface SilenceWatch {
  /** Aborted with the outer signal's reason, or when nothing was heard for a whole stall time. */
  signal: AbortSignal
  heard(): void
  isStalled(): boolean
  stop(): void
}

export function watchForSilence(clock: Clock, stallMs: number, outer: AbortSignal | undefined): SilenceWatch {
  const inner = new AbortController()
  const ended = new AbortController()
  let isStalled = false
  let hasHeard = true
  const onAbort = () => inner.abort(outer?.reason)
  outer?.addEventListener('abort', onAbort, { once: true })
  const patrol = async () => {
    while (hasHeard) {
      hasHeard = false
      await clock.sleep(stallMs, ended.signal)
    }
    isStalled = true
    inner.abort(new Error('stalled'))
  }
  patrol().catch(() => undefined) // ended
  return {
    signal: inner.signal,
    heard: () => {
      hasHeard = true
    },
    isStalled: () => isStalled,
    stop: () => {
      outer?.removeEventListener('abort', onAbort)
      ended.abort()
    },
  }
}
