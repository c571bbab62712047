// Several takes asked for in one go: each its own, priced together, and never the same twice by mistake.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catchFailure } from '../../support/catch-failure'
import { openPipelineBench, type PipelineBench } from '../../support/pipeline-bench'

let bench: PipelineBench
beforeEach(async () => {
  bench = await openPipelineBench()
})
afterEach(() => bench.remove())

const DRAFT = { tier: '360p', range: 'sdr' } as const

describe('variations', () => {
  it('are takes of their own: own ids, own numbers, own lines in the ledger', async () => {
    const takes = await bench.intend({ count: 3 })
    expect(takes.map((take) => take.number)).toEqual([1, 2, 3])
    expect(new Set(takes.map((take) => take.request['taskUUID']))).toEqual(new Set(takes.map(({ id }) => id)))
    expect(new Set(takes.map(({ id }) => id)).size).toBe(3)
    for (const take of takes) expect(await bench.store.historyOf(take.id)).toHaveLength(1)
  })

  it('that together pass the budget are not recorded, those that wait included', async () => {
    const shot = { ...bench.store.shot('SH010'), ...DRAFT, prompt: 'P' }
    await bench.store.editProject((project) => ({ ...project, budgetUsd: 0.2 }))
    await bench.intend({ origin: 'bought', shot })
    const order = { origin: 'bought', shot, count: 3, isRepeatMeant: true } as const
    expect(await catchFailure(() => bench.intend(order))).toMatchObject({
      code: 'budget-passed',
      details: { priceUsd: 0.18, leftUsd: 0.14 },
    })
    expect(bench.store.takes()).toHaveLength(1)
    await bench.intend({ ...order, count: 2 })
    expect(bench.store.takes()).toHaveLength(3)
  })
})

describe('the same again within a day', () => {
  it('asks with the take it repeats and the price, and records nothing', async () => {
    await bench.intend({ origin: 'bought' })
    expect(await catchFailure(() => bench.intend({ origin: 'bought', count: 2 }))).toMatchObject({
      code: 'repeats-take',
      details: { take: 'v001', sumUsd: 1.8 },
    })
    expect(bench.store.takes()).toHaveLength(1)
  })

  it('is bought when it is meant, and practice never asks', async () => {
    await bench.intend({ origin: 'bought' })
    await bench.intend({ origin: 'bought', isRepeatMeant: true })
    await bench.intend()
    await bench.intend()
    expect(bench.store.takes()).toHaveLength(4)
  })

  it('is no repeat once the first was withdrawn', async () => {
    const [first] = await bench.intend({ origin: 'bought' })
    await bench.pipeline.withdraw(first?.id ?? '')
    expect(await bench.intend({ origin: 'bought' })).toHaveLength(1)
  })
})
