// The render worker's entry: speaks worker-protocol with the service and lets render-clip do the work.
import { parentPort, workerData } from 'node:worker_threads'
import { renderClip } from './render-clip'
import type { FromWorker, ToWorker, WorkerOrder } from './worker-protocol'

// Frames that may wait at the encoder: enough that neither side idles, few enough to stay small in memory.
const FRAMES_AHEAD = 2

const port = parentPort
if (port === null) throw new Error('practice-worker is started as a worker')

let allowance = FRAMES_AHEAD
let onAllowed: (() => void) | undefined
const stillWaiters = new Map<number, (rgb: Uint8Array) => void>()

port.on('message', (message: ToWorker) => {
  if (message.type === 'still') {
    stillWaiters.get(message.index)?.(message.rgb)
    stillWaiters.delete(message.index)
    return
  }
  allowance++
  onAllowed?.()
})

const say = (message: FromWorker, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)

const work = renderClip(workerData as WorkerOrder, {
  readStill: (index) =>
    new Promise((resolve) => {
      stillWaiters.set(index, resolve)
      say({ type: 'still-wanted', index })
    }),
  async writeFrame(data) {
    if (allowance === 0) await new Promise<void>((resolve) => (onAllowed = resolve))
    onAllowed = undefined
    allowance--
    say({ type: 'frame', data }, [data.buffer as ArrayBuffer])
  },
})

work.then(
  () => {
    say({ type: 'done' })
    port.close()
  },
  (error: unknown) => {
    // Thrown outside of any promise, it reaches the service as the worker's error event.
    setImmediate(() => {
      throw error
    })
  },
)
