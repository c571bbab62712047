// The state machine as a table: every event against every situation a take can be in.
import { describe, expect, it } from 'vitest'
import { TAKE_STATES, type TakeState } from '#shared/domain/take'
import {
  applyTakeEvent,
  isSurelyUnsent,
  isWaiting,
  type TakeEvent,
  type TakeLife,
} from '#shared/domain/take-life'

const at = '2026-01-01T00:00:00.000Z'
const later = '2026-01-01T00:01:00.000Z'
const state = (to: TakeState): TakeEvent => ({ at, event: 'state', state: to })

function live(...events: TakeEvent[]): TakeLife {
  let life: TakeLife | undefined
  for (const event of [{ at, event: 'intended' } as const, ...events]) {
    const after = applyTakeEvent(life, event)
    if (!after) throw new Error(`${event.event} is not possible after ${JSON.stringify(life)}`)
    life = after
  }
  if (!life) throw new Error('no life')
  return life
}

const POSTING: TakeEvent = { at, event: 'posting' }
const REFUSED: TakeEvent = { at, event: 'refused' }
const AMENDED: TakeEvent = { at, event: 'amended' }
const BILLED: TakeEvent = { at, event: 'billed', billedUsd: 0.9 }
const onTheWay = [POSTING, ...(['submitted', 'running', 'ready', 'downloading'] as const).map(state)]

const SITUATIONS = {
  waiting: live(),
  posted: live(POSTING),
  refused: live(POSTING, REFUSED),
  'parked with an open POST': live(POSTING, state('parked')),
  'parked without a POST': live(state('parked')),
  submitted: live(POSTING, state('submitted')),
  running: live(POSTING, state('submitted'), state('running')),
  ready: live(POSTING, state('submitted'), state('running'), state('ready')),
  downloading: live(...onTheWay),
  verifying: live(...onTheWay, state('verifying')),
  'parked on the way': live(...onTheWay, state('parked')),
  arrived: live(...onTheWay, state('verifying'), state('arrived')),
  sealed: live(...onTheWay, state('verifying'), state('arrived'), state('sealed')),
  trashed: live(...onTheWay, state('verifying'), state('arrived'), state('sealed'), state('trashed')),
  damaged: live(...onTheWay, state('verifying'), state('damaged')),
  'failed unsent': live(state('failed')),
  'failed after acceptance': live(POSTING, state('submitted'), state('failed')),
  withdrawn: live(state('withdrawn')),
}
type Situation = keyof typeof SITUATIONS

const BROUGHT: TakeEvent = { at, event: 'intended', take: { origin: 'ingested' } }

/** The states each situation may go to; its own state again is always among them. */
const MOVES: Record<Situation, readonly TakeState[]> = {
  waiting: ['intended', 'failed', 'parked', 'withdrawn'],
  posted: ['intended', 'submitted', 'running', 'ready', 'failed', 'parked'],
  refused: ['intended', 'failed', 'parked', 'withdrawn'],
  'parked with an open POST': [
    'submitted',
    'running',
    'ready',
    'downloading',
    'verifying',
    'failed',
    'parked',
  ],
  'parked without a POST': ['intended', 'failed', 'parked', 'withdrawn'],
  submitted: ['submitted', 'running', 'ready', 'failed', 'parked'],
  running: ['running', 'ready', 'verifying', 'failed', 'parked'],
  ready: ['running', 'ready', 'downloading', 'verifying', 'failed', 'parked'],
  downloading: ['running', 'ready', 'downloading', 'verifying', 'failed', 'parked'],
  verifying: ['ready', 'verifying', 'arrived', 'damaged', 'failed', 'parked'],
  'parked on the way': ['submitted', 'running', 'ready', 'downloading', 'verifying', 'failed', 'parked'],
  arrived: ['arrived', 'sealed', 'trashed'],
  sealed: ['sealed', 'trashed'],
  trashed: ['trashed', 'arrived', 'sealed', 'damaged', 'failed'],
  damaged: ['damaged', 'running', 'trashed'],
  'failed unsent': ['failed', 'trashed'],
  'failed after acceptance': ['failed', 'running', 'trashed'],
  withdrawn: ['withdrawn', 'trashed'],
}

