// What the question before quitting says.
import { expect, it } from 'vitest'
import { toLeaving } from '../../../src-main/app/leaving'
import { wasCutOff } from '../../../src-main/app/machine-events'
import { makeTakeRecord } from '../../support/take-records'

const take = (number: number, patch: Parameters<typeof makeTakeRecord>[0] = {}) =>
  makeTakeRecord({ id: String(number), number, state: 'running', ...patch })
const NONE = { underWay: [], waiting: [], isPaused: false }

it('nothing is asked when nothing runs, nor for a paused queue', () => {
  expect(toLeaving(NONE)).toBeUndefined()
  expect(toLeaving({ ...NONE, waiting: [take(1)], isPaused: true })).toBeUndefined()
})

it('says what goes on at the service, what pauses, what is taken up and what waits', () => {
  const leaving = toLeaving({
    underWay: [
      take(1, { origin: 'bought' }),
      take(2),
      take(3, { state: 'verifying' }),
      take(4, { state: 'arrived' }),
      take(5, { state: 'arrived' }),
    ],
    waiting: [take(6, { state: 'intended' })],
    isPaused: false,
  })
  expect(leaving?.message).toBe('5 takes are under way. Nothing is lost by quitting.')
  expect(leaving?.details).toEqual([
    'SH010 v001 goes on at the service, which bills what was sent. Latitude fetches it at its next start.',
    'SH010 v002: practice rendering pauses, and goes on at Latitude’s next start.',
    'SH010 v003, SH010 v004 and 1 more: the work on this machine stops, and is taken up at the next start.',
    'SH010 v006 waits, and is sent after the next start. Pause the queue first if you do not want that.',
  ])
})

it('only what was cut off, or waited in vain, is taken up by itself when the line is back', () => {
  const failure = (code: string) => ({ code, message: '', details: {} })
  expect(wasCutOff({ state: 'parked', failure: null })).toBe(true)
  expect(wasCutOff({ state: 'parked', failure: failure('service-unreachable') })).toBe(true)
  expect(wasCutOff({ state: 'parked', failure: failure('fate-unknown') })).toBe(false)
  expect(wasCutOff({ state: 'failed', failure: null })).toBe(false)
})
