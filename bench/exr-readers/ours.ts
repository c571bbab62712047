// Our reader: by itself on this thread, and in the workers of a pool as a window has them, whose frames cross as
// buffers that are handed back and forth.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import process from 'node:process'
import { Worker, workerData, type MessagePort } from 'node:worker_threads'
import { createExrDecoder, type ExrWasmModule } from '#shared/exr/decode'
import { answerQuestions } from '#shared/exr/worker-answers'
import { createWorkerPool } from '#shared/exr/worker-pool'
import { HEIGHT, WIDTH } from './scene'

const SAMPLES = WIDTH * HEIGHT * 4

interface Question {
  path: string
  into: ArrayBuffer
}

export function loadModule(): ExrWasmModule {
  return new WebAssembly.Module(readFileSync(resolve(process.argv[1] ?? '', '../../wasm/exr.wasm')))
}

/** CPU milliseconds of each read, from the file to RGBA halves; the compiler's own threads are counted. */
export function readAlone(module: ExrWasmModule): (path: string, runs: number) => number[] {
  const decoder = createExrDecoder({ module })
  const into = new Uint16Array(SAMPLES)
  return (path, runs) =>
    Array.from({ length: runs }, () => {
      const start = process.cpuUsage()
      decoder.decode(readFileSync(path), { output: 'rgba-half', into })
      const { user, system } = process.cpuUsage(start)
      return (user + system) / 1000
    })
}

/** Frames in a second of wall time from `size` workers. */
export async function readInWorkers(module: ExrWasmModule, size: number, path: string): Promise<number> {
  const pool = createWorkerPool<Question, ArrayBuffer>({
    size,
    mostWaiting: 2 * size,
    open(onMessage, onLost) {
      const worker = new Worker(process.argv[1] ?? '', { workerData: { module } })
      worker.on('message', onMessage)
      worker.on('error', onLost)
      return {
        send: (message, transfer) => worker.postMessage(message, [...transfer]),
        close: () => worker.terminate(),
      }
    },
  })
  const readMany = async (frames: number): Promise<void> => {
    // Two buffers a worker: one is filled while the other is shown.
    await Promise.all(
      Array.from({ length: 2 * size }, async () => {
        let into = new ArrayBuffer(SAMPLES * 2)
        for (let frame = 0; frame < frames / (2 * size); frame += 1) {
          into = await pool.ask({ path, into }, { transfer: [into] })
        }
      }),
    )
  }
  await readMany(12 * size)
  const frames = 40 * size
  const start = performance.now()
  await readMany(frames)
  const seconds = (performance.now() - start) / 1000
  await pool.close()
  return frames / seconds
}

/** The worker's side. */
export function answerAsWorker(port: MessagePort): void {
  const decoder = createExrDecoder({ module: (workerData as { module: ExrWasmModule }).module })
  answerQuestions<Question>(
    {
      listen: (onMessage) => port.on('message', onMessage),
      send: (message, transfer) => port.postMessage(message, [...transfer]),
    },
    ({ path, into }) => {
      decoder.decode(readFileSync(path), { output: 'rgba-half', into: new Uint16Array(into) })
      return Promise.resolve({ value: into, transfer: [into] })
    },
  )
}
