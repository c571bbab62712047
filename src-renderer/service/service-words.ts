// What the window says of the two services and of the key.
import type { BalanceView, ServiceView } from '#shared/contract/views'
import { formatUsd } from '#shared/domain/prices'

export const SERVICE_SENTENCES: Record<ServiceView['current'], string> = {
  practice: 'Takes are made on this computer. Nothing is bought, and no key is needed.',
  runware:
    'Takes are bought from Runware at the price on the button. A take that is sent is billed; it cannot be cancelled, and there is no refund.',
}

export function markText({ current, otherHost }: ServiceView): string {
  if (current === 'practice') return 'Practice: nothing is bought'
  return otherHost === null ? 'Runware: takes are bought' : `Takes are bought at ${otherHost}`
}

/** Where the key in use comes from and how it is kept, and which other one is not used. */
export function keySentence(service: ServiceView): string {
  const idle = service.isEnvironmentIdle ? ' RUNWARE_API_KEY holds another key; it is not used here.' : ''
  return `${sourceSentence(service)}${idle}`
}

function sourceSentence({ key, keeping }: ServiceView): string {
  switch (key) {
    case 'none':
      return 'There is no key yet.'
    case 'stored':
      return `A key is kept. ${keeping.words}`
    case 'session':
      return 'A key is in use until Latitude is closed. It is not kept.'
    case 'environment':
      return 'The key comes from RUNWARE_API_KEY. Latitude does not keep it.'
  }
}

export function balanceSentence(balance: BalanceView | null): string {
  if (!balance) return 'The key is accepted. Its balance is not told.'
  return `The key is accepted. Balance: ${toMoney(balance)}.`
}

function toMoney({ amount, currency }: BalanceView): string {
  return currency === 'USD' ? formatUsd(amount) : `${amount.toFixed(2)} ${currency}`
}
