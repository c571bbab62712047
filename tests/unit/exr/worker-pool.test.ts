import { describe, expect, it } from 'vitest'
import { ExrError } from '#shared/exr/exr-error'
import { answerQuestions } from '#shared/exr/worker-answers'
import { createWorkerPool, type WorkerPool } from '#shared/exr/worker-pool'

interface Bench {
  pool: WorkerPool<string, string>
  started: string[]
  opened: () => number
  closed: () => number
  finish(question: string): Promise<void>
  lose(question: string): void
}

/** Workers in the same thread that finish when the test says; messages are cloned as between threads. */
function bench(size: number, mostWaiting = 8): Bench {
  const started: string[] = []
  const done = new Map<string, () => void>()
  const lines = new Map<string, (reason: unknown) => void>()
  let opened = 0
  let closed = 0
  const pool = createWorkerPool<string, string>({
    size,
    mostWaiting,
    open(onMessage, onLost) {
      opened += 1
      let hear: (message: unknown) => void = () => undefined
      answerQuestions<string>(
        {
          listen: (listener) => (hear = listener),
          send: (message, transfer) => onMessage(structuredClone(message, { transfer: [...transfer] })),
        },
        async (question) => {
          started.push(question)
          lines.set(question, onLost)
          await new Promise<void>((resolve) => done.set(question, resolve))
          if (question === 'bad') throw new ExrError('bad-channels', 17, 'No channels.')
          if (question === 'odd') throw Object.assign(new Error('What is this?'), { code: 'EISDIR' })
          return { value: question.toUpperCase() }
        },
      )
      return {
        send: (message, transfer) => hear(structuredClone(message, { transfer: [...transfer] })),
        close: () => (closed += 1),
      }
    },
  })
  return {
    pool,
    started,
    opened: () => opened,
    closed: () => closed,
    async finish(question) {
      done.get(question)?.()
      await new Promise((resolve) => setImmediate(resolve))
    },
    lose: (question) => lines.get(question)?.('out of memory'),
  }
}

describe('a pool of workers', () => {
  it('starts no more workers than it may, and none before it is asked', async () => {
    const { pool, started, opened, finish } = bench(2)
    expect(opened()).toBe(0)
    const answers = ['a', 'b', 'c'].map((question) => pool.ask(question))
    expect([opened(), started]).toEqual([2, ['a', 'b']])
    await finish('b')
    expect(started).toEqual(['a', 'b', 'c'])
    await finish('a')
    await finish('c')
    expect(await Promise.all(answers)).toEqual(['A', 'B', 'C'])
    expect(opened()).toBe(2)
  })

  it('refuses what its queue cannot hold, and keeps the rest', async () => {
    const { pool, finish } = bench(1, 1)
    const first = pool.ask('a')
    const second = pool.ask('b')
    await expect(pool.ask('c')).rejects.toMatchObject({ code: 'queue-full' })
    await finish('a')
    await finish('b')
    expect([await first, await second]).toEqual(['A', 'B'])
  })

  it('lets go of a waiting question that is taken back: no worker ever sees it', async () => {
    const { pool, started, finish } = bench(1)
    const first = pool.ask('a')
    const stop = new AbortController()
    const second = pool.ask('b', { signal: stop.signal })
    stop.abort(new DOMException('Enough.', 'AbortError'))
    await expect(second).rejects.toThrow('Enough.')
    const third = pool.ask('c')
    await finish('a')
    await finish('c')
    expect([await first, await third]).toEqual(['A', 'C'])
    expect(started).toEqual(['a', 'c'])
  })

  it('lets go at once of a running one; its worker takes the next when it is done', async () => {
    const { pool, started, opened, finish } = bench(1)
    const stop = new AbortController()
    const first = pool.ask('a', { signal: stop.signal })
    const second = pool.ask('b')
    stop.abort(new DOMException('Enough.', 'AbortError'))
    await expect(first).rejects.toThrow('Enough.')
    expect(started).toEqual(['a'])
    await finish('a')
    await finish('b')
    expect(await second).toBe('B')
    expect(opened()).toBe(1)
    await expect(pool.ask('x', { signal: stop.signal })).rejects.toThrow('Enough.')
  })

  it('gives a worker’s error with its code and place, and any other with its words', async () => {
    const { pool, finish } = bench(2)
    const bad = expect(pool.ask('bad')).rejects.toMatchObject({
      name: 'ExrError',
      code: 'bad-channels',
      byteOffset: 17,
    })
    const odd = expect(pool.ask('odd')).rejects.toMatchObject({ message: 'What is this?', code: 'EISDIR' })
    await finish('bad')
    await finish('odd')
    await Promise.all([bad, odd])
  })

  it('replaces a worker that is lost; only the question it was at fails', async () => {
    const { pool, opened, finish, lose } = bench(1)
    const first = expect(pool.ask('a')).rejects.toMatchObject({ code: 'worker-lost' })
    const second = pool.ask('b')
    lose('a')
    await first
    await finish('b')
    expect(await second).toBe('B')
    expect(opened()).toBe(2)
  })

  it('takes a buffer over, and a question that cannot be sent fails alone', async () => {
    const { pool, finish } = bench(1)
    const buffer = new ArrayBuffer(8)
    const first = pool.ask('a', { transfer: [buffer] })
    expect(buffer.byteLength).toBe(0)
    const twice = new ArrayBuffer(8)
    const second = expect(pool.ask('b', { transfer: [twice, twice] })).rejects.toThrow()
    await finish('a')
    expect(await first).toBe('A')
    await second
    const third = pool.ask('c')
    await finish('c')
    expect(await third).toBe('C')
  })

  it('ends: workers are closed, whoever waits is told, and nothing more is taken', async () => {
    const { pool, closed } = bench(1)
    const both = ['a', 'b'].map((question) =>
      expect(pool.ask(question)).rejects.toMatchObject({ code: 'closed' }),
    )
    await pool.close()
    await Promise.all(both)
    await expect(pool.ask('c')).rejects.toMatchObject({ code: 'closed' })
    expect(closed()).toBe(1)
  })
})
