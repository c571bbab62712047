// Calls that bring stills in, and those that show what becomes of them.
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toCanvas } from '#shared/domain/canvas'
import { Failure } from '#shared/domain/failure'
import type { Keyframe, Shot } from '#shared/domain/shot'
import { answerProposal, patchShot } from '#shared/domain/shot-edits'
import { stillsFolder } from '../features/projects/project-paths'
import { suggestCrops } from '../features/stills/suggest-crops'
import { createBrowserImport } from './browser-drops'
import { ensurePrepared } from './buy-take'
import type { HandlersOf, HandlerSources } from './handler-sources'
import { importInto, type ImportResult } from './import-paths'

type Names =
  | 'importStills'
  | 'pickStills'
  | 'pasteStill'
  | 'importFromBrowser'
  | 'useExample'
  | 'getPreparedFrame'
  | 'suggestCrops'

const NOTHING_IMPORTED: ImportResult = { shotName: null, importedStillIds: [], refused: [] }

export function createStillHandlers(sources: HandlerSources): HandlersOf<Names> {
  const { host, rooms, media, stillViews, changed } = sources

  const importPaths = (paths: readonly string[], wanted: string | undefined, frame?: number) =>
    importInto(sources, paths, wanted, frame)

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
      await store.settle()
      const shot = store.shot(shotName)
      const path = await ensurePrepared(store, shot, keyframeAt(shot, frame), rooms.canvases.table())
      return { mediaId: media.register(path), bytes: (await stat(path)).size }
    },

    async suggestCrops({ shotName, frame }) {
      const { store } = sources.session()
      await store.settle()
      const shot = store.shot(shotName)
      const key = keyframeAt(shot, frame)
      const still = shot.stills.find((known) => known.id === key.stillId)
      if (!still) throw new Failure('still-unknown', 'A keyframe has lost its still.', { frame })
      const stillPath = join(stillsFolder(store.folder, shotName), still.fileName)
      // The picture of the bench is upright and small already.
      if (stillViews.pathOf(still) === undefined) await stillViews.ensureThumb(still, stillPath)
      const canvas = toCanvas(shot.tier, shot.aspect, rooms.canvases.table())
      const picture = stillViews.pathOf(still) ?? stillPath
      return { suggestions: await suggestCrops(picture, still, key.crop, canvas) }
    },
  }
}

/** Throws `still-unknown` when no keyframe is there. */
function keyframeAt(shot: Shot, frame: number): Keyframe {
  const key = shot.keyframes.find((known) => known.frame === frame)
  if (!key) throw new Failure('still-unknown', `There is no keyframe at ${frame}.`, { frame })
  return key
}