const MAY: Record<'posting' | 'refused' | 'amended' | 'billed', readonly Situation[]> = {
  posting: ['waiting', 'posted', 'refused', 'parked with an open POST', 'parked without a POST'],
  refused: ['posted', 'parked with an open POST'],
  amended: ['waiting', 'refused', 'parked without a POST'],
  billed: [
    ...(['submitted', 'running', 'ready', 'downloading', 'verifying', 'parked on the way'] as const),
    ...(['arrived', 'sealed', 'trashed', 'damaged', 'failed after acceptance'] as const),
  ],
}
const names = Object.keys(SITUATIONS) as Situation[]

describe('a take that is', () => {
  it.each(names)('%s goes only where it may', (name) => {
    const reached = TAKE_STATES.filter((to) => applyTakeEvent(SITUATIONS[name], state(to)) !== null)
    expect([...reached].sort()).toEqual([...MOVES[name]].sort())
  })

  it.each(names)('%s is never intended a second time', (name) => {
    expect(applyTakeEvent(SITUATIONS[name], { at, event: 'intended' })).toBeNull()
  })

  it.each([POSTING, REFUSED, AMENDED, BILLED])('in some situations may be $event, in others not', (event) => {
    const allowed = names.filter((name) => applyTakeEvent(SITUATIONS[name], event) !== null)
    expect([...allowed].sort()).toEqual([...MAY[event.event as keyof typeof MAY]].sort())
  })
})

describe('what is known of a POST', () => {
  it('nothing can come before the intent', () => {
    for (const event of [POSTING, REFUSED, AMENDED, BILLED, state('running')])
      expect(applyTakeEvent(undefined, event)).toBeNull()
  })

  it('a take that was announced is no longer surely unsent, and one that was refused is again', () => {
    expect(names.filter((name) => isSurelyUnsent(SITUATIONS[name])).sort()).toEqual(
      ['failed unsent', 'parked without a POST', 'refused', 'waiting', 'withdrawn'].sort(),
    )
    expect(names.filter((name) => isWaiting(SITUATIONS[name]))).toEqual(['waiting', 'refused'])
  })

  it('the refusal of a second POST says nothing of the first', () => {
    const life = live(POSTING, { at: later, event: 'posting' }, REFUSED)
    expect(life).toMatchObject({ openPostings: 1, postings: 2, firstPostedAt: at })
    expect(isSurelyUnsent(life)).toBe(false)
  })

  it('the two minutes count from the first POST that is still open', () => {
    expect(live(POSTING, REFUSED, { at: later, event: 'posting' }).firstPostedAt).toBe(later)
    expect(live(POSTING, { at: later, event: 'posting' }).firstPostedAt).toBe(at)
  })

  it('a bill is kept through everything that follows', () => {
    expect(live(...onTheWay, BILLED, state('verifying'), state('arrived')).billedUsd).toBe(0.9)
  })
})

describe('a take the artist brought', () => {
  const bring = (...states: TakeState[]): TakeLife => {
    let life = applyTakeEvent(undefined, BROUGHT)
    for (const to of states) life = life && applyTakeEvent(life, state(to))
    if (!life) throw new Error(`${states.join()} is not possible`)
    return life
  }
  const next = (life: TakeLife): string[] =>
    TAKE_STATES.filter((to) => applyTakeEvent(life, state(to)) !== null).sort()

  it('is copied, verified and ends like any other, and never meets a service', () => {
    expect(next(bring())).toEqual(['downloading', 'failed', 'intended', 'parked', 'withdrawn'])
    expect(next(bring('downloading'))).toEqual(['downloading', 'failed', 'parked', 'verifying'])
    const verifying = next(bring('downloading', 'verifying'))
    expect(verifying).toEqual(['arrived', 'damaged', 'downloading', 'failed', 'parked', 'verifying'])
    expect(next(bring('downloading', 'verifying', 'damaged'))).toEqual(['damaged', 'trashed'])
    expect(next(bring('downloading', 'parked'))).not.toContain('running')
  })

  it('is never posted, billed or waited for', () => {
    for (const life of [bring(), bring('downloading'), bring('downloading', 'verifying', 'arrived')]) {
      expect(applyTakeEvent(life, POSTING)).toBeNull()
      expect(applyTakeEvent(life, BILLED)).toBeNull()
      expect([isWaiting(life), life.isAccepted]).toEqual([false, false])
    }
  })
})
