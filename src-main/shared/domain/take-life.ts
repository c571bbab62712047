// The life of a take as a state machine: which event may come when, and what is known after it. Pure; the ledger
// writes the events down, the pipeline decides which comes next.
import type { TakeOrigin } from './names'
import type { TakeState } from './take'

/** What a take's events so far say. */
export interface TakeLife {
  state: TakeState
  /** POSTs that were announced and not refused. While it is 0 and nothing was accepted, the service surely has nothing. */
  openPostings: number
  /** The first POST whose answer is still open, ISO 8601; the two minutes for a resend count from here. */
  firstPostedAt: string | null
  /** Every POST that was ever announced. */
  postings: number
  /** The service said that it holds the task: from here on it is paid for. */
  isAccepted: boolean
  /** The artist brought it: no service has to do with it, and no money. */
  isBrought: boolean
  billedUsd: number | null
}

/** `at` is ISO 8601. */
export type TakeEvent = { at: string } & (
  | { event: 'intended'; take?: { origin: TakeOrigin } }
  /** Written right before every POST of the task. */
  | { event: 'posting' }
  /** The service answered the POST with a refusal: that POST cost nothing. */
  | { event: 'refused' }
  /** The request has changed, the id has not. */
  | { event: 'amended' }
  | { event: 'billed'; billedUsd: number }
  | { event: 'state'; state: TakeState }
)

const NEXT: Record<TakeState, readonly TakeState[]> = {
  intended: ['submitted', 'running', 'ready', 'failed', 'parked', 'withdrawn'],
  submitted: ['running', 'ready', 'failed', 'parked'],
  // What is asked for again and not to be had leaves what came before, which is verified anew.
  running: ['ready', 'verifying', 'failed', 'parked'],
  ready: ['downloading', 'verifying', 'running', 'failed', 'parked'],
  downloading: ['verifying', 'ready', 'running', 'failed', 'parked'],
  verifying: ['arrived', 'damaged', 'ready', 'failed', 'parked'],
  arrived: ['sealed', 'trashed'],
  sealed: ['trashed'],
  // What came damaged, or could not be read, can be asked for again.
  damaged: ['running', 'trashed'],
  failed: ['running', 'trashed'],
  withdrawn: ['trashed'],
  // What the system's trash did not take is what it was.
  trashed: ['arrived', 'sealed', 'damaged', 'failed', 'withdrawn'],
  parked: ['intended', 'submitted', 'running', 'ready', 'downloading', 'verifying', 'failed', 'withdrawn'],
}

/** States in which the service has accepted the task. */
const HELD: ReadonlySet<TakeState> = new Set([
  ...(['submitted', 'running', 'ready', 'downloading', 'verifying', 'arrived', 'sealed', 'damaged'] as const),
])

/** The way of what the artist brings: its files are copied where others are downloaded. */
const BROUGHT_NEXT: Partial<Record<TakeState, readonly TakeState[]>> = {
  intended: ['downloading', 'failed', 'parked', 'withdrawn'],
  // What was copied is gone: it is copied again.
  verifying: ['downloading', ...NEXT.verifying],
  damaged: ['trashed'],
  failed: ['trashed'],
}
const OF_SERVICES: ReadonlySet<TakeState> = new Set(['submitted', 'running', 'ready'] as const)

/** Whether the service surely has nothing of this take: it can wait, be posted, or be withdrawn free of charge. */
export function isSurelyUnsent(life: TakeLife): boolean {
  return !life.isAccepted && life.openPostings === 0
}

/** Whether a take waits for its turn to be posted. */
export function isWaiting(life: TakeLife): boolean {
  return life.state === 'intended' && isSurelyUnsent(life) && !life.isBrought
}

/** Whether a state may follow; the same state again is always allowed (a step taken anew after a restart). */
export function canFollow(life: TakeLife, to: TakeState): boolean {
  if (life.state === to) return true
  if (life.isBrought) {
    return (BROUGHT_NEXT[life.state] ?? NEXT[life.state]).includes(to) && !OF_SERVICES.has(to)
  }
  if (!NEXT[life.state].includes(to)) return false
  if (to === 'intended' || to === 'withdrawn') return isSurelyUnsent(life)
  return !HELD.has(to) || life.isAccepted || life.openPostings > 0
}

/** The life after an event; null when the event cannot come now. */
export function applyTakeEvent(life: TakeLife | undefined, event: TakeEvent): TakeLife | null {
  if (event.event === 'intended')
    return life === undefined ? newLife(event.take?.origin === 'ingested') : null
  if (life === undefined) return null
  const isBefore =
    !life.isBrought && !life.isAccepted && (life.state === 'intended' || life.state === 'parked')
  switch (event.event) {
    case 'posting':
      if (!isBefore) return null
      return {
        ...life,
        postings: life.postings + 1,
        openPostings: life.openPostings + 1,
        firstPostedAt: life.firstPostedAt ?? event.at,
      }
    case 'refused':
      return isBefore && life.openPostings > 0 ? refuse(life) : null
    case 'amended':
      return isBefore && life.openPostings === 0 ? life : null
    case 'billed':
      return life.isAccepted ? { ...life, billedUsd: event.billedUsd } : null
    case 'state':
      return canFollow(life, event.state) ? moveTo(life, event.state) : null
  }
}

/** One POST less is open. When it was the only one, the take waits in the queue as if it had never been sent. */
function refuse(life: TakeLife): TakeLife {
  const openPostings = life.openPostings - 1
  if (openPostings > 0) return { ...life, openPostings }
  return { ...life, openPostings, firstPostedAt: null, state: 'intended' }
}

/** The life in a state, whether the state may come now or not: what the disk says is believed. */
export function moveTo(life: TakeLife, state: TakeState): TakeLife {
  return { ...life, state, isAccepted: life.isAccepted || (!life.isBrought && HELD.has(state)) }
}

function newLife(isBrought: boolean): TakeLife {
  return {
    state: 'intended',
    openPostings: 0,
    firstPostedAt: null,
    postings: 0,
    isAccepted: false,
    isBrought,
    billedUsd: null,
  }
}
