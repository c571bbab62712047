// What becomes of a POST, whatever the service says to it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#shared/domain/failure'
import { openPipelineBench, type PipelineBench } from '../../support/pipeline-bench'

let bench: PipelineBench
beforeEach(async () => {
  bench = await openPipelineBench()
})
afterEach(() => bench.remove())

async function sendOne(): Promise<string> {
  const [take] = await bench.intend()
  const id = take?.id ?? ''
  bench.letGo(id)
  bench.pipeline.sendWaiting()
  await bench.pipeline.rested(id)
  return id
}

describe('a POST', () => {
  it('that is accepted leads to waiting, and to a pause when patience is over', async () => {
    const id = await sendOne()
    expect(bench.store.take(id)).toMatchObject({ state: 'parked', failure: null })
    expect(bench.settled).toEqual([])
    expect(bench.rests).toEqual([id])
  })

  it('refused for money leaves the take waiting, holds the queue, and is sent again when the artist goes on', async () => {
    bench.answer.submit = async () => {
      throw new Failure('service-money', 'No credit.')
    }
    const id = await sendOne()
    expect(bench.store.take(id)).toMatchObject({ state: 'intended', failure: null })
    expect(bench.pipeline.queue.view()).toMatchObject({
      waiting: [id],
      holds: [{ kind: 'money', message: 'No credit.' }],
    })
    bench.answer.submit = async () => 'accepted'
    await bench.pipeline.queue.setFlow('going', 0)
    bench.pipeline.sendWaiting()
    await bench.pipeline.rested(id)
    expect(bench.posted).toEqual([id, id])
    expect(bench.store.take(id).state).toBe('parked')
  })

  it('without an answer is settled at once and parked when nobody knows it', async () => {
    bench.answer.submit = async () => {
      throw new Failure('service-unreachable', 'Cut.')
    }
    const id = await sendOne()
    expect(bench.settled).toEqual([false])
    expect(bench.store.take(id)).toMatchObject({ state: 'parked', failure: { code: 'fate-unknown' } })
    expect(bench.notices).toHaveLength(1)
    await bench.pipeline.resume(id, true)
    expect(bench.settled).toEqual([false, true])
  })

  it('refused for what it says ends the take', async () => {
    bench.answer.submit = async () => {
      throw new Failure('service-input', 'Bad width.')
    }
    const id = await sendOne()
    expect(bench.store.take(id)).toMatchObject({ state: 'failed', failure: { code: 'service-input' } })
    await bench.pipeline.resume(id, true)
    expect(bench.store.take(id).state).toBe('failed')
    expect(bench.settled).toEqual([])
  })
})
