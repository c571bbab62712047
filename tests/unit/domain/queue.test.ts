// The queue's decisions as tables and properties.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addHold,
  EMPTY_QUEUE,
  FLOWS,
  fromQueueFile,
  HOLD_KINDS,
  inOrder,
  moveInOrder,
  nextToSend,
  removeHold,
  resumeFlow,
  settleFlow,
  toQueueFile,
  whyHeld,
  type Flow,
  type HoldKind,
  type Queue,
} from '#shared/domain/queue'

const practice = (id: string) => ({ id, needsNetwork: false })
const bought = (id: string) => ({ id, needsNetwork: true })

describe('the take that is sent next', () => {
  const CASES: readonly {
    name: string
    flow?: Flow
    holds?: HoldKind[]
    underWay?: number
    next: string | undefined
  }[] = [
    { name: 'is the first in order', next: 'b1' },
    { name: 'is sent into the last free place', underWay: 1, next: 'b1' },
    { name: 'waits when all places are taken', underWay: 2, next: undefined },
    { name: 'waits while the artist pauses', flow: 'paused', next: undefined },
    { name: 'waits while the queue is stopping', flow: 'stopping', next: undefined },
    { name: 'waits for a key', holds: ['key'], next: undefined },
    { name: 'waits for money', holds: ['money'], next: undefined },
    { name: 'waits while the machine sleeps', holds: ['asleep'], next: undefined },
    { name: 'is the first that needs no line while there is none', holds: ['offline'], next: 'p1' },
    { name: 'waits for a key, line or not', holds: ['offline', 'key'], next: undefined },
  ]
  for (const { name, flow = 'going', holds = [], underWay = 0, next } of CASES) {
    it(name, () => {
      const waiting = [bought('b1'), practice('p1'), bought('b2')]
      expect(nextToSend({ flow, holds, atOnce: 2 }, waiting, underWay)).toBe(next)
    })
  }

  it('is never one more than may run at once, and comes in order when nothing holds', () => {
    const ids = fc.uniqueArray(fc.uuid(), { maxLength: 30 })
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean()), (all, atOnce, ends) => {
        const waiting = all.map(practice)
        const sent: string[] = []
        let underWay = 0
        const end = [...ends]
        while (waiting.length > 0) {
          const next = nextToSend({ ...EMPTY_QUEUE, atOnce }, waiting, underWay)
          if (next === undefined || (end.pop() ?? false)) {
            if (next === undefined) expect(underWay).toBe(atOnce)
            underWay = Math.max(0, underWay - 1)
            continue
          }
          sent.push(next)
          waiting.splice(
            waiting.findIndex((take) => take.id === next),
            1,
          )
          underWay += 1
          expect(underWay).toBeLessThanOrEqual(atOnce)
        }
        expect(sent).toEqual(all)
      }),
    )
  })
})

describe('the order', () => {
  it('is the artist’s, then the newcomers’ as they came; those who wait no longer are passed over', () => {
    const waiting = ['a', 'b', 'c', 'd'].map(practice)
    expect(inOrder(['gone', 'c', 'a', 'c'], waiting).map(({ id }) => id)).toEqual(['c', 'a', 'b', 'd'])
  })

  it('holds every waiting take exactly once, whatever the file says', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
    fc.assert(
      fc.property(fc.array(id), fc.uniqueArray(id), (order, waiting) => {
        const ordered = inOrder(order, waiting.map(practice)).map((take) => take.id)
        expect([...ordered].sort()).toEqual([...waiting].sort())
      }),
    )
  })

  it('moves one take and leaves the others as they stand to one another', () => {
    const order = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(order, fc.nat(11), fc.integer({ min: -3, max: 20 }), (all, pick, place) => {
        const id = all[pick % all.length] ?? ''
        const moved = moveInOrder(all, id, place)
        expect(moved.filter((known) => known !== id)).toEqual(all.filter((known) => known !== id))
        expect(moved.indexOf(id)).toBe(Math.min(all.length - 1, Math.max(0, place)))
      }),
    )
    expect(moveInOrder(['a', 'b'], 'x', 0)).toEqual(['a', 'b'])
  })
})

describe('holds and flow', () => {
  it('tells of a hold once', () => {
    const held = addHold(EMPTY_QUEUE, 'key')
    expect(addHold(held, 'key')).toBe(held)
    expect(removeHold(held, 'money')).toBe(held)
    expect(removeHold(held, 'key').holds).toEqual([])
  })

  it('names the artist’s pause before anything else, and the key before the line', () => {
    expect(whyHeld({ flow: 'paused', holds: ['key'] }, bought('a'))).toBe('paused')
    expect(whyHeld({ flow: 'going', holds: ['offline', 'key'] }, bought('a'))).toBe('key')
    expect(whyHeld({ flow: 'going', holds: ['offline'] }, practice('a'))).toBeUndefined()
  })

  it('stops only when what is under way has come to rest', () => {
    const stopping: Queue = { ...EMPTY_QUEUE, flow: 'stopping' }
    expect(settleFlow(stopping, 1).flow).toBe('stopping')
    expect(settleFlow(stopping, 0).flow).toBe('paused')
    expect(settleFlow(EMPTY_QUEUE, 0)).toBe(EMPTY_QUEUE)
  })

  it('goes on past key and money at the artist’s word, and never past the machine’s own holds', () => {
    const held: Queue = { ...EMPTY_QUEUE, flow: 'paused', holds: [...HOLD_KINDS] }
    expect(resumeFlow(held)).toMatchObject({ flow: 'going', holds: ['offline', 'asleep'] })
  })

  it('comes back from its file paused if it was not going, and without any hold', () => {
    for (const flow of FLOWS) {
      const queue: Queue = { order: ['a'], flow, atOnce: 3, holds: ['key'] }
      expect(fromQueueFile(toQueueFile(queue))).toEqual({
        order: ['a'],
        flow: flow === 'going' ? 'going' : 'paused',
        atOnce: 3,
        holds: [],
      })
    }
    expect(fromQueueFile(undefined)).toBe(EMPTY_QUEUE)
  })
})
