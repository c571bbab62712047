import { describe, expect, it } from 'vitest'
import { ProjectDocument } from '../../../src-renderer/window/project-document.svelte'
import { chooseShot, chooseTake } from '../../../src-renderer/window/view-state.svelte'
import { emptySnapshot } from '../../support/fake-bridge-states'
import { makeArrived, makeShot, makeTake } from '../../support/fake-bridge-takes'

function setUp() {
  const calls: { done: () => void; refuse: (error: Error) => void }[] = []
  const document = new ProjectDocument({
    editShot: () => new Promise<void>((done, refuse) => calls.push({ done, refuse })),
  })
  const shot = makeShot('SH010', { patch: { range: 'sdr' }, takes: [makeTake(1), makeArrived(2)] })
  const snapshot = { ...emptySnapshot(), shots: [shot] }
  document.receive(snapshot)
  return { calls, document, shot, snapshot, first: () => document.shots[0] }
}

describe('the document', () => {
  it('shows an edit at once and keeps it over an older snapshot', () => {
    const { document, first, snapshot } = setUp()
    void document.patch('SH010', { duration: 10 })
    expect(first()?.duration).toBe(10)
    document.receive({ ...snapshot })
    expect(first()?.duration).toBe(10)
  })

  it('an edit that has come back in a snapshot is the snapshot’s, also before its answer', () => {
    const { document, first, shot, snapshot } = setUp()
    void document.patch('SH010', { prompt: 'mine' })
    document.receive({
      ...snapshot,
      revision: { change: 1, edit: 1 },
      shots: [{ ...shot, prompt: 'theirs' }],
    })
    expect(first()?.prompt).toBe('theirs')
  })

  it('an edit stays after its answer until a snapshot holds it', async () => {
    const { calls, document, first, shot, snapshot } = setUp()
    const edit = document.patch('SH010', { prompt: 'mine' })
    document.receive({ ...snapshot, revision: { change: 1, edit: 0 }, shots: [shot] })
    calls[0]?.done()
    await edit
    expect(first()?.prompt).toBe('mine')
    document.receive({ ...snapshot, revision: { change: 2, edit: 1 }, shots: [{ ...shot, prompt: 'newer' }] })
    expect(first()?.prompt).toBe('newer')
  })

  it('a snapshot that was overtaken on the way changes nothing', () => {
    const { document, first, shot, snapshot } = setUp()
    document.receive({ ...snapshot, revision: { change: 5, edit: 0 }, shots: [{ ...shot, prompt: 'new' }] })
    document.receive({ ...snapshot, revision: { change: 4, edit: 0 }, shots: [{ ...shot, prompt: 'old' }] })
    expect(first()?.prompt).toBe('new')
  })

  it('a reloaded window numbers its edits on from those the snapshot holds', () => {
    const numbers: number[] = []
    const document = new ProjectDocument({
      editShot: (_name, _edit, number) => Promise.resolve(numbers.push(number)),
    })
    document.receive({ ...emptySnapshot(), revision: { change: 40, edit: 12 } })
    void document.patch('SH010', { prompt: 'mine' })
    expect(numbers).toEqual([13])
  })

  it('an edit that is refused is taken back, and the refusal is told', async () => {
    const { calls, document, first } = setUp()
    const edit = document.patch('SH010', { duration: 10 })
    calls[0]?.refuse(new Error('full'))
    await expect(edit).rejects.toThrow('full')
    expect(first()?.duration).toBe(5)
  })

  it('progress lies over the take until the next snapshot', () => {
    const { document, first, snapshot } = setUp()
    const activity = { step: 'rendering', fraction: 0.5, secondsLeft: 9 } as const
    document.receiveProgress('take-1', activity)
    expect(first()?.takes[0]?.activity).toEqual(activity)
    document.receive({ ...snapshot })
    expect(first()?.takes[0]?.activity).toBeNull()
  })

  it('takes the news of one take without the others', () => {
    const { document, snapshot } = setUp()
    const others = document.shots.slice(1)
    const before = document.shots[0]?.takes[0]
    if (!before) throw new Error('the first shot has a take')
    document.receiveTake({
      take: { ...before, state: 'parked', activity: null },
      queue: { ...snapshot.queue, flow: 'paused' },
      spentUsd: 3.6,
      waitingUsd: 0,
    })
    expect(document.shots[0]?.takes[0]?.state).toBe('parked')
    expect(document.snapshot).toMatchObject({ spentUsd: 3.6, queue: { flow: 'paused' } })
    expect(document.shots.slice(1)).toEqual(others)
  })

  it('does not count what waits as running', () => {
    const { document, snapshot } = setUp()
    const takes = [makeTake(1), makeTake(2, { state: 'intended' })]
    const queue = { ...snapshot.queue, waiting: ['take-2'] }
    document.receive({ ...snapshot, queue, shots: [makeShot('SH010', { takes })] })
    expect(document.runningCount).toBe(1)
    expect(document.waiting.map((take) => take.id)).toEqual(['take-2'])
  })

  it('counts what is running, and a parked take is not', () => {
    const { document, snapshot } = setUp()
    expect(document.runningCount).toBe(1)
    const takes = [makeTake(1, { state: 'parked' }), makeTake(2), makeArrived(3)]
    document.receive({ ...snapshot, shots: [makeShot('SH010', { takes })] })
    expect(document.runningCount).toBe(1)
  })
})

describe('what is looked at', () => {
  const shots = [makeShot('SH010', { takes: [makeTake(1), makeTake(3), makeTake(2)] }), makeShot('SH020')]

  it('falls back to the first shot and the newest take', () => {
    expect(chooseShot(shots, 'SH999')?.name).toBe('SH010')
    expect(chooseTake(shots[0], 'gone')?.number).toBe(3)
    expect(chooseTake(shots[1], 'take-1')).toBeUndefined()
    expect(chooseShot([], 'SH010')).toBeUndefined()
  })
})
