// A clock that runs many times faster than the real one, for real parts that wait on one another: limits, pauses and
// patience keep their proportions.
import type { Clock } from '../../src-main/ports/clock'
import { createSystemClock } from '../../src-main/app/system-clock'

export function createFastClock(factor: number): Clock {
  const real = createSystemClock()
  const startedAt = real.now()
  return {
    now: () => startedAt + (real.now() - startedAt) * factor,
    sleep: (ms, signal) => real.sleep(ms / factor, signal),
  }
}
