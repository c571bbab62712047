// When to ask the service how a job stands.

export interface PollSchedule {
  /** Milliseconds before the first question. */
  firstMs: number
  /** Milliseconds before the second, growing by `factor` up to `longestMs`. */
  nextMs: number
  factor: number
  longestMs: number
  /** After this the take is parked as still pending; the job goes on at the service. */
  patienceMs: number
  /** 0…1; spreads every pause by a fifth either way, so that not all takes ask at once. */
  random?: () => number
}

export const REMOTE_SCHEDULE: PollSchedule = {
  firstMs: 10_000,
  nextMs: 3_000,
  factor: 1.5,
  longestMs: 15_000,
  patienceMs: 30 * 60_000,
}

/** The stand-in is on this machine: asking often costs nothing. */
export const PRACTICE_SCHEDULE: PollSchedule = {
  firstMs: 300,
  nextMs: 400,
  factor: 1,
  longestMs: 400,
  patienceMs: 30 * 60_000,
}

/** The pause before question `index` (0-based), in milliseconds. */
export function pauseBefore(schedule: PollSchedule, index: number): number {
  const spread = schedule.random ? 0.8 + schedule.random() * 0.4 : 1
  if (index === 0) return schedule.firstMs * spread
  return Math.min(schedule.longestMs, schedule.nextMs * schedule.factor ** (index - 1)) * spread
}
