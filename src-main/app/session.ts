// One open project with everything that works on it. Opening another project stops this one and starts anew.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openProject, type ProjectStore } from '../features/projects/project-store'
import { createRunwareClient, type RunwareClient } from '../features/generation/runware-client'
import { PRACTICE_SCHEDULE } from '../features/generation/poll-schedule'
import { createTaskFate } from '../features/generation/task-fate'
import type { Activities } from './activities'
import type { Host } from './host'
import { readPracticeWishes, type Rooms } from './rooms'
import { createTakePipeline, type TakePipeline } from './take-pipeline'
import { createTakeSteps } from './take-steps'

export interface Session {
  store: ProjectStore
  client: RunwareClient
  pipeline: TakePipeline
  /** Stops work so that it can be resumed, and lets others drive the project. */
  close(): Promise<void>
}

// The stand-in wants a key like the real service does, and takes any.
const PRACTICE_KEY = 'practice'

export async function openSession(options: {
  host: Host
  rooms: Rooms
  folder: string
  practiceUrl: string
  activities: Activities
  onChange(takeId: string): void
  onNotice(takeId: string, error: unknown): void
  onRest(takeId: string): void
}): Promise<Session> {
  const { host, rooms, folder, practiceUrl, activities, onChange, onNotice, onRest } = options
  const store = await openProject({ folder, clock: host.clock })
  const client = createRunwareClient({ endpoint: `${practiceUrl}/v1`, fetch: host.fetch, key: PRACTICE_KEY })
  const fate = createTaskFate({ client, clock: host.clock, schedule: PRACTICE_SCHEDULE })
  const steps = createTakeSteps(rooms, readPracticeWishes(host.env).frames)
  const pipeline = await createTakePipeline({
    store,
    client,
    fate,
    steps,
    activities,
    clock: host.clock,
    onChange,
    onNotice,
    onRest,
    log: host.log,
  })
  if (store.unreadableLines > 0)
    host.log(`${store.unreadableLines} lines of the ledger of ${folder} cannot be read; they are kept.`)
  return {
    store,
    client,
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
