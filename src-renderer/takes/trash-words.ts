// What moving a take to the trash means, with its price. Pure.
import type { TakeView } from '#shared/contract/views'
import { formatUsd } from '#shared/domain/prices'

export interface TrashWords {
  title: string
  loss: string
  kept: string
  act: string
}

type Trashed = Pick<TakeView, 'origin' | 'billedUsd' | 'listedUsd' | 'isUnsent'>

export function trashWords(take: Trashed, name: string): TrashWords {
  return {
    title: `Move ${name} to the trash?`,
    loss: lossWords(take),
    kept: 'The whole folder of the take goes there: what was received, its frames, its seal and its proxies. The ledger remembers the take and what it cost.',
    act: `Move ${name} to the trash`,
  }
}

function lossWords({ origin, billedUsd, listedUsd, isUnsent }: Trashed): string {
  if (origin === 'ingested') return 'It was brought in; what it was brought in from is not touched.'
  if (origin === 'practice') return 'It is a practice take and cost nothing.'
  if (isUnsent) return 'It was never sent and cost nothing.'
  const cost = billedUsd === null ? `was listed at ${formatUsd(listedUsd)}` : `cost ${formatUsd(billedUsd)}`
  return `It ${cost}. The service does not give it back: another take costs its price again and is never the same.`
}
