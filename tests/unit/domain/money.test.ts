// What takes cost, by hand-made takes; and the table for a spreadsheet.
import { describe, expect, it } from 'vitest'
import { toLedgerCsv } from '#shared/domain/ledger-csv'
import { toSpending, type PricedTake } from '#shared/domain/money'
import { findRepeat } from '#shared/domain/repeats'
import type { Take } from '#shared/domain/take'
import { makeTakeRecord } from '../../support/take-records'

const bought = (id: string, patch: Partial<Take> = {}, isUnsent = false): Take & PricedTake => ({
  ...makeTakeRecord({ id, origin: 'bought', listedUsd: 3.6, state: 'arrived', ...patch }),
  isUnsent,
})

describe('spending', () => {
  it('is what was billed, else what was listed; waiting apart; withdrawn and practice nothing', () => {
    const takes = [
      bought('a', { billedUsd: 3.55 }),
      bought('b'),
      bought('c', { state: 'intended' }, true),
      bought('d', { state: 'withdrawn' }, true),
      bought('e', { origin: 'practice', listedUsd: 0.9 }),
    ]
    expect(toSpending(takes)).toEqual({
      spentUsd: 7.15,
      unbilledUsd: 3.6,
      waitingUsd: 3.6,
      practiceUsd: 0.9,
      takes: 4,
      approvedSeconds: 0,
      usdPerApprovedSecond: null,
    })
  })

  it('costs nothing where the service refused it, and still waits where it only rests', () => {
    const refused = bought('a', { state: 'failed' }, true)
    const broken = bought('b', { state: 'failed' })
    const resting = bought('c', { state: 'parked' }, true)
    expect(toSpending([refused, broken, resting])).toMatchObject({
      spentUsd: 3.6,
      unbilledUsd: 3.6,
      waitingUsd: 3.6,
    })
  })

  it('for each approved second counts the takes that were not approved', () => {
    const takes = [bought('a', { isApproved: true }), bought('b'), bought('c')]
    expect(toSpending(takes).usdPerApprovedSecond).toBeCloseTo(10.8 / 5)
    const practice = bought('p', { origin: 'practice', isApproved: true })
    expect(toSpending([practice]).approvedSeconds).toBe(0)
  })

  it('sums cents: a thousand dimes are a hundred dollars', () => {
    const dimes = Array.from({ length: 1000 }, (_, index) => bought(String(index), { listedUsd: 0.1 }))
    expect(toSpending(dimes).spentUsd).toBe(100)
  })
})

describe('the table for a spreadsheet', () => {
  const promptOf = (prompt: string): string => {
    const take = makeTakeRecord()
    const [, ...lines] = toLedgerCsv([{ ...take, asked: { ...take.asked, prompt } }]).split('\r\n')
    return lines
      .join('\r\n')
      .slice(lines.join('\r\n').indexOf('no,,') + 4)
      .replace(/\r\n$/, '')
  }

  it('quotes commas, quotes and line ends, and ends every line with CRLF', () => {
    expect(promptOf('a, "b"\nc')).toBe('"a, ""b""\nc"')
    expect(toLedgerCsv([makeTakeRecord()])).toMatch(/^shot,take,task id,.*\r\nSH010,v001,.*\r\n$/)
  })

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', ' =1', '\r=1', '|x', '%x'])('makes %j text', (text) => {
    expect(promptOf(text).replace(/^"|"$/g, '')).toBe(`'${text}`)
  })

  it('leaves plain words as they are', () => {
    expect(promptOf('Slow push-in = calm')).toBe('Slow push-in = calm')
  })
})

describe('a repeat', () => {
  const NOON = Date.UTC(2026, 0, 1, 12)
  const request = (id: string, image: string, prompt = 'P') => ({
    taskUUID: id,
    positivePrompt: prompt,
    inputs: { frameImages: [{ frame: 'first', image }] },
  })
  const earlier = bought('a', { request: request('a', 'm1'), preparedFrames: ['f.png'] })
  const wanted = { shotName: 'SH010', request: request('b', 'm2'), preparedFrames: ['f.png'] }

  it('is the same request but for its ids', () => {
    expect(findRepeat([earlier], wanted, NOON)?.id).toBe('a')
  })

  it.each<[string, Take[], Partial<typeof wanted>, number]>([
    ['of another prompt', [earlier], { request: request('b', 'm2', 'Q') }, NOON],
    ['of other frames', [earlier], { preparedFrames: ['g.png'] }, NOON],
    ['of another shot', [earlier], { shotName: 'SH020' }, NOON],
    ['of more than a day ago', [earlier], {}, Date.UTC(2026, 0, 2) + 1],
    ['that was withdrawn', [{ ...earlier, state: 'withdrawn' }], {}, NOON],
    ['that was practice', [{ ...earlier, origin: 'practice' }], {}, NOON],
  ])('is none %s', (_name, takes, patch, now) => {
    expect(findRepeat(takes, { ...wanted, ...patch }, now)).toBeUndefined()
  })

  it('is told by the newest of several', () => {
    const newer = { ...earlier, id: 'c', number: 7 }
    expect(findRepeat([newer, earlier], wanted, NOON)?.id).toBe('c')
  })
})
