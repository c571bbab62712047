// Answers from a shelf: each kind of clip is rendered once, kept in a folder, and handed out again for every later
// task of the same kind. For rehearsals in which the pictures do not matter and the waiting does.
import { constants } from 'node:fs'
import { copyFile, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { renameDurably, syncFile } from '../../disk/durable'
import type { Job } from './job-store'
import type { renderJob } from './render-job'

export type Render = typeof renderJob

/** Like `render`, but for clips the folder holds already. */
export function replayFrom(folder: string, render: Render): Render {
  return async (job, options, signal, onProgress) => {
    const results = resultsOf(job, options.resultFolder)
    const name = kindOf(job)
    const shelf = results.map((result) => join(folder, `${name}${result.ending}`))
    const isKept = (await Promise.all(shelf.map(isThere))).every(Boolean)
    if (!isKept) {
      await render(job, options, signal, onProgress)
      await mkdir(folder, { recursive: true })
      for (const [index, { path }] of results.entries()) await copyWhole(path, shelf[index] ?? '')
      return
    }
    signal.throwIfAborted()
    for (const [index, result] of results.entries()) {
      await mkdir(result.folder, { recursive: true })
      await copyWhole(shelf[index] ?? '', result.path)
    }
  }
}

/** What makes two clips interchangeable here: their form, not their picture. */
function kindOf({ plan }: Job): string {
  const { width, height, range, frames, isLoop } = plan
  return `${width}x${height}-${range}-${frames}${isLoop ? '-loop' : ''}`
}

function resultsOf(job: Job, resultFolder: (uuid: string) => string) {
  const one = (uuid: string, ending: string) => {
    const folder = resultFolder(uuid)
    return { folder, ending, path: join(folder, `${uuid}${ending}`) }
  }
  const video = one(job.videoUuid, '.mp4')
  return job.archiveUuid === null ? [video] : [video, one(job.archiveUuid, '.zip')]
}

/** Under its own name only when it is whole. */
async function copyWhole(from: string, to: string): Promise<void> {
  const temporary = `${to}.tmp`
  await copyFile(from, temporary, constants.COPYFILE_FICLONE)
  await syncFile(temporary)
  await renameDurably(temporary, to)
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isFile(),
    () => false,
  )
}
