// What takes cost: by take, shot and project, and what a second good enough to go on with has come to. Cents are
// summed, not dollars, because sums of dollars are never quite what they say.
import { isFinished, type Take } from './take'

/** What a take tells of its money; every full take is one. */
export type PricedTake = Pick<
  Take,
  'id' | 'shotName' | 'origin' | 'state' | 'listedUsd' | 'billedUsd' | 'isApproved'
> & {
  asked: Pick<Take['asked'], 'duration'>
  /** The service surely has nothing of it: it waits, or it ended without having cost anything. */
  isUnsent: boolean
}

export interface Spending {
  /** Bought and sent: as billed, or as listed where no bill has come. */
  spentUsd: number
  /** Of that, what is listed only. */
  unbilledUsd: number
  /** Bought and not sent yet. */
  waitingUsd: number
  /** Of practice takes: what they would have cost. */
  practiceUsd: number
  takes: number
  /** Of bought takes that are approved. */
  approvedSeconds: number
  /** Everything spent for each approved second, the takes that were not approved included; null without any. */
  usdPerApprovedSecond: number | null
}

const toCents = (usd: number): number => Math.round(usd * 100)

/** What one take has cost or will; nothing for practice, for what came from elsewhere, and for what ended unsent. */
function takeUsd(take: PricedTake): number {
  if (take.origin !== 'bought' || (take.isUnsent && isFinished(take.state))) return 0
  return take.billedUsd ?? take.listedUsd
}

export function toSpending(takes: readonly PricedTake[]): Spending {
  let [spent, unbilled, waiting, practice, approvedSeconds] = [0, 0, 0, 0, 0]
  for (const take of takes) {
    const cents = toCents(takeUsd(take))
    if (take.origin === 'practice' && take.state !== 'withdrawn') practice += toCents(take.listedUsd)
    if (take.isUnsent) waiting += cents
    else {
      spent += cents
      if (take.billedUsd === null) unbilled += cents
    }
    if (take.origin === 'bought' && take.isApproved) approvedSeconds += take.asked.duration
  }
  return {
    spentUsd: spent / 100,
    unbilledUsd: unbilled / 100,
    waitingUsd: waiting / 100,
    practiceUsd: practice / 100,
    takes: takes.filter((take) => take.state !== 'withdrawn').length,
    approvedSeconds,
    usdPerApprovedSecond: approvedSeconds === 0 ? null : spent / 100 / approvedSeconds,
  }
}
