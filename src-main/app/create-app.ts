// The application in plain Node: composes the rooms, keeps the current session, and stands behind one typed door.
// Knows nothing of Electron; the shell and the command line both bring a Host.
import { join } from 'node:path'
import type { EventName, EventPayload } from '#shared/contract/events'
import type { WireEvent, WireResult } from '#shared/contract/wire'
import { Failure, isFailure } from '#shared/domain/failure'
import { createActivities } from './activities'
import { dispatch } from './dispatch'
import { readExamples } from './examples'
import { createFrameCache } from './frame-cache'
import { createHandlers } from './handlers'
import type { Host } from './host'
import { createMediaRegistry, type MediaEntry } from './media-registry'
import { createRooms } from './rooms'
import { limitSharp } from '../features/stills/limit-sharp'
import { firstProjectFolder, isWritableFolder, openSession, type Session } from './session'
import { openSettings } from './settings'
import { buildSnapshot } from './snapshot'
import { createStillViews } from './still-views'
import { isThere } from './take-steps'
import { createUploads, type Uploads } from './uploads'

export interface App {
  /** Waits for `start` to be done; never rejects. */
  call(name: string, input: unknown): Promise<WireResult>
  /** Returns its undo. */
  listen(listener: (event: WireEvent) => void): () => void
  media: {
    open(id: string): MediaEntry | undefined
    /** Keeps the bytes of a dropped picture for `importFromBrowser`, piece by piece; the first gives the token. */
    receive: Uploads['receive']
    append: Uploads['append']
  }
  /** Opens the project, starts practice, resumes unfinished takes. Rejects with a Failure when it cannot. */
  start(): Promise<void>
  /** Stops work so that it can be resumed. */
  close(): Promise<void>
  emitCommand(command: EventPayload<'commandGiven'>['command']): void
}

export interface AppOptions {
  /** A project folder that wins over the last one opened. */
  projectFolder?: string
}

export function createApp(host: Host, options: AppOptions = {}): App {
  const listeners = new Set<(event: WireEvent) => void>()
  const media = createMediaRegistry()
  const uploads = createUploads(join(host.paths.userData, 'cache', 'drops'))
  const stopper = new AbortController()
  let running: Promise<Awaited<ReturnType<typeof begin>>> | undefined

  function emit<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
    for (const listener of listeners) listener({ name, payload })
  }

  function notice(takeId: string | null, error: unknown): void {
    if (!isFailure(error)) host.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
    const { code, message } = isFailure(error)
      ? error
      : new Failure('internal', 'Something unexpected went wrong.')
    emit('noticePosted', { code, message, takeId })
  }

  async function begin() {
    const settings = await openSettings(host.paths.userData)
    const rooms = await createRooms(host, settings)
    const frames = createFrameCache(join(host.paths.userData, 'cache', 'frames'), rooms.preview)
    await frames.clear()
    await uploads.clear()
    limitSharp()
    const stillViews = createStillViews({
      cacheFolder: join(host.paths.userData, 'cache', 'stills'),
      media,
      clock: host.clock,
      log: host.log,
      signal: stopper.signal,
      onMade: () => changed(),
    })
    const examples = await readExamples(host.paths.assets, host.log)
    const { url: practiceUrl } = await rooms.practice.listen(0)
    const activities = createActivities({
      clock: host.clock,
      onChange(takeId, activity) {
        emit('takeProgress', { takeId, activity })
        host.desktop.setProgress(activities.overall())
      },
    })
    const snapshot = () =>
      buildSnapshot({
        host,
        store: session.store,
        settings: settings.get(),
        capabilities: rooms.capabilities(),
        canvases: rooms.canvases,
        activities,
        media,
        stillViews,
        examples,
      })
    const changed = (): void => emit('projectChanged', snapshot())
    const open = (folder: string): Promise<Session> =>
      openSession({
        host,
        rooms,
        folder,
        practiceUrl,
        activities,
        onChange: changed,
        onNotice: notice,
      })

    let session = await openFirst(open, options.projectFolder ?? settings.get().projectFolder)

    async function switchProject(folder: string): Promise<void> {
      if (!(await isWritableFolder(folder))) {
        throw new Failure('disk-refused', `Latitude cannot write in ${folder}.`, { path: folder })
      }
      const next = await open(folder)
      await session.pipeline.stop()
      session = next
      await settings.change({ projectFolder: folder })
      session.pipeline.resumeAll()
      stillViews.makeMissing(session.store)
      changed()
    }

    const handlers = createHandlers({
      host,
      rooms,
      settings,
      media,
      stillViews,
      uploads,
      frames,
      examples,
      signal: stopper.signal,
      session: () => session,
      snapshot,
      switchProject,
      changed,
      emit,
    })
    session.pipeline.resumeAll()
    stillViews.makeMissing(session.store)
    // In the background: the bench works with the sizes that are known, and is told when others come.
    void rooms.canvases.refreshWhenOld(stopper.signal).then((isChanged) => {
      if (isChanged) changed()
    })
    return { handlers, rooms, stillViews, session: () => session }
  }

  /** The wanted project when it can be opened; otherwise the first one, with a notice that says why. */
  async function openFirst(
    open: (folder: string) => Promise<Session>,
    wanted: string | null,
  ): Promise<Session> {
    if (wanted === null || wanted === firstProjectFolder(host)) return open(firstProjectFolder(host))
    try {
      const isNew = options.projectFolder !== undefined
      if (!isNew && !(await isThere(wanted))) {
        throw new Failure('project-gone', `The last project is no longer there: ${wanted}`, { path: wanted })
      }
      return await open(wanted)
    } catch (error) {
      if (options.projectFolder !== undefined) throw error
      notice(null, error)
      return open(firstProjectFolder(host))
    }
  }

  return {
    async call(name, input) {
      try {
        if (!running) throw new Failure('internal', 'Latitude is not started.')
        return await dispatch((await running).handlers, name, input, host.log)
      } catch (error) {
        const { code, message, details } = isFailure(error) ? error : new Failure('internal', String(error))
        return { ok: false, error: { code, message, details } }
      }
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    media: { open: (id) => media.open(id), receive: uploads.receive, append: uploads.append },
    async start() {
      running ??= begin()
      await running
    },
    async close() {
      stopper.abort(new DOMException('Latitude is closing.', 'AbortError'))
      const begun = await running?.catch(() => undefined)
      if (!begun) return
      await begun.session().pipeline.stop()
      await begun.stillViews.settle()
      await begun.rooms.practice.close()
      await begun.rooms.exr.close()
      await uploads.clear()
    },
    emitCommand: (command) => emit('commandGiven', { command }),
  }
}
