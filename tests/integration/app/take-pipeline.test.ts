// What becomes of a POST, whatever the service says to it.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { centerCrop } from '#shared/domain/crop-moves'
import { Failure } from '#shared/domain/failure'
import { createShot } from '#shared/domain/shot'
import { toVideoTask } from '../../../src-main/features/generation/request'
import type { VideoTask } from '../../../src-main/features/generation/request-schema'
import { openPipelineBench, UPLOADED, type PipelineBench } from '../../support/pipeline-bench'
import { makeTakeRecord } from '../../support/take-records'

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

/** A take as it is intended when its still has gone up. */
async function intendWithStill(frameName: string): Promise<string> {
  const size = { width: 1280, height: 720 }
  const key = { stillId: 's', frame: 0, crop: centerCrop(size, size) }
  const shot = { ...createShot('SH010'), prompt: 'P', range: 'sdr' as const, keyframes: [key] }
  const id = randomUUID()
  const request = toVideoTask(shot, id, [randomUUID()])
  await bench.store.intendTake(makeTakeRecord({ id, request, preparedFrames: [frameName] }))
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
    expect(bench.store.take(id)).toMatchObject({ state: 'intended', failure: { code: 'service-money' } })
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

  it('refused for too many requests waits, longer each time, and is made again', async () => {
    let refusals = 0
    bench.answer.submit = async () => {
      refusals += 1
      if (refusals <= 2) throw new Failure('service-busy', 'Slow down.', { status: 429 })
      return 'accepted'
    }
    const id = await sendOne()
    expect(bench.clock.pauses).toEqual([2_000, 4_000])
    expect((await bench.store.historyOf(id)).map(({ event }) => event)).toEqual([
      ...['intended', 'posting', 'refused', 'posting', 'refused', 'posting', 'state', 'state', 'state'],
    ])
  })

  it('is announced on the disk before it leaves', async () => {
    let announced: string[] = []
    bench.answer.submit = async (task) => {
      announced = (await bench.store.historyOf(task.taskUUID)).map(({ event }) => event)
      return 'accepted'
    }
    await sendOne()
    expect(announced).toEqual(['intended', 'posting'])
  })

  it('whose pictures are gone is made again with fresh ones, under the same id', async () => {
    const prepared = join(bench.folder, 'shots', 'SH010', 'prepared')
    await mkdir(prepared, { recursive: true })
    await writeFile(join(prepared, 'frame.png'), 'png')
    const asked: VideoTask[] = []
    bench.answer.submit = async (task) => {
      asked.push(task)
      if (asked.length === 1)
        throw new Failure('service-gone', 'Gone.', { providerCode: 'mediaNotFound', status: 400 })
      return 'accepted'
    }
    const id = await intendWithStill('frame.png')
    bench.letGo(id)
    bench.pipeline.sendWaiting()
    await bench.pipeline.rested(id)
    expect(asked.map((task) => [task.taskUUID, task.inputs?.frameImages?.[0]?.image])).toEqual([
      [id, expect.not.stringMatching(UPLOADED)],
      [id, UPLOADED],
    ])
    expect((await bench.store.historyOf(id)).map(({ event }) => event).slice(0, 5)).toEqual([
      ...['intended', 'posting', 'refused', 'amended', 'posting'],
    ])
    expect(bench.store.take(id).request).toMatchObject({ inputs: { frameImages: [{ image: UPLOADED }] } })
  })

  it('whose pictures are gone for good is parked, and can be taken up again', async () => {
    bench.answer.submit = async () => {
      throw new Failure('service-gone', 'Gone.', { providerCode: 'mediaExpired', status: 400 })
    }
    const id = await intendWithStill('lost.png')
    bench.pipeline.sendWaiting()
    await bench.pipeline.rested(id)
    expect(bench.store.take(id)).toMatchObject({ state: 'parked', failure: { code: 'service-gone' } })
    expect(bench.store.isPosted(id)).toBe(false)
    await bench.pipeline.resume(id, true)
    expect(bench.posted).toEqual([id, id])
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
