// Calls that bring stills in, and those that show what becomes of them.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallHandlers } from '#shared/contract/calls'
import { Failure } from '#shared/domain/failure'
import type { Keyframe, Shot } from '#shared/domain/shot'
import { addStill, answerProposal, patchShot } from '#shared/domain/shot-edits'
import { stillsFolder } from '../features/projects/project-paths'
import { copyStill, describeStill, expandFolders, toRefusal } from '../features/stills/import-stills'
import { probeStill } from '../features/stills/probe-still'
import { createBrowserImport } from './browser-drops'
import { ensurePrepared } from './buy-take'
import type { HandlersOf, HandlerSources } from './handler-sources'

type Names =
  | 'importStills'
  | 'pickStills'
  | 'pasteStill'
  | 'importFromBrowser'
  | 'useExample'
  | 'getPreparedFrame'
  | 'suggestCrops'

type ImportResult = Awaited<ReturnType<CallHandlers['importStills']>>

const NOTHING_IMPORTED: ImportResult = { shotName: null, importedStillIds: [], refused: [] }

export function createStillHandlers(sources: HandlerSources): HandlersOf<Names> {
  const { host, rooms, media, stillViews, changed } = sources

  /** Stills without a shot make one, but only once a file has been decoded whole. */
  async function importPaths(
    paths: readonly string[],
    wanted: string | undefined,
    frame?: number,
  ): Promise<ImportResult> {
    const { store } = sources.session()
    await store.assertPresent()
    const result: ImportResult = { shotName: null, importedStillIds: [], refused: [] }
    let shotName = wanted
    for (const path of await expandFolders(paths)) {
      try {
        const still = describeStill(path, await probeStill(path))
        await stillViews.ensure(still, path)
        shotName ??= (await store.createShot()).name
        await copyStill(path, still, stillsFolder(store.folder, store.shot(shotName).name))
        await store.editShot(shotName, (shot) => addStill(shot, still, frame, rooms.canvases.table()), {
          label: 'add still',
        })
        result.importedStillIds.push(still.id)
        result.shotName = shotName
      } catch (error) {
        const { name, failure } = toRefusal(path, error)
        result.refused.push({ name, code: failure.code, message: failure.message })
      }
    }
    changed()
    return result
  }

  return {
    importStills: ({ paths, shotName, frame }) => importPaths(paths, shotName, frame),

    async pickStills({ shotName }) {
      const paths = await host.desktop.pickStills()
      return paths === undefined ? NOTHING_IMPORTED : importPaths(paths, shotName)
    },

    async pasteStill({ shotName }) {
      const pasted = await host.desktop.readClipboard()
      if (!pasted) throw new Failure('clipboard-empty', 'The clipboard holds no picture.')
      if ('paths' in pasted) return importPaths(pasted.paths, shotName)
      const folder = await mkdtemp(join(tmpdir(), 'latitude-paste-'))
      try {
        const path = join(folder, 'pasted.png')
        await writeFile(path, pasted.png)
        return await importPaths([path], shotName)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },

    async useExample({ exampleId }) {
      const example = sources.examples.find((known) => known.id === exampleId)
      if (!example) throw new Failure('still-missing', 'There is no such example.', { name: exampleId })
      const { store } = sources.session()
      const { shotName, refused } = await importPaths([example.path], undefined)
      if (shotName === null)
        throw new Failure('still-unreadable', refused[0]?.message ?? 'The example is damaged.', {
          name: example.file,
        })
      await store.editShot(
        shotName,
        (shot) =>
          // An example comes in its own shape.
          patchShot(shot, { ...answerProposal(shot, true), prompt: example.prompt }, rooms.canvases.table()),
        {
          label: 'example',
        },
      )
      changed()
      return { shotName }
    },

    importFromBrowser: createBrowserImport(sources, importPaths),

    async getPreparedFrame({ shotName, frame }) {
      const { store } = sources.session()
      const shot = store.shot(shotName)
      const path = await ensurePrepared(store, shot, keyframeAt(shot, frame), rooms.canvases.table())
      return { mediaId: media.register(path), bytes: (await stat(path)).size }
    },

    // SUGGEST
    async suggestCrops() {
      return { suggestions: [] }
    },
  }
}

/** Throws `still-unknown` when no keyframe is there. */
function keyframeAt(shot: Shot, frame: number): Keyframe {
  const key = shot.keyframes.find((known) => known.frame === frame)
  if (!key) throw new Failure('still-unknown', `There is no keyframe at ${frame}.`, { frame })
  return key
}
