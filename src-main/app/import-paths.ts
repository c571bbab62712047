// Files into a shot: each is checked, shown small, copied and pinned, in the order given; the next ones are read
// while one is written. One bad file never stops the others and leaves nothing behind.
import { join } from 'node:path'
import type { CallHandlers } from '#shared/contract/calls'
import type { Still } from '#shared/domain/shot'
import { addStill } from '#shared/domain/shot-edits'
import { stillsFolder } from '../features/projects/project-paths'
import { copyStill, describeStill, expandFolders, toRefusal } from '../features/stills/import-stills'
import { probeStill } from '../features/stills/probe-still'
import { smellsOfLog } from '../features/stills/refuse-source'
import type { HandlerSources } from './handler-sources'

export type ImportResult = Awaited<ReturnType<CallHandlers['importStills']>>

// More would only compete for the disk and for memory.
const READ_AHEAD = 3

type Read = { still: Still } | { error: unknown }

/** Without a shot the first good still makes one. Never rejects for one file; those are `refused`. */
export async function importInto(
  sources: HandlerSources,
  paths: readonly string[],
  wanted: string | undefined,
  frame?: number,
): Promise<ImportResult> {
  const { rooms, stillViews, changed, emit } = sources
  const { store } = sources.session()
  await store.assertWritable()
  const result: ImportResult = { shotName: null, importedStillIds: [], refused: [] }
  let shotName = wanted

  async function read(path: string): Promise<Read> {
    try {
      const still = describeStill(path, await probeStill(path))
      await stillViews.ensureThumb(still, path)
      return { still }
    } catch (error) {
      return { error }
    }
  }

  async function bringIn(path: string, found: Read): Promise<void> {
    if ('error' in found) throw found.error
    shotName ??= (await store.createShot()).name
    const folder = stillsFolder(store.folder, store.shot(shotName).name)
    // The same picture again is the still that is there, at one more frame.
    const known = store.shot(shotName).stills.find(({ id }) => id === found.still.id)
    const still = known ?? found.still
    await copyStill(path, still, folder)
    await store.editShot(shotName, (shot) => addStill(shot, still, frame, rooms.canvases.table()), {
      label: 'add still',
    })
    if (!known) noticeLog(sources, still)
    result.importedStillIds.push(still.id)
    result.shotName = shotName
  }

  const release = stillViews.hold()
  try {
    const files = await expandFolders(paths)
    const tell = (done: number): void => {
      if (files.length > 1) emit('importProgress', { done, total: files.length })
    }
    const ahead: Promise<Read>[] = []
    tell(0)
    for (const [index, path] of files.entries()) {
      while (ahead.length < Math.min(files.length, index + READ_AHEAD)) {
        ahead.push(read(files[ahead.length] ?? path))
      }
      try {
        await bringIn(path, (await ahead[index]) ?? { error: undefined })
        if (index === 0) changed()
        else stillViews.tellSoon()
      } catch (error) {
        const { name, failure } = toRefusal(path, error)
        result.refused.push({ name, code: failure.code, message: failure.message })
      }
      tell(index + 1)
    }
    if (files.length > 1) emit('importProgress', null)
  } finally {
    release()
  }
  if (result.shotName !== null) {
    const folder = stillsFolder(store.folder, result.shotName)
    for (const still of store.shot(result.shotName).stills)
      if (result.importedStillIds.includes(still.id))
        stillViews.makeLater(still, join(folder, still.fileName))
  }
  changed()
  return result
}

function noticeLog({ emit }: HandlerSources, still: Still): void {
  if (!smellsOfLog(still.originalName)) return
  emit('noticePosted', {
    code: 'still-named-log',
    message: `It is ${still.originalName}.`,
    takeId: null,
  })
}
