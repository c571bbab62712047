// The queue, its holds, its clock and the money button in words.
import { expect, it } from 'vitest'
import { buyWords } from '../../../src-renderer/shot/buy-words'
import { parkedWords } from '../../../src-renderer/takes/parked-words'
import { eventWords, holdWords, linkWords, queueLine } from '../../../src-renderer/takes/queue-words'
import { makeTake } from '../../support/fake-bridge-takes'

it('the button says how many and for how much together', () => {
  const order = { isPractice: false, count: 3, version: 'v004', money: '$2.70' }
  expect(buyWords(order)).toBe('Buy 3 takes · $2.70')
  expect(buyWords({ ...order, count: 1, money: '$0.90' })).toBe('Buy take v004 · $0.90')
  expect(buyWords({ ...order, isPractice: true })).toBe('3 practice takes (would be $2.70)')
  expect(buyWords({ ...order, isPractice: true, count: 1, money: undefined })).toBe('Practice take v004')
})

it('of several holds the key comes first, with what the service said', () => {
  const key = { kind: 'key' as const, message: 'Unknown key.' }
  const words = holdWords([{ kind: 'offline', message: '' }, key])
  expect(words).toMatchObject({ kind: 'key', detail: 'Unknown key.', way: 'Try again' })
  expect(holdWords([])).toBeUndefined()
  expect(holdWords([{ kind: 'offline', message: '' }])?.way).toBeUndefined()
})

it('the bar tells what runs, what waits and that it is paused', () => {
  expect(queueLine({ running: 2, waiting: 5, flow: 'going' })).toBe('2 running · 5 waiting')
  expect(queueLine({ running: 0, waiting: 5, flow: 'paused' })).toBe('5 waiting · paused')
  expect(queueLine({ running: 0, waiting: 0, flow: 'going' })).toBe('Queue')
})

it('a clock has hours always, and never less than nothing', () => {
  expect(linkWords(2530.9)).toBe('Link valid for 0:42:10')
  expect(linkWords(36_061)).toBe('Link valid for 10:01:01')
  expect(linkWords(86_400)).toBe('Link valid for more than a day')
  expect(linkWords(-3)).toBe('The link has run out; a fresh one is asked for.')
})

it('sending again says its price only where it costs', () => {
  const failure = { code: 'fate-unknown', message: '', details: {} }
  const parked = makeTake(3, { state: 'parked', failure, listedUsd: 3.6 })
  expect(parkedWords({ ...parked, origin: 'bought' })?.way).toBe('Send v003 again · $3.60')
  expect(parkedWords(parked)?.way).toBe('Send v003 again')
  expect(parkedWords({ ...parked, failure: null })?.way).toBe('Ask again for v003')
  expect(parkedWords(makeTake(3))).toBeUndefined()
})

it('an event without words of its own is told by its name', () => {
  expect(eventWords('state', 'arrived')).toBe('arrived')
  expect(eventWords('refused', null)).toBe('refused, at no cost')
  expect(eventWords('new-thing', null)).toBe('new-thing')
})
