// What can be done with a parked take, and what it may cost. Pure.
import type { TakeView } from '#shared/contract/views'
import { takeVersion } from '#shared/domain/names'
import { formatUsd } from '#shared/domain/prices'

export interface ParkedWords {
  /** What pressing does. */
  note: string
  way: string
}

/** Undefined for a take that is not parked. */
export function parkedWords(
  take: Pick<TakeView, 'state' | 'failure' | 'origin' | 'listedUsd' | 'number'>,
): ParkedWords | undefined {
  if (take.state !== 'parked') return undefined
  const version = takeVersion(take.number)
  switch (take.failure?.code) {
    case undefined:
      return {
        note: 'It is sent and goes on at the service; nothing is sent again.',
        way: `Ask again for ${version}`,
      }
    // Nobody knows whether the service has it: the artist decides, knowing the price.
    case 'fate-unknown':
      return {
        note:
          take.origin === 'bought'
            ? `It is asked after first, and sent again only when the service does not know it. It costs ${formatUsd(take.listedUsd)} once.`
            : 'It is asked after first, and sent again only when practice does not know it.',
        way:
          take.origin === 'bought'
            ? `Send ${version} again · ${formatUsd(take.listedUsd)}`
            : `Send ${version} again`,
      }
    default:
      return { note: 'It goes on from where it stands; nothing is sent again.', way: `Go on with ${version}` }
  }
}
