// EXR files read, checked and decoded beside the main thread: the pool's host for Node's worker threads.
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createWorkerPool, type WorkerPool } from '#shared/exr/worker-pool'
import type { ExrAnswer, ExrQuestion } from './exr-question'

export interface ExrFramesOptions {
  /** The built worker script. */
  workerPath: string
  /** The decoder's compiled module. */
  wasmPath: string
  /** Workers; as many as cores, at most eight, when left out: a frame of 8K takes some hundred megabytes in each. */
  size?: number
}

export interface ExrFrames {
  /** Files that are usefully asked for at once. */
  readonly atOnce: number
  /** Rejects with ExrError for what is in the header, the disk's own errors, or the signal's reason. */
  read(question: ExrQuestion, signal?: AbortSignal): Promise<ExrAnswer>
  /** Ends the workers. */
  close(): Promise<void>
}

const MOST_WORKERS = 8
/** Callers ask for a few more than there are workers; whoever asks for thousands at once is told. */
const MOST_WAITING = 1024

export function createExrFrames({
  workerPath,
  wasmPath,
  size = Math.min(MOST_WORKERS, availableParallelism()),
}: ExrFramesOptions): ExrFrames {
  let starting: Promise<WorkerPool<ExrQuestion, ExrAnswer>> | undefined

  async function start(): Promise<WorkerPool<ExrQuestion, ExrAnswer>> {
    const module = compile(await readFile(wasmPath))
    return createWorkerPool({
      size,
      mostWaiting: MOST_WAITING,
      open(onMessage, onLost) {
        const worker = new Worker(workerPath, { workerData: { module } })
        worker.on('message', onMessage)
        worker.on('error', onLost)
        worker.on('exit', (code) => onLost(`exit code ${code}`))
        return {
          send: (message, transfer) => worker.postMessage(message, [...transfer]),
          close: () => worker.terminate(),
        }
      },
    })
  }

  return {
    // One more than works, so that nobody waits for the main thread.
    atOnce: size + 1,
    async read(question, signal) {
      starting ??= start().catch((error: unknown) => {
        starting = undefined
        throw error
      })
      const pool = await starting
      return await pool.ask(question, { signal })
    },
    async close() {
      const pool = await starting?.catch(() => undefined)
      starting = undefined
      await pool?.close()
    },
  }
}

/** Node has WebAssembly; its types have it only together with those of a browser. */
function compile(bytes: Uint8Array): object {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: new (bytes: Uint8Array) => object }
  }
  return new WebAssembly.Module(bytes)
}
