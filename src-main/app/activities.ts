// What each take is busy with right now: steps, shares and time left. Kept in memory only.
import type { TakeActivity } from '#shared/contract/views'
import type { Clock } from '../ports/clock'
import type { StepProgress } from '../ports/progress'
import { createTransferRate, type TransferRate } from './transfer-rate'

export type StepName = TakeActivity['step']

export interface Activities {
  get(takeId: string): TakeActivity | null
  /** `fraction` 0…1, or null while unknown. */
  report(takeId: string, step: StepName, fraction: number | null): void
  /** The same for a download, in bytes: tells the rate, and the time left by it. */
  reportTransfer(takeId: string, progress: StepProgress, step?: 'downloading' | 'copying'): void
  /** Until when the address of the take's download is good, epoch ms; undefined while it is not known. */
  noteLink(takeId: string, validUntil: number | undefined): void
  end(takeId: string): void
  /** The share done of all work under way, 0…1; undefined when nothing runs. */
  overall(): number | undefined
}

// Where each step lies on the way from click to picture, for the system's one progress bar.
const SPANS: Record<StepName, readonly [from: number, to: number]> = {
  preparing: [0, 0.02],
  uploading: [0.02, 0.04],
  submitting: [0.04, 0.05],
  rendering: [0.05, 0.5],
  downloading: [0.5, 0.6],
  copying: [0.5, 0.6],
  unpacking: [0.6, 0.65],
  verifying: [0.65, 0.72],
  sealing: [0.72, 0.76],
  proxies: [0.76, 1],
  // Of a take that is here already: a job by itself.
  checking: [0, 1],
}
const QUIET_MS = 100
// Below this an estimate of the time left would jump about.
const MIN_FRACTION = 0.04
const MIN_ELAPSED_MS = 1_000

export function createActivities(options: {
  clock: Clock
  onChange(takeId: string, activity: TakeActivity | null): void
}): Activities {
  const { clock, onChange } = options
  const running = new Map<string, TakeActivity & { startedAt: number; toldAt: number }>()
  const links = new Map<string, number>()
  const rates = new Map<string, TransferRate>()
  const linkOf = (takeId: string, step: StepName): { linkValidUntil?: number } => {
    const validUntil = links.get(takeId)
    return step === 'downloading' && validUntil !== undefined ? { linkValidUntil: validUntil } : {}
  }

  function put(takeId: string, activity: Omit<TakeActivity, 'linkValidUntil'>, startedAt: number): void {
    const now = clock.now()
    const before = running.get(takeId)
    const isQuiet = before?.step === activity.step && now - before.toldAt < QUIET_MS
    running.set(takeId, { ...activity, startedAt, toldAt: isQuiet ? before.toldAt : now })
    if (!isQuiet) onChange(takeId, { ...activity, ...linkOf(takeId, activity.step) })
  }

  return {
    get(takeId) {
      const found = running.get(takeId)
      if (!found) return null
      const { step, fraction, secondsLeft, transfer } = found
      return { step, fraction, secondsLeft, ...(transfer ? { transfer } : {}), ...linkOf(takeId, step) }
    },
    report(takeId, step, fraction) {
      const now = clock.now()
      const before = running.get(takeId)
      const startedAt = before?.step === step ? before.startedAt : now
      if (before?.step !== step) rates.delete(takeId)
      put(takeId, { step, fraction, secondsLeft: toSecondsLeft(fraction, now - startedAt) }, startedAt)
    },
    reportTransfer(takeId, { done: bytes, total }, step = 'downloading') {
      const now = clock.now()
      const before = running.get(takeId)
      const startedAt = before?.step === step ? before.startedAt : now
      const rate = rates.get(takeId) ?? createTransferRate()
      rates.set(takeId, rate)
      const bytesPerSecond = rate.note(now, bytes)
      const totalBytes = total || null
      const fraction = totalBytes === null ? null : Math.min(1, bytes / totalBytes)
      const isPaced = totalBytes !== null && bytesPerSecond !== null && bytesPerSecond > 0
      const secondsLeft = isPaced ? Math.max(0, totalBytes - bytes) / bytesPerSecond : null
      const transfer = { bytes, totalBytes, bytesPerSecond }
      put(takeId, { step, fraction, secondsLeft, transfer }, startedAt)
    },
    noteLink(takeId, validUntil) {
      if (validUntil === undefined) links.delete(takeId)
      else links.set(takeId, validUntil)
    },
    end(takeId) {
      links.delete(takeId)
      rates.delete(takeId)
      if (running.delete(takeId)) onChange(takeId, null)
    },
    overall() {
      if (running.size === 0) return undefined
      let sum = 0
      for (const { step, fraction } of running.values()) {
        const [from, to] = SPANS[step]
        sum += from + (to - from) * (fraction ?? 0)
      }
      return sum / running.size
    },
  }
}

function toSecondsLeft(fraction: number | null, elapsedMs: number): number | null {
  if (fraction === null || fraction < MIN_FRACTION || elapsedMs < MIN_ELAPSED_MS) return null
  return ((elapsedMs / 1000) * (1 - fraction)) / fraction
}
