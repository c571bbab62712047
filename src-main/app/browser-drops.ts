// What was dragged out of a browser, made into files and then imported like files. One item that cannot be fetched
// never stops the others, and is refused by name.
import { basename } from 'node:path'
import { rm } from 'node:fs/promises'
import type { CallHandlers } from '#shared/contract/calls'
import { Failure } from '#shared/domain/failure'
import { nameFromUrl } from '../features/stills/drop-names'
import { fetchPicture } from '../features/stills/fetch-picture'
import { toRefusal } from '../features/stills/import-stills'
import type { HandlerSources } from './handler-sources'

type ImportResult = Awaited<ReturnType<CallHandlers['importStills']>>
type ImportPaths = (
  paths: readonly string[],
  wanted: string | undefined,
  frame?: number,
) => Promise<ImportResult>
type Item = Parameters<CallHandlers['importFromBrowser']>[0]['items'][number]

/** Where a test's own server may be fetched from. */
const LOOPBACK_SWITCH = 'LATITUDE_DROP_LOOPBACK'

export function createBrowserImport(
  { host, uploads, signal }: Pick<HandlerSources, 'host' | 'uploads' | 'signal'>,
  importPaths: ImportPaths,
): CallHandlers['importFromBrowser'] {
  const isLoopbackAllowed = host.env[LOOPBACK_SWITCH] === '1'

  /** The file of an item; its folder is removed whatever becomes of it. */
  async function bringHome(item: Item, folders: string[]): Promise<string> {
    if (item.kind === 'upload') {
      const found = uploads.take(item.token)
      if (!found) throw new Failure('drop-unreadable', 'What was dropped is no longer there.')
      folders.push(found.folder)
      return found.path
    }
    const folder = await uploads.makeFolder()
    folders.push(folder)
    return fetchPicture(item.url, { folder, signal, isLoopbackAllowed })
  }

  return async ({ items, shotName, frame }) => {
    const folders: string[] = []
    const refused: ImportResult['refused'] = []
    try {
      // All at once: a slow server holds nobody up, and the order stays the artist's.
      const brought = await Promise.all(
        items.map((item) =>
          bringHome(item, folders).catch((error: unknown) => {
            const { failure } = toRefusal(item.kind === 'url' ? nameFromUrl(item.url) : 'picture', error)
            const name = failure.details['name']
            refused.push({
              name: typeof name === 'string' ? name : nameOf(item),
              code: failure.code,
              message: failure.message,
            })
            return undefined
          }),
        ),
      )
      signal.throwIfAborted()
      const paths = brought.filter((path) => path !== undefined)
      const imported = await importPaths(paths, shotName, frame)
      return { ...imported, refused: [...refused, ...imported.refused] }
    } finally {
      await Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true })))
    }
  }
}

const nameOf = (item: Item): string => (item.kind === 'url' ? basename(nameFromUrl(item.url)) : 'Picture')
