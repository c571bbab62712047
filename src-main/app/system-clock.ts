// The real clock. Only hosts bring it; everything else is given one.
import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from '../ports/clock'

export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    async sleep(ms, signal) {
      try {
        await wait(ms, undefined, { signal })
      } catch (error) {
        // Node rejects with an AbortError of its own; the port promises the signal's reason.
        signal?.throwIfAborted()
        throw error
      }
    },
  }
}
