// A clock whose time passes only in sleeps: no test waits.
import type { Clock } from '../../src-main/ports/clock'

export interface FakeClock extends Clock {
  /** Every pause that was asked for, in milliseconds. */
  pauses: number[]
}

export function createFakeClock(startMs = 1_700_000_000_000): FakeClock {
  let now = startMs
  const pauses: number[] = []
  return {
    pauses,
    now: () => now,
    async sleep(ms, signal) {
      signal?.throwIfAborted()
      pauses.push(ms)
      now += ms
      // Lets everything else that is ready go first, as a real pause would.
      await new Promise((resolve) => setImmediate(resolve))
      signal?.throwIfAborted()
    },
  }
}
