// The queue in plain words: what holds it, what it does, who makes a take. Pure.
import type { QueueView, TakeView } from '#shared/contract/views'
import type { HoldKind } from '#shared/domain/queue'

export interface HoldWords {
  happened: string
  todo: string
  /** The word that lifts it; undefined for what lifts itself. */
  way?: string
}

const HOLD_WORDS: Record<HoldKind, HoldWords> = {
  key: {
    happened: 'The service does not accept the key. No take was lost, and nothing more is sent.',
    todo: 'With another key, or when this one is accepted again, everything goes on from there.',
    way: 'Try again',
  },
  money: {
    happened: 'The account has too little credit. No take was lost, and nothing more is sent.',
    todo: 'Add credit with the service; everything goes on from there.',
    way: 'Try again',
  },
  offline: {
    happened: 'This machine is offline.',
    todo: 'Bought takes wait and go on by themselves when it is back.',
  },
  asleep: {
    happened: 'This machine is going to sleep.',
    todo: 'Takes wait and go on by themselves when it wakes.',
  },
}

/** What is said once for the whole queue: the gravest of what holds it; undefined when nothing does. */
export function holdWords(
  holds: QueueView['holds'],
): (HoldWords & { detail: string; kind: HoldKind }) | undefined {
  const order: readonly HoldKind[] = ['key', 'money', 'offline', 'asleep']
  const hold = order.flatMap((kind) => holds.find((known) => known.kind === kind) ?? [])[0]
  return hold && { ...HOLD_WORDS[hold.kind], detail: hold.message, kind: hold.kind }
}

/** For the bar: `2 running · 5 waiting · paused`. */
export function queueLine(counts: { running: number; waiting: number; flow: QueueView['flow'] }): string {
  const parts = [
    ...(counts.running > 0 ? [`${counts.running} running`] : []),
    ...(counts.waiting > 0 ? [`${counts.waiting} waiting`] : []),
    ...(counts.flow === 'going' ? [] : [counts.flow]),
  ]
  return parts.length === 0 ? 'Queue' : parts.join(' · ')
}

const SERVICE_WORDS: Record<TakeView['origin'], string> = {
  bought: 'Runware',
  practice: 'practice',
  ingested: 'brought in',
}

export function serviceWords(origin: TakeView['origin']): string {
  return SERVICE_WORDS[origin]
}

const DAY_SECONDS = 86_400

/** How long the address of a download is still good: `0:42:10`, always with hours, so that its width stays. */
export function linkWords(seconds: number): string {
  if (seconds <= 0) return 'The link has run out; a fresh one is asked for.'
  if (seconds >= DAY_SECONDS) return 'Link valid for more than a day'
  return `Link valid for ${formatClock(seconds)}`
}

function formatClock(seconds: number): string {
  const whole = Math.floor(seconds)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`
}

const EVENT_WORDS: Record<string, string> = {
  intended: 'asked for',
  posting: 'sent',
  refused: 'refused, at no cost',
  amended: 'pictures sent again',
  billed: 'billed',
}

/** A line of the ledger in words; one without words of its own is told by its name. */
export function eventWords(event: string, state: string | null): string {
  return event === 'state' && state !== null ? state : (EVENT_WORDS[event] ?? event)
}
