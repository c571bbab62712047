// Prices as data with a date. The billed cost is recorded with the take and wins over these.
import type { Tier } from './canvas'
import type { DynamicRange } from './shot'

export const PRICES_AS_OF = '2026-11-01'

// USD for 5 seconds; null where the model does not offer it.
const FIVE_SECONDS_USD: Record<Tier, Record<DynamicRange, number | null>> = {
  '360p': { sdr: 0.06, hdr: null, 'hdr-exr': null },
  '540p': { sdr: 0.15, hdr: null, 'hdr-exr': null },
  '720p': { sdr: 0.3, hdr: 0.6, 'hdr-exr': 0.9 },
  '1080p': { sdr: 1.2, hdr: 2.4, 'hdr-exr': 3.6 },
}

// Luma lists 10 s SDR at three times 5 s; the provider's own row is unknown, so it is shown as an estimate.
const TEN_SECONDS_FACTOR = 3

export interface Price {
  usd: number
  isEstimate: boolean
}

/** The price of one take in USD, or undefined where the model does not offer the combination. */
export function toPrice(tier: Tier, range: DynamicRange, durationSeconds: 5 | 10): Price | undefined {
  const fiveSeconds = FIVE_SECONDS_USD[tier][range]
  if (fiveSeconds === null) return undefined
  if (durationSeconds === 5) return { usd: fiveSeconds, isEstimate: false }
  if (range !== 'sdr') return undefined
  return { usd: Math.round(fiveSeconds * TEN_SECONDS_FACTOR * 100) / 100, isEstimate: true }
}

export function formatUsd(usd: number): string {
  return `$${usd.toFixed(2)}`
}

export interface Rung {
  id: string
  label: string
  tier: Tier
  range: DynamicRange
}

/** The usual way up: try the move cheaply, see it in HDR, take it for grading. */
export const LADDER: readonly Rung[] = [
  { id: 'draft', label: 'Draft 360p SDR', tier: '360p', range: 'sdr' },
  { id: 'hdr', label: '720p HDR', tier: '720p', range: 'hdr' },
  { id: 'hdr-exr', label: '720p HDR + EXR', tier: '720p', range: 'hdr-exr' },
  { id: 'master', label: '1080p HDR + EXR', tier: '1080p', range: 'hdr-exr' },
]

export interface BudgetVerdict {
  /** Of the budget, before this take; never below zero. */
  leftUsd: number
  isPassed: boolean
}

/** Whether a take at `priceUsd` would bring spending above the budget. Undefined without a budget. */
export function checkBudget(
  budgetUsd: number | null,
  spentUsd: number,
  priceUsd: number,
): BudgetVerdict | undefined {
  if (budgetUsd === null) return undefined
  // Cents, because sums of dollars are never quite what they say.
  const leftCents = Math.round(budgetUsd * 100) - Math.round(spentUsd * 100)
  return { leftUsd: Math.max(0, leftCents) / 100, isPassed: Math.round(priceUsd * 100) > leftCents }
}
