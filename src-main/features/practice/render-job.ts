// Renders one job: a worker makes the frames and the archive, ffmpeg makes the MP4 beside it. The main thread only
// hands buffers on.
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { syncFile, syncFolder } from '../../disk/durable'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import { toMp4Job } from './encode-mp4'
import type { Job } from './job-store'
import type { RenderPlan } from './render-plan'
import type { FromWorker, ToWorker, WorkerOrder } from './worker-protocol'

export interface RenderJobOptions {
  run: RunFfmpeg
  /** The built worker script. */
  workerPath: string
  readPixels(mediaUuid: string, width: number, height: number): Promise<Uint8Array>
  /** Where a result's file goes: one folder per id. */
  resultFolder(uuid: string): string
  workFolder: string
}

/** Resolves when all results are in place and on the disk. `onProgress` hears 0…1. */
export async function renderJob(
  job: Job,
  options: RenderJobOptions,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<void> {
  const { workFolder } = options
  await rm(workFolder, { recursive: true, force: true })
  await mkdir(workFolder, { recursive: true })
  const archive =
    job.archiveUuid === null
      ? null
      : { path: join(workFolder, `${job.archiveUuid}.zip`), folderName: job.archiveUuid }
  const video = join(workFolder, `${job.videoUuid}.mp4`)
  const isHdr = job.plan.range !== 'sdr'
  const order: WorkerOrder = { scene: job.plan, isHdr, keyframes: job.plan.keyframes, archive }

  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  const frames = startWorker(order, job.plan, options, either)
  const encoding = options.run(toMp4Job({ ...job.plan, isHdr }, frames.stream, video), {
    signal: either,
    onProgress: ({ done }) => onProgress(Math.min(0.99, done / job.plan.frames)),
  })
  // Whichever of the two fails first stops the other; the first fault is the one told.
  const parts = [frames.done, encoding].map((part) =>
    part.catch((error: unknown) => {
      stop.abort(error)
      throw error
    }),
  )
  const ends = await Promise.allSettled(parts)
  signal.throwIfAborted()
  if (stop.signal.aborted) throw stop.signal.reason
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason

  await publish(video, options.resultFolder(job.videoUuid), `${job.videoUuid}.mp4`)
  if (archive && job.archiveUuid !== null)
    await publish(archive.path, options.resultFolder(job.archiveUuid), `${job.archiveUuid}.zip`)
}

async function publish(from: string, folder: string, name: string): Promise<void> {
  await syncFile(from)
  await mkdir(folder, { recursive: true })
  await rename(from, join(folder, name))
  await syncFolder(folder)
}

function startWorker(
  order: WorkerOrder,
  plan: RenderPlan,
  options: RenderJobOptions,
  signal: AbortSignal,
): { stream: Readable; done: Promise<void> } {
  const worker = new Worker(options.workerPath, { workerData: order, name: 'practice render' })
  const say = (message: ToWorker, transfer: ArrayBuffer[] = []): void => worker.postMessage(message, transfer)
  const frameBytes = plan.width * plan.height * 3 * (order.isHdr ? 2 : 1)
  const stream = new Readable({
    highWaterMark: frameBytes,
    read: () => say({ type: 'frame-wanted' }),
    destroy(error, done) {
      void worker.terminate()
      done(error)
    },
  })
  const sendStill = async (index: number): Promise<void> => {
    const mediaUuid = plan.keyframes[index]?.mediaUuid ?? ''
    const rgb = await options.readPixels(mediaUuid, plan.width, plan.height)
    say({ type: 'still', index, rgb })
  }
  const done = new Promise<void>((resolve, reject) => {
    const onAbort = (): void => {
      stream.destroy()
      void worker.terminate()
      reject(signal.reason)
    }
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'frame') stream.push(message.data)
      else if (message.type === 'still-wanted') sendStill(message.index).catch(reject)
      else {
        stream.push(null)
        resolve()
      }
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', onAbort)
      reject(new Error(`The render worker ended early (${code}).`))
    })
    signal.addEventListener('abort', onAbort, { once: true })
    if (signal.aborted) onAbort()
  })
  return { stream, done }
}
