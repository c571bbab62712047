// Whether a take would be bought twice by mistake: the same shot asked for in the same words, within a day.
import type { Take } from './take'

const WITHIN_MS = 24 * 60 * 60_000

export interface WantedTake {
  shotName: string
  request: Readonly<Record<string, unknown>>
  /** The names of the prepared frames, which say what is in them; the ids of uploads do not. */
  preparedFrames: readonly string[]
}

/** The newest bought take of the shot that asks for the very same, not more than a day old at `now` (epoch ms). */
export function findRepeat(takes: readonly Take[], wanted: WantedTake, now: number): Take | undefined {
  const key = toKey(wanted.request, wanted.preparedFrames)
  return takes
    .filter(
      (take) =>
        take.shotName === wanted.shotName &&
        take.origin === 'bought' &&
        take.state !== 'withdrawn' &&
        now - Date.parse(take.createdAt) <= WITHIN_MS &&
        toKey(take.request, take.preparedFrames) === key,
    )
    .reduce<Take | undefined>(
      (newest, take) => (newest && newest.number > take.number ? newest : take),
      undefined,
    )
}

/** The request without its ids: its own, and those of the pictures, for which their prepared frames stand. */
function toKey(request: Readonly<Record<string, unknown>>, preparedFrames: readonly string[]): string {
  const isId = new Set(['taskUUID', 'image'])
  const plain = JSON.stringify(request, (name, value: unknown) => {
    if (isId.has(name)) return undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
  return `${plain}\n${preparedFrames.join('\n')}`
}
