// Questions to workers and their answers, behind one interface for every kind of worker: as many workers as cores, a
// queue with an end, questions that can be taken back. Knows neither Node nor the DOM; a host opens the lines.
import { ExrError, type ExrErrorCode } from './exr-error'

/** What is needed of an AbortSignal. */
export interface StopSignal {
  readonly aborted: boolean
  readonly reason: unknown
  addEventListener(type: 'abort', listener: () => void): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** One worker as the pool sees it. */
export interface WorkerLine {
  send(message: object, transfer: readonly ArrayBuffer[]): void
  close(): unknown
}

export interface WorkerPoolOptions {
  /** Workers at most; each is started when it is first needed. */
  size: number
  /** Questions that may wait for a worker. */
  mostWaiting: number
  /** Starts a worker. `onLost` is told when it ends by itself, with what is known of why. */
  open(onMessage: (message: unknown) => void, onLost: (reason: unknown) => void): WorkerLine
}

export interface WorkerPool<Question, Answer> {
  readonly size: number
  /**
   * Rejects with what the worker threw (ExrErrors keep code and place), the signal's reason, or a PoolError. A question
   * taken back while a worker is at it is let go at once; the worker takes the next when it is done.
   * What is in `transfer` is the worker's from now on.
   */
  ask(
    question: Question,
    options?: { signal?: StopSignal; transfer?: readonly ArrayBuffer[] },
  ): Promise<Answer>
  /** Ends every worker; whoever still waits is rejected. */
  close(): Promise<void>
}

export class PoolError extends Error {
  readonly code: 'queue-full' | 'worker-lost' | 'closed'

  constructor(code: PoolError['code'], message: string, options?: { cause: unknown }) {
    super(message, options)
    this.name = 'PoolError'
    this.code = code
  }
}

/** On the wire from a worker. */
export type WorkerAnswer =
  | { id: number; isAnswered: true; value: unknown }
  | {
      id: number
      isAnswered: false
      message: string
      exr: { code: ExrErrorCode; byteOffset: number } | null
      /** Of a system's error, as `ENOENT`. */
      systemCode: string | null
    }

interface Asked {
  id: number
  question: unknown
  transfer: readonly ArrayBuffer[]
  answer(value: unknown): void
  fail(error: unknown): void
}

interface Crew {
  line: WorkerLine
  at: Asked | null
}

const toCode = (code: string | null): { code?: string } => (code === null ? {} : { code })

export function createWorkerPool<Question, Answer>({
  size,
  mostWaiting,
  open,
}: WorkerPoolOptions): WorkerPool<Question, Answer> {
  const crews = new Set<Crew>()
  const waiting: Asked[] = []
  let nextId = 0
  let isClosed = false

  function startCrew(): Crew {
    const line = open(
      (message) => take(crew, message as WorkerAnswer),
      (reason) => lose(crew, reason),
    )
    const crew: Crew = { line, at: null }
    crews.add(crew)
    return crew
  }

  function give(crew: Crew, asked: Asked): void {
    crew.at = asked
    try {
      crew.line.send({ id: asked.id, question: asked.question }, asked.transfer)
    } catch (error) {
      // What cannot be sent is the question's fault, not the worker's.
      crew.at = null
      asked.fail(error)
      goOn(crew)
    }
  }

  function goOn(crew: Crew): void {
    const next = waiting.shift()
    if (next) give(crew, next)
  }

  function take(crew: Crew, message: WorkerAnswer): void {
    const asked = crew.at
    if (asked?.id !== message.id) return
    crew.at = null
    if (message.isAnswered) asked.answer(message.value)
    else if (message.exr) asked.fail(new ExrError(message.exr.code, message.exr.byteOffset, message.message))
    else asked.fail(Object.assign(new Error(message.message), toCode(message.systemCode)))
    goOn(crew)
  }

  function lose(crew: Crew, reason: unknown): void {
    if (!crews.delete(crew)) return
    crew.at?.fail(new PoolError('worker-lost', `A worker ended: ${String(reason)}`, { cause: reason }))
    const next = waiting.shift()
    if (next) give(startCrew(), next)
  }

  function place(asked: Asked): void {
    const idle = [...crews].find(({ at }) => at === null)
    if (idle) give(idle, asked)
    else if (crews.size < size) give(startCrew(), asked)
    else if (waiting.length < mostWaiting) waiting.push(asked)
    else asked.fail(new PoolError('queue-full', `${mostWaiting} questions wait already.`))
  }

  return {
    size,
    ask: (question, { signal, transfer = [] } = {}) =>
      new Promise<Answer>((resolve, reject) => {
        const fail = (error: unknown): void => {
          signal?.removeEventListener('abort', onStop)
          reject(error instanceof Error ? error : new Error(String(error), { cause: error }))
        }
        const asked: Asked = {
          id: (nextId += 1),
          question,
          transfer,
          answer(value) {
            signal?.removeEventListener('abort', onStop)
            resolve(value as Answer)
          },
          fail,
        }
        function onStop(): void {
          const at = waiting.indexOf(asked)
          if (at >= 0) waiting.splice(at, 1)
          fail(signal?.reason)
        }
        if (isClosed) fail(new PoolError('closed', 'The workers have ended.'))
        else if (signal?.aborted) fail(signal.reason)
        else {
          signal?.addEventListener('abort', onStop)
          place(asked)
        }
      }),
    async close() {
      isClosed = true
      const ended = [...crews]
      crews.clear()
      const gone = new PoolError('closed', 'The workers have ended.')
      for (const asked of waiting.splice(0)) asked.fail(gone)
      for (const { at } of ended) at?.fail(gone)
      await Promise.all(ended.map(({ line }) => line.close()))
    },
  }
}
