// Jobs from acceptance to their end, one rendering at a time. Holds what the disk holds: after a restart the
// unfinished ones are simply taken up again.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import type { Clock } from '../../ports/clock'
import type { RunFfmpeg } from '../../ports/ffmpeg'
import { removeResult, RESULT_AGE_MAX_MS, RESULT_BYTES_MAX, resultBytes, toExpire } from './housekeeping'
import { createJobStore, type Job, type JobEnd, type KeptJob } from './job-store'
import type { MediaStore } from './media-store'
import type { Render } from './replay'

export interface JobView {
  job: Job
  end: JobEnd | null
  /** 0…1. */
  progress: number
}

export interface JobQueue {
  /** Reads the disk, removes what is old, and goes on with what is unfinished. */
  open(): Promise<void>
  find(taskUuid: string): JobView | undefined
  /** Claims an id at once, before anything is on the disk; false when it is taken. */
  claim(taskUuid: string): boolean
  /** Gives a claimed id back: the task was refused. */
  release(taskUuid: string): void
  /** Takes a claimed job in; it is on the disk when this resolves. */
  add(job: Omit<Job, 'order'>): Promise<void>
  /** Stops rendering; nothing is lost. */
  close(): Promise<void>
}

export interface JobQueueOptions {
  folder: string
  /** Holds the results, one folder per id. */
  resultsFolder: string
  run: RunFfmpeg
  workerPath: string
  render: Render
  clock: Clock
  media: MediaStore
  log: (line: string) => void
}

export function createJobQueue(options: JobQueueOptions): JobQueue {
  const { folder, resultsFolder, clock, media, log } = options
  const store = createJobStore(folder)
  const jobs = new Map<string, KeptJob & { progress: number }>()
  const claimed = new Set<string>()
  const stopped = new AbortController()
  let nextOrder = 0
  let working: Promise<void> | null = null

  const finish = async (taskUuid: string, end: JobEnd): Promise<void> => {
    await store.finish(taskUuid, end)
    const kept = jobs.get(taskUuid)
    if (kept) kept.end = end
  }
  const endedAt = (): string => new Date(clock.now()).toISOString()

  const renderNext = async (): Promise<void> => {
    for (;;) {
      const next = [...jobs.values()].find(({ end }) => end === null)
      if (!next || stopped.signal.aborted) return
      const { job } = next
      try {
        await options.render(
          job,
          {
            run: options.run,
            workerPath: options.workerPath,
            readPixels: media.readPixels,
            resultFolder: (uuid) => join(resultsFolder, uuid),
            workFolder: store.workFolder(job.taskUuid),
          },
          stopped.signal,
          (share) => (next.progress = share),
        )
        await finish(job.taskUuid, { status: 'success', endedAt: endedAt() })
        await sweep()
      } catch (error) {
        if (stopped.signal.aborted) return
        log(`practice: ${job.taskUuid} failed: ${String(error)}`)
        const end = {
          status: 'error',
          endedAt: endedAt(),
          code: 'inferenceError',
          message: reason(error),
        } as const
        await finish(job.taskUuid, end).catch((fault: unknown) => {
          // The disk cannot hold the verdict: it is kept in memory and the job is tried again after a restart.
          log(`practice: ${job.taskUuid} cannot be closed: ${String(fault)}`)
          next.end = end
        })
      }
    }
  }
  const work = (): void => {
    working ??= renderNext().finally(() => {
      working = null
      if (!stopped.signal.aborted && [...jobs.values()].some(({ end }) => end === null)) work()
    })
  }

  const sweep = async (): Promise<void> => {
    const finished = [...jobs.values()].flatMap(({ job, end }) => (end ? [{ job, end }] : []))
    const results = await Promise.all(
      finished.map(async (result) => ({ ...result, bytes: await resultBytes(resultsFolder, result.job) })),
    )
    for (const job of toExpire(results, clock.now(), RESULT_BYTES_MAX)) {
      await removeResult(resultsFolder, job)
      await finish(job.taskUuid, { status: 'expired', endedAt: endedAt() })
    }
  }

  return {
    async open() {
      await mkdir(resultsFolder, { recursive: true })
      for (const kept of await store.load(log)) {
        jobs.set(kept.job.taskUuid, { ...kept, progress: 0 })
        nextOrder = Math.max(nextOrder, kept.job.order + 1)
      }
      await sweep()
      const needed = new Set(
        [...jobs.values()]
          .filter(({ end }) => end === null)
          .flatMap(({ job }) => job.plan.keyframes.map(({ mediaUuid }) => mediaUuid)),
      )
      await media.removeOlderThan(clock.now() - RESULT_AGE_MAX_MS, (mediaUuid) => needed.has(mediaUuid))
      work()
    },
    find: (taskUuid) => jobs.get(taskUuid),
    claim(taskUuid) {
      if (jobs.has(taskUuid) || claimed.has(taskUuid)) return false
      claimed.add(taskUuid)
      return true
    },
    release: (taskUuid) => void claimed.delete(taskUuid),
    async add(accepted) {
      const job: Job = { ...accepted, order: nextOrder++ }
      await store.add(job)
      jobs.set(job.taskUuid, { job, end: null, progress: 0 })
      claimed.delete(job.taskUuid)
      work()
    },
    async close() {
      stopped.abort(new Error('The practice service is closing.'))
      await working
    },
  }
}

function reason(error: unknown): string {
  return isFailure(error) ? error.message : 'The practice render failed.'
}
