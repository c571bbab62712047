// A clock that a test moves by hand: sleepers wake only when the time is moved past them.
import type { Clock } from '../../src-main/ports/clock'

export interface HandClock extends Clock {
  /** Moves the time on and wakes whoever slept until then. */
  advance(ms: number): Promise<void>
}

export function createHandClock(): HandClock {
  let now = 0
  let sleepers: { until: number; wake: () => void }[] = []
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        sleepers.push({ until: now + ms, wake: resolve })
        signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
      }),
    async advance(ms) {
      now += ms
      const due = sleepers.filter(({ until }) => until <= now)
      sleepers = sleepers.filter(({ until }) => until > now)
      for (const { wake } of due) wake()
      // Lets those who woke take their next step.
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}
