// Asking again what costs nothing: how long to wait, and when to stop. The POST of a task never comes through here.
import { isFailure, type Failure, type FailureCode } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'

export interface RetryOptions {
  clock: Clock
  /** 0…1, so that not everybody asks again at the same moment. */
  random: () => number
}

export interface RetryWishes {
  tries: number
  /** The failures worth another try. */
  on: readonly FailureCode[]
  signal?: AbortSignal | undefined
}

export type Retry = <T>(act: () => Promise<T>, wishes: RetryWishes) => Promise<T>

const FIRST_MS = 1_000
const LONGEST_MS = 30_000
/** Whoever is told to wait longer than this tells the caller instead of holding them up. */
const PATIENCE_MS = 120_000

/** Milliseconds a `Retry-After` header asks for: seconds, or an HTTP date. Undefined when it says nothing readable. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  // Only the date of HTTP, which names a weekday: Date.parse alone would take "-5" for a year.
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}

/** The pause before try `index` + 2, in milliseconds: doubling, between half and the whole of it. */
export function backoffMs(index: number, random: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** index) * (0.5 + random / 2)
}

/** Repeats what was refused for now, as the service asks or ever more slowly; everything else is passed on at once. */
export function createRetry({ clock, random }: RetryOptions): Retry {
  return async (act, { tries, on, signal }) => {
    for (let index = 0; ; index += 1) {
      try {
        return await act()
      } catch (error) {
        const pause =
          index + 1 < tries && isFailure(error) && on.includes(error.code)
            ? pauseAfter(error, index, random())
            : undefined
        if (pause === undefined || signal?.aborted) throw error
        await clock.sleep(pause, signal)
      }
    }
  }
}

function pauseAfter(error: Failure, index: number, random: number): number | undefined {
  const { retryAfterMs } = error.details
  if (typeof retryAfterMs !== 'number') return backoffMs(index, random)
  return retryAfterMs > PATIENCE_MS ? undefined : retryAfterMs + random * 500
}
