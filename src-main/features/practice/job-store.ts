// Accepted jobs on disk: what was asked, in which order, and how it ended. A job is on the disk before anyone is
// told it was accepted, and is found again after a crash.
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeJsonDurably } from '../../disk/durable'
import { renderPlanSchema } from './render-plan'

const jobSchema = z.object({
  version: z.literal(1),
  /** Jobs are rendered in this order. */
  order: z.number().int().nonnegative(),
  taskUuid: z.string(),
  acceptedAt: z.string(),
  /** The task as it came, pictures as ids of the media store. */
  request: z.record(z.string(), z.unknown()),
  plan: renderPlanSchema,
  /** What it would cost; told only when the task asks for it. Nothing is ever billed. */
  priceUsd: z.number(),
  videoUuid: z.string(),
  archiveUuid: z.string().nullable(),
})
export type Job = z.infer<typeof jobSchema>

const jobEndSchema = z.discriminatedUnion('status', [
  z.object({ status: z.literal('success'), endedAt: z.string() }),
  z.object({ status: z.literal('error'), endedAt: z.string(), code: z.string(), message: z.string() }),
  /** The result was removed; the record stays, so that the same id is never rendered as something new. */
  z.object({ status: z.literal('expired'), endedAt: z.string() }),
])
export type JobEnd = z.infer<typeof jobEndSchema>

export interface KeptJob {
  job: Job
  /** Null while it is waiting or being rendered. */
  end: JobEnd | null
}

export interface JobStore {
  /** In their order. Folders that cannot be read are named to `log` and left alone. */
  load(log: (line: string) => void): Promise<KeptJob[]>
  add(job: Job): Promise<void>
  finish(taskUuid: string, end: JobEnd): Promise<void>
  /** A scratch folder of this job; emptied when the job ends. */
  workFolder(taskUuid: string): string
}

export function createJobStore(folder: string): JobStore {
  const pathOf = (taskUuid: string, ...rest: string[]): string => join(folder, taskUuid, ...rest)
  return {
    async load(log) {
      const jobs: KeptJob[] = []
      for (const name of await readdir(folder).catch(() => [])) {
        try {
          const job = jobSchema.parse(await readJson(pathOf(name, 'job.json')))
          const ended = await readJson(pathOf(name, 'end.json')).catch(() => null)
          jobs.push({ job, end: ended === null ? null : jobEndSchema.parse(ended) })
        } catch (error) {
          log(`practice: job ${name} cannot be read: ${String(error)}`)
        }
      }
      return jobs.sort((a, b) => a.job.order - b.job.order)
    },
    add: (job) => writeJsonDurably(pathOf(job.taskUuid, 'job.json'), job),
    async finish(taskUuid, end) {
      await writeJsonDurably(pathOf(taskUuid, 'end.json'), end)
      await rm(pathOf(taskUuid, 'work'), { recursive: true, force: true })
    },
    workFolder: (taskUuid) => pathOf(taskUuid, 'work'),
  }
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, 'utf8'))
}
