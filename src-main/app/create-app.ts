// The application in plain Node: composes the rooms, keeps the current session, and stands behind one typed door.
// Knows nothing of Electron; the shell and the command line both bring a Host.
import { join } from 'node:path'
import type { EventName, EventPayload } from '#shared/contract/events'
import type { WireEvent, WireResult } from '#shared/contract/wire'
import { Failure, isFailure } from '#shared/domain/failure'
import type { Take } from '#shared/domain/take'
import { createActivities } from './activities'
import { dispatch } from './dispatch'
import { readExamples } from './examples'
import { createHandlers } from './handlers'
import type { Host } from './host'
import { openKeyRing } from './key-ring'
import { toLeaving, type Leaving } from './leaving'
import { watchMachine } from './machine-events'
import { createMediaRegistry, type MediaEntry } from './media-registry'
import { createRooms, otherPractice } from './rooms'
import { limitSharp } from '../features/stills/limit-sharp'
import { firstProjectFolder, isWritableFolder, openSession, type Session } from './session'
import { openSentStills } from './sent-stills'
import { createServices } from './services'
import { openSettings } from './settings'
import { buildSnapshot, toTakeChange } from './snapshot'
import { createStillViews } from './still-views'
import { restNews } from './take-herald'
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
  /** What goes wrong with the next practice take, for rehearsals; null for nothing. */
  armDrill(name: string | null): Promise<void>
  /** What ending now would mean for takes; undefined when nothing runs and nothing waits. */
  leaving(): Leaving | undefined
  emitCommand(command: EventPayload<'commandGiven'>['command']): void
}

export interface AppOptions {
  /** A project folder that wins over the last one opened. */
  projectFolder?: string
  /** A service that wins over the chosen one. */
  service?: 'practice' | 'runware' | undefined
}

export function createApp(host: Host, options: AppOptions = {}): App {
  const listeners = new Set<(event: WireEvent) => void>()
  const media = createMediaRegistry()
  const uploads = createUploads(join(host.paths.userData, 'cache', 'drops'))
  const stopper = new AbortController()
  let running: Promise<Awaited<ReturnType<typeof begin>>> | undefined
  let begun: Awaited<ReturnType<typeof begin>> | undefined

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

  /** Pressing the line shows the take. */
  function tellDesktop(take: Take): void {
    const news = restNews(take)
    const onClick = (): void => emit('takeShown', { shotName: take.shotName, takeId: take.id })
    if (news) host.desktop.notify({ ...news, onClick })
  }

  async function begin() {
    const settings = await openSettings(host.paths.userData)
    const rooms = await createRooms(host, settings)
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
    const practiceUrl = otherPractice(host.env) ?? (await rooms.practice.listen(0)).url
    const keyRing = await openKeyRing(host)
    const services = createServices({
      host,
      practiceUrl,
      practice: rooms.practice,
      keyRing,
      sentStills: await openSentStills(join(host.paths.userData, 'sent-stills.json'), host.clock),
      settings,
      chosen: options.service,
      keeping: await host.secrets.keeping(),
    })
    const activities = createActivities({
      clock: host.clock,
      onChange(takeId, activity) {
        emit('takeProgress', { takeId, activity })
        host.desktop.setProgress(activities.overall())
      },
    })
    let revision = { change: 0, edit: 0 }
    const sources = () => ({
      host,
      store: session.store,
      queue: session.pipeline.queue,
      settings: settings.get(),
      services,
      capabilities: rooms.capabilities(),
      canvases: rooms.canvases,
      activities,
      media,
      stillViews,
      examples,
      revision,
    })
    const snapshot = () => buildSnapshot(sources())
    const changed = (editNumber = 0): void => {
      revision = { change: revision.change + 1, edit: Math.max(revision.edit, editNumber) }
      emit('projectChanged', snapshot())
    }
    const open = (folder: string): Promise<Session> =>
      openSession({
        host,
        rooms,
        folder,
        services,
        activities,
        onChange: (takeId) => emit('takeChanged', toTakeChange(sources(), takeId)),
        onNotice: notice,
        onRest: (takeId) => tellDesktop(session.store.take(takeId)),
      })

    let session = await openFirst(open, options.projectFolder ?? settings.get().projectFolder)

    async function switchProject(folder: string): Promise<void> {
      if (!(await isWritableFolder(folder))) {
        throw new Failure('disk-refused', `Latitude cannot write in ${folder}.`, { path: folder })
      }
      let next = await open(folder)
      await session.close()
      // The folder that was open already: this process no longer stands in its own way.
      if (next.store.holder?.isThisProcess) next = await open(folder)
      session = next
      await settings.change({ projectFolder: folder })
      machine.apply(session)
      session.pipeline.resumeAll()
      stillViews.makeMissing(session.store)
      changed()
    }

    const handlers = createHandlers({
      host,
      rooms,
      settings,
      services,
      keyRing,
      media,
      stillViews,
      uploads,
      examples,
      activities,
      signal: stopper.signal,
      session: () => session,
      snapshot,
      switchProject,
      changed,
      emit,
    })
    const machine = watchMachine({ machine: host.machine, session: () => session, onChange: changed })
    machine.apply(session)
    session.pipeline.resumeAll()
    stillViews.makeMissing(session.store)
    // In the background: the bench works with the sizes that are known, and is told when others come.
    void rooms.canvases.refreshWhenOld(stopper.signal).then((isChanged) => {
      if (isChanged) changed()
    })
    return { handlers, rooms, stillViews, machine, session: () => session, changed }
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
      begun = await running
    },
    async close() {
      stopper.abort(new DOMException('Latitude is closing.', 'AbortError'))
      const open = await running?.catch(() => undefined)
      if (!open) return
      open.machine.stop()
      await open.session().close()
      await open.stillViews.settle()
      await open.rooms.practice.close()
      await open.rooms.exr.close()
      await uploads.clear()
    },
    async armDrill(name) {
      const open = await running
      open?.rooms.practice.armDrill(name)
      open?.changed()
    },
    leaving() {
      // A start that has not ended holds nobody.
      if (!begun) return undefined
      const { store, pipeline } = begun.session()
      const { waiting, flow } = pipeline.queue.view()
      const toTakes = (ids: readonly string[]): Take[] => ids.map((id) => store.take(id))
      return toLeaving({
        underWay: toTakes(pipeline.worked()),
        waiting: toTakes(waiting),
        isPaused: flow !== 'going',
      })
    },
    emitCommand: (command) => emit('commandGiven', { command }),
  }
}
