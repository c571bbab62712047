// The words on the one button that costs money. Pure.
import { formatUsd } from '#shared/domain/prices'

export function priceWords(usd: number, isEstimate: boolean): string {
  return `${isEstimate ? 'about ' : ''}${formatUsd(usd)}`
}

/** `money` is that of all takes together; undefined where the model does not offer the shot. */
export function buyWords(order: {
  isPractice: boolean
  count: number
  version: string
  money: string | undefined
}): string {
  const { isPractice, count, version, money } = order
  if (isPractice) {
    const what = count === 1 ? `Practice take ${version}` : `${count} practice takes`
    return money ? `${what} (would be ${money})` : what
  }
  const what = count === 1 ? `Buy take ${version}` : `Buy ${count} takes`
  return money ? `${what} · ${money}` : what
}
