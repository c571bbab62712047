// EXR frames decoded beside the window's own thread: the pool's host for web workers. Decoded pixels are transferred,
// and buffers that are given back are written into again.
import { isFailure, Failure } from '#shared/domain/failure'
import { isExrError } from '#shared/exr/exr-error'
import type { ExrWasmModule } from '#shared/exr/decode'
import { createWorkerPool, PoolError, type WorkerPool } from '#shared/exr/worker-pool'
import type { FrameQuestion, PictureFrame } from './frame-question'

export interface FrameDecoders {
  /**
   * Rejects with the signal's reason, or a Failure: `exr-damaged` and `exr-unreadable` for what is in the file,
   * `internal` for the rest.
   */
  decode(url: string, signal?: AbortSignal): Promise<PictureFrame>
  /** The frame is not looked at any more: its buffer serves another. Its pixels are undefined from now on. */
  giveBack(frame: PictureFrame): void
  close(): Promise<void>
}

/** What is needed of a Worker. */
export type FrameWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>

interface Options {
  startWorker(): FrameWorker
  /** The decoder's compiled module; asked for once, and again after a failure. */
  loadModule(): Promise<ExrWasmModule>
  /** Logical cores of this machine. */
  cores: number
}

/** An 8K frame takes some hundred megabytes in each worker. */
const MOST_WORKERS = 8
/** Only the newest wishes matter to an eye. */
const MOST_WAITING = 16
const MOST_SPARES = 3

export function createFrameDecoders({ startWorker, loadModule, cores }: Options): FrameDecoders {
  let starting: Promise<WorkerPool<FrameQuestion, PictureFrame>> | undefined
  const spares: ArrayBuffer[] = []

  async function start(): Promise<WorkerPool<FrameQuestion, PictureFrame>> {
    const module = await loadModule()
    return createWorkerPool({
      size: Math.max(1, Math.min(MOST_WORKERS, cores)),
      mostWaiting: MOST_WAITING,
      open(onMessage, onLost) {
        const worker = startWorker()
        worker.onmessage = ({ data }) => onMessage(data)
        worker.onerror = (event) => {
          worker.terminate()
          onLost(event.message)
        }
        worker.postMessage(module)
        return {
          send: (message, transfer) => worker.postMessage(message, [...transfer]),
          close: () => worker.terminate(),
        }
      },
    })
  }

  return {
    async decode(url, signal) {
      try {
        starting ??= start()
        const pool = await starting
        signal?.throwIfAborted()
        const spare = spares.pop() ?? null
        return await pool.ask({ url, spare }, { signal, transfer: spare ? [spare] : [] })
      } catch (error) {
        if (signal?.aborted) throw signal.reason
        throw toFailure(error)
      }
    },
    giveBack({ halves }) {
      if (spares.length < MOST_SPARES && halves.buffer.byteLength > 0) spares.push(halves.buffer)
    },
    async close() {
      const pool = await starting?.catch(() => undefined)
      starting = undefined
      spares.length = 0
      await pool?.close()
    },
  }
}

function toFailure(error: unknown): Failure {
  if (isFailure(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  if (isExrError(error)) {
    const isDamage = error.code === 'bad-chunk' || error.code === 'bad-data'
    const code = isDamage || error.code === 'needs-more-bytes' ? 'exr-damaged' : 'exr-unreadable'
    return new Failure(code, message, { byteOffset: error.byteOffset }, { cause: error })
  }
  const code = error instanceof PoolError ? 'internal' : 'exr-unreadable'
  return new Failure(code, message, {}, { cause: error })
}
