// One open project with everything that works on it. Opening another project stops this one and starts anew.
import { mkdir, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { openProject, type ProjectStore } from '../features/projects/project-store'
import type { Activities } from './activities'
import type { Host } from './host'
import { readPracticeWishes, type Rooms } from './rooms'
import type { Services } from './services'
import { createTakePipeline, type TakePipeline } from './take-pipeline'
import { createTakeSteps } from './take-steps'

export interface Session {
  store: ProjectStore
  pipeline: TakePipeline
  /** Stops work so that it can be resumed, and lets others drive the project. */
  close(): Promise<void>
}

export async function openSession(options: {
  host: Host
  rooms: Rooms
  folder: string
  services: Services
  activities: Activities
  onChange(takeId: string): void
  onNotice(takeId: string, error: unknown): void
  onRest(takeId: string): void
}): Promise<Session> {
  const { host, rooms, folder, services, activities, onChange, onNotice, onRest } = options
  const store = await openProject({ folder, clock: host.clock })
  const steps = createTakeSteps(
    rooms,
    () => store.project,
    readPracticeWishes(host.env).frames,
    () => ({
      now: host.clock.now(),
      hostName: hostname(),
      appVersion: host.appVersion,
    }),
  )
  const pipeline = await createTakePipeline({
    ...{ store, services, steps, activities, clock: host.clock, onChange, onNotice, onRest, log: host.log },
  })
  if (store.unreadableLines > 0)
    host.log(`${store.unreadableLines} lines of the ledger of ${folder} cannot be read; they are kept.`)
  return {
    store,
    pipeline,
    async close() {
      await pipeline.stop()
      await store.close()
    },
  }
}

/** The folder of the first project, which lies in the documents folder until the artist chooses another. */
export function firstProjectFolder(host: Host): string {
  return join(host.paths.documents, 'Latitude', 'First project')
}

/** Whether a project could be kept in a folder: tried, because permissions lie. */
export async function isWritableFolder(folder: string): Promise<boolean> {
  const probe = join(folder, `.latitude-${process.pid}.tmp`)
  try {
    await mkdir(probe, { recursive: true })
    await rm(probe, { recursive: true, force: true })
    return true
  } catch {
    return false
  }
}
