// What is removed, and when: results older than a day, and the oldest beyond about four gigabytes.
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job, JobEnd } from './job-store'

export const RESULT_AGE_MAX_MS = 24 * 60 * 60 * 1000
export const RESULT_BYTES_MAX = 4e9

export interface FinishedResult {
  job: Job
  end: JobEnd
  bytes: number
}

/** Which finished results go: all that are too old, then the oldest until the rest fits. */
export function toExpire(results: readonly FinishedResult[], now: number, bytesMax: number): Job[] {
  const newestFirst = results
    .filter(({ end }) => end.status === 'success')
    .toSorted((a, b) => Date.parse(b.end.endedAt) - Date.parse(a.end.endedAt))
  let bytes = 0
  return newestFirst
    .filter((result) => {
      if (now - Date.parse(result.end.endedAt) > RESULT_AGE_MAX_MS) return true
      bytes += result.bytes
      return bytes > bytesMax
    })
    .map(({ job }) => job)
}

export function resultNames(job: Job): { uuid: string; name: string }[] {
  const video = { uuid: job.videoUuid, name: `${job.videoUuid}.mp4` }
  return job.archiveUuid === null
    ? [video]
    : [video, { uuid: job.archiveUuid, name: `${job.archiveUuid}.zip` }]
}

export async function resultBytes(folder: string, job: Job): Promise<number> {
  const sizes = resultNames(job).map(async ({ uuid, name }) => {
    const found = await stat(join(folder, uuid, name)).catch(() => null)
    return found?.size ?? 0
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

export async function removeResult(folder: string, job: Job): Promise<void> {
  for (const { uuid } of resultNames(job)) await rm(join(folder, uuid), { recursive: true, force: true })
}
