// One short function per call of the contract. The state they share is the current session.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CallHandlers } from '#shared/contract/calls'
import type { Snapshot } from '#shared/contract/views'
import { Failure } from '#shared/domain/failure'
import { addStill, patchShot } from '#shared/domain/shot-edits'
import { toVideoTask } from '../features/generation/request'
import { projectJson, stillsFolder, takePaths } from '../features/projects/project-paths'
import { copyStill, describeStill, expandFolders, toRefusal } from '../features/stills/import-stills'
import { probeStill } from '../features/stills/probe-still'
import { assertCanPractice, assertRules, intendTake } from './buy-take'
import type { Example } from './examples'
import type { FrameCache } from './frame-cache'
import type { Host } from './host'
import type { MediaRegistry } from './media-registry'
import type { Rooms } from './rooms'
import type { Session } from './session'
import type { SettingsStore } from './settings'
import type { StillViews } from './still-views'
import { isThere } from './take-steps'

export interface HandlerSources {
  host: Host
  rooms: Rooms
  settings: SettingsStore
  media: MediaRegistry
  stillViews: StillViews
  frames: FrameCache
  examples: readonly Example[]
  signal: AbortSignal
  session(): Session
  snapshot(): Snapshot
  switchProject(folder: string): Promise<void>
  changed(): void
}

type ImportResult = Awaited<ReturnType<CallHandlers['importStills']>>

const NOTHING_IMPORTED: ImportResult = { shotName: null, importedStillIds: [], refused: [] }

export function createHandlers(sources: HandlerSources): CallHandlers {
  const { host, rooms, settings, media, stillViews, frames, changed } = sources

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
        await store.editShot(shotName, (shot) => addStill(shot, still, frame))
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
    getSnapshot: async () => sources.snapshot(),

    async chooseProject() {
      const folder = await host.desktop.pickFolder('Choose a project folder', sources.session().store.folder)
      if (folder === undefined) return { isChanged: false }
      await sources.switchProject(folder)
      return { isChanged: true }
    },

    async revealProject() {
      const { folder } = sources.session().store
      host.desktop.reveal((await isThere(projectJson(folder))) ? projectJson(folder) : folder)
      return {}
    },

    async createShot({ name }) {
      const shot = await sources.session().store.createShot(name)
      changed()
      return { shotName: shot.name }
    },

    async editShot({ shotName, patch }) {
      const { store } = sources.session()
      await store.editShot(shotName, (shot) => patchShot(shot, patch))
      changed()
      return {}
    },

    async removeShot({ shotName }) {
      await sources.session().store.removeShot(shotName)
      changed()
      return {}
    },

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
      await store.editShot(shotName, (shot) => patchShot(shot, { prompt: example.prompt }))
      changed()
      return { shotName }
    },

    async previewRequest({ shotName }) {
      const shot = sources.session().store.shot(shotName)
      assertRules(shot)
      const images = shot.keyframes.map((key) => `<prepared frame ${key.frame}>`)
      return { request: [toVideoTask(shot, randomUUID(), images)] }
    },

    async buyTake({ shotName }) {
      const { store, client, pipeline } = sources.session()
      const shot = store.shot(shotName)
      assertCanPractice(rooms.capabilities())
      const take = await intendTake({ store, shot, client, clock: host.clock, signal: sources.signal })
      void pipeline.driveFresh(take.id)
      changed()
      return { takeId: take.id }
    },

    async resumeTake({ takeId }) {
      const { store, pipeline } = sources.session()
      const take = store.take(takeId)
      if (take.state === 'arrived' && take.proxies) await store.updateTake(takeId, { proxies: null })
      void pipeline.resume(takeId, true)
      changed()
      return {}
    },

    async getStillFrame({ takeId, frame }) {
      const { store } = sources.session()
      const take = store.take(takeId)
      await store.assertPresent()
      const paths = takePaths(store.folder, take.shotName, take.number)
      return { mediaId: media.register(await frames.get(take, paths, frame, sources.signal)) }
    },

    async revealTake({ takeId }) {
      const { store } = sources.session()
      const take = store.take(takeId)
      const paths = takePaths(store.folder, take.shotName, take.number)
      host.desktop.reveal((await isThere(paths.exr)) ? paths.exr : paths.root)
      return {}
    },

    async saveSettings({ surround }) {
      await settings.change({ surround })
      changed()
      return {}
    },

    async chooseFfmpeg() {
      const ffmpegPath = await host.desktop.pickFile('Choose the ffmpeg program')
      if (ffmpegPath === undefined) return { isChanged: false }
      await settings.change({ ffmpegPath })
      await rooms.refreshFfmpeg()
      changed()
      return { isChanged: true }
    },
  }
}
