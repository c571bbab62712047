// Waiting takes over a real project on disk: sent in order, so many at once, held and let go, and found again.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { openPipelineBench, type PipelineBench } from '../../support/pipeline-bench'

let bench: PipelineBench
beforeEach(async () => {
  bench = await openPipelineBench()
})
afterEach(() => bench.remove())

async function intend(count: number): Promise<string[]> {
  return (await bench.intend({ count })).map((take) => take.id)
}

async function letRest(id: string | undefined): Promise<void> {
  bench.letGo(id ?? '')
  await bench.pipeline.rested(id ?? '')
}

describe('waiting takes', () => {
  it('are sent in order, two at once, the next when one rests', async () => {
    const [a, b, c, d] = await intend(4)
    bench.pipeline.sendWaiting()
    await expect.poll(() => bench.posted).toEqual([a, b])
    expect(bench.pipeline.queue.view().waiting).toEqual([c, d])
    await letRest(b)
    await expect.poll(() => bench.posted).toEqual([a, b, c])
    expect(bench.pipeline.underWay()).toBe(2)
  })

  it('are sent four at once when the artist wants four', async () => {
    const ids = await intend(5)
    await bench.pipeline.queue.setAtOnce(4)
    bench.pipeline.sendWaiting()
    await expect.poll(() => bench.posted).toEqual(ids.slice(0, 4))
  })

  it('wait while paused, and what is with the service goes on to its rest', async () => {
    const [a, b, c] = await intend(3)
    bench.pipeline.sendWaiting()
    await expect.poll(() => bench.posted).toEqual([a, b])
    await bench.pipeline.queue.setFlow('paused', bench.pipeline.underWay())
    await letRest(a)
    await letRest(b)
    expect(bench.store.take(a ?? '').state).toBe('parked')
    expect(bench.posted).toEqual([a, b])
    await bench.pipeline.queue.setFlow('going', 0)
    bench.pipeline.sendWaiting()
    await expect.poll(() => bench.posted).toEqual([a, b, c])
  })

  it('stop after what is under way: then the queue is paused', async () => {
    const [a, b, c] = await intend(3)
    bench.pipeline.sendWaiting()
    await bench.pipeline.queue.setFlow('stopping', bench.pipeline.underWay())
    await letRest(a)
    expect(bench.pipeline.queue.view()).toMatchObject({ flow: 'stopping', waiting: [c] })
    await letRest(b)
    expect(bench.pipeline.queue.view()).toMatchObject({ flow: 'paused', waiting: [c] })
    expect(bench.posted).toEqual([a, b])
  })

  it('keep their order, their pause and their number at once over a restart', async () => {
    const [a, b, c] = await intend(3)
    await bench.pipeline.queue.setFlow('paused', 0)
    await bench.pipeline.queue.setAtOnce(1)
    await bench.pipeline.queue.move(c ?? '', 0)
    await bench.reopen()
    bench.pipeline.resumeAll()
    expect(bench.pipeline.queue.view()).toEqual({ flow: 'paused', atOnce: 1, holds: [], waiting: [c, a, b] })
    expect(bench.posted).toEqual([])
    expect(bench.settled).toEqual([])
  })

  it('are found again in the ledger’s order when the queue’s file is damaged', async () => {
    const ids = await intend(3)
    await bench.pipeline.queue.move(ids[2] ?? '', 0)
    const file = join(bench.folder, 'queue.json')
    const whole = await readFile(file, 'utf8')
    await writeFile(file, whole.slice(0, whole.length / 2))
    await bench.reopen()
    expect(bench.pipeline.queue.view()).toMatchObject({ flow: 'going', waiting: ids })
  })

  it('are not sent again after a restart once their POST was announced: their fate is asked after', async () => {
    const [a, b] = await intend(2)
    await bench.store.recordPosting(a ?? '')
    await bench.reopen()
    expect(bench.pipeline.queue.view().waiting).toEqual([b])
    bench.pipeline.resumeAll()
    await expect.poll(() => bench.settled).toEqual([false])
    await expect.poll(() => bench.posted).toEqual([b])
  })

  it('can be withdrawn for nothing until they are sent', async () => {
    const [a, b] = await intend(2)
    await bench.pipeline.queue.setAtOnce(1)
    bench.pipeline.sendWaiting()
    expect(await bench.pipeline.withdraw(b ?? '')).toBe(true)
    expect(bench.store.take(b ?? '').state).toBe('withdrawn')
    expect(await bench.pipeline.withdraw(a ?? '')).toBe(false)
    await letRest(a)
    expect(bench.posted).toEqual([a])
  })
})

describe('a refused key', () => {
  it('holds the whole queue once, whoever was refused, and fails no take', async () => {
    bench.answer.submit = async () => {
      throw new Failure('service-key', 'This key is unknown.')
    }
    const ids = await intend(4)
    bench.pipeline.sendWaiting()
    await Promise.all(ids.map((id) => bench.pipeline.rested(id)))
    expect(bench.posted).toHaveLength(2)
    expect(bench.notices).toEqual([])
    expect(bench.pipeline.queue.view()).toEqual({
      flow: 'going',
      atOnce: 2,
      holds: [{ kind: 'key', message: 'This key is unknown.' }],
      waiting: ids,
    })
    expect(new Set(ids.map((id) => bench.store.take(id).state))).toEqual(new Set(['intended']))
  })
})

describe('no line', () => {
  it('holds bought takes and lets practice pass', async () => {
    const [bought] = await bench.intend({ origin: 'bought' })
    const [practice] = await bench.intend()
    bench.pipeline.queue.hold('offline', '')
    bench.pipeline.sendWaiting()
    await expect.poll(() => bench.posted).toEqual([practice?.id])
    bench.pipeline.queue.release('offline')
    bench.pipeline.sendWaiting()
    await expect.poll(() => bench.posted).toEqual([practice?.id, bought?.id])
  })
})
