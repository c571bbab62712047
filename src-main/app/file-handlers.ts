// Calls that concern a take's files as files: how much they take, into the trash, out of the window.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { isFinished, type Take } from '#shared/domain/take'
import { folderBytes } from '../disk/folder-bytes'
import { takePaths, type TakePaths } from '../features/projects/project-paths'
import type { HandlersOf, HandlerSources } from './handler-sources'
import { isThere } from './take-steps'

export function createFileHandlers(
  sources: HandlerSources,
): HandlersOf<'getDiskUse' | 'trashTake' | 'dragOut'> {
  const { host, changed } = sources

  function find(takeId: string): { take: Take; paths: TakePaths } {
    const { store } = sources.session()
    const take = store.take(takeId)
    return { take, paths: takePaths(store.folder, take.shotName, take.number) }
  }

  return {
    async getDiskUse() {
      const { store } = sources.session()
      const takes: { takeId: string; bytes: number }[] = []
      for (const { id } of store.takes())
        takes.push({ takeId: id, bytes: await folderBytes(find(id).paths.root) })
      return { projectBytes: await folderBytes(store.folder), takes }
    },

    async trashTake({ takeId }) {
      const { store, pipeline } = sources.session()
      const { take, paths } = find(takeId)
      if (!isFinished(take.state) || pipeline.worked().includes(takeId))
        throw new Failure('take-at-work', 'The take is still worked on.', { takeId })
      // The ledger knows before the files go: a take that is missing is never taken for one to be fetched again.
      await store.moveTake(takeId, 'trashed')
      try {
        if (await isThere(paths.root)) await host.desktop.moveToTrash(paths.root)
      } catch (error) {
        if (take.state !== 'trashed') await store.moveTake(takeId, take.state)
        const sentence = `The trash did not take ${paths.root}`
        throw new Failure('trash-refused', sentence, { path: paths.root }, { cause: error })
      } finally {
        changed()
      }
      return {}
    },

    async dragOut({ takeId, what }) {
      const { take, paths } = find(takeId)
      const files = await toDragged(take, paths, what)
      const poster = take.proxies?.poster ? join(paths.proxies, take.proxies.poster) : null
      host.desktop.startDrag(files, poster)
      return {}
    },
  }
}

/** Whole paths. Throws `take-without-files` where the take has none of the kind. */
async function toDragged(
  take: Take,
  paths: TakePaths,
  what: 'sequence' | 'folder' | 'take',
): Promise<[string, ...string[]]> {
  const folder = what === 'take' ? paths.root : paths.exr
  if (what === 'sequence') {
    const names = await readdir(paths.exr).catch(() => [])
    const [first, ...rest] = names.filter((name) => name.endsWith('.exr')).sort()
    if (first !== undefined) return [join(paths.exr, first), ...rest.map((name) => join(paths.exr, name))]
  } else if (await isThere(folder)) return [folder]
  throw new Failure('take-without-files', 'There are no such files.', { takeId: take.id, what })
}
