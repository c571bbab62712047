// One open project: its shots and takes in memory, every change on the disk before it counts. The ledger is written
// before take.json, so a take whose intent was recorded can always be found again.
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Clock } from '../../ports/clock'
import { Failure } from '#shared/domain/failure'
import { isShotName, nextShotName } from '#shared/domain/names'
import { projectSchema, type Project } from '#shared/domain/project'
import { createShot, shotSchema, type Shot } from '#shared/domain/shot'
import { canFollow, isFinished, takeSchema, type Take, type TakeState } from '#shared/domain/take'
import { toDiskFailure, writeJsonDurably } from '../../disk/durable'
import { appendRecord, readLedger, type LedgerEntry } from './ledger'
import { ledgerFile, projectJson, shotFolder, shotJson, takePaths, takesFolder } from './project-paths'
import { readDocument } from './read-documents'
import { sweepLeftovers } from './sweep-leftovers'

export interface ProjectStore {
  readonly folder: string
  readonly project: Project
  shots(): Shot[]
  /** Throws `shot-unknown`. */
  shot(name: string): Shot
  takes(shotName?: string): Take[]
  /** Throws `take-unknown`. */
  take(id: string): Take
  /** When the take's intent was recorded, epoch ms. */
  intendedAt(takeId: string): number
  /** Throws `invalid-input` when the name is taken or cannot be a folder's. */
  createShot(name?: string): Promise<Shot>
  /** Changes a shot by a pure edit; edits follow one another, none is lost. */
  editShot(name: string, edit: (shot: Shot) => Shot): Promise<Shot>
  /** Throws `shot-has-takes`. */
  removeShot(name: string): Promise<void>
  nextTakeNumber(shotName: string): number
  /**
   * Records a new take's intent; returns the take when it is on the disk. A number that another take of the shot got
   * meanwhile is replaced by the next free one: no two takes share a folder.
   */
  intendTake(take: Take): Promise<Take>
  /** Moves a take to a state and merges `changes`. Throws `internal` on a move the state machine does not know. */
  moveTake(id: string, state: TakeState, changes?: Partial<Take>): Promise<Take>
  /** Merges changes that are no change of state. */
  updateTake(id: string, changes: Partial<Take>): Promise<Take>
  /** Rejects with `project-gone` when the folder is no longer there. */
  assertPresent(): Promise<void>
}

/** Opens the project in `folder`, or makes one there (nothing is written before the first shot). */
export async function openProject(options: { folder: string; clock: Clock }): Promise<ProjectStore> {
  const { folder, clock } = options
  const stored = await readDocument(projectJson(folder), projectSchema)
  let project: Project = stored ?? {
    version: 1,
    name: basename(folder),
    createdAt: new Date(clock.now()).toISOString(),
    shotOrder: [],
  }
  let isOnDisk = stored !== undefined
  await sweepLeftovers(folder, project.shotOrder)
  const shots = await readShots(folder, project.shotOrder)
  const { takes, intendedAt } = await readTakes(folder, [...shots.keys()])
  let queue: Promise<unknown> = Promise.resolve()

  /** One write at a time: later edits never land before earlier ones. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = queue.then(work, work)
    queue = next.catch(() => undefined)
    return next
  }

  async function assertPresent(): Promise<void> {
    if (!isOnDisk) return
    const isThere = await stat(projectJson(folder)).then(
      () => true,
      () => false,
    )
    if (!isThere)
      throw new Failure('project-gone', `The project folder is no longer there: ${folder}`, { path: folder })
  }

  async function saveProject(next: Project): Promise<void> {
    await assertPresent()
    await writeJsonDurably(projectJson(folder), next)
    project = next
    isOnDisk = true
  }

  function findTake(id: string): Take {
    const take = takes.get(id)
    if (!take) throw new Failure('take-unknown', 'There is no such take.', { takeId: id })
    return take
  }

  async function storeTake(take: Take): Promise<Take> {
    await writeJsonDurably(takePaths(folder, take.shotName, take.number).json, take)
    takes.set(take.id, take)
    return take
  }

  const store: ProjectStore = {
    folder,
    get project() {
      return project
    },
    shots: () => project.shotOrder.flatMap((name) => shots.get(name) ?? []),
    shot(name) {
      const shot = shots.get(name)
      if (!shot) throw new Failure('shot-unknown', `There is no shot ${name}.`, { shotName: name })
      return shot
    },
    takes: (shotName) =>
      [...takes.values()].filter((take) => shotName === undefined || take.shotName === shotName),
    take: findTake,
    intendedAt: (takeId) => intendedAt.get(takeId) ?? 0,
    nextTakeNumber: (shotName) => Math.max(0, ...store.takes(shotName).map((take) => take.number)) + 1,
    assertPresent,

    createShot: (name) =>
      inOrder(async () => {
        const shot = createShot(name ?? nextShotName(project.shotOrder))
        const isTaken = project.shotOrder.some((known) => known.toLowerCase() === shot.name.toLowerCase())
        if (isTaken || !isShotName(shot.name)) {
          const why = isTaken ? 'is there already' : 'cannot be the name of a shot'
          throw new Failure('invalid-input', `${shot.name} ${why}.`, { shotName: shot.name })
        }
        await assertPresent()
        await writeJsonDurably(shotJson(folder, shot.name), shot)
        await saveProject({ ...project, shotOrder: [...project.shotOrder, shot.name] })
        shots.set(shot.name, shot)
        return shot
      }),

    editShot: (name, edit) =>
      inOrder(async () => {
        const before = store.shot(name)
        const shot = { ...edit(before), name: before.name }
        await assertPresent()
        await writeJsonDurably(shotJson(folder, shot.name), shot)
        shots.set(shot.name, shot)
        return shot
      }),

    removeShot: (name) =>
      inOrder(async () => {
        if (store.takes(name).length > 0)
          throw new Failure('shot-has-takes', `${name} has takes.`, { shotName: name })
        await saveProject({ ...project, shotOrder: project.shotOrder.filter((known) => known !== name) })
        shots.delete(name)
        await rm(shotFolder(folder, name), { recursive: true, force: true })
      }),

    intendTake: (wanted) =>
      inOrder(async () => {
        await assertPresent()
        const take = { ...wanted, number: Math.max(wanted.number, store.nextTakeNumber(wanted.shotName)) }
        const at = new Date(clock.now()).toISOString()
        await mkdir(takePaths(folder, take.shotName, take.number).root, { recursive: true }).catch(
          (error: unknown) => {
            throw toDiskFailure(error, folder)
          },
        )
        await appendRecord(ledgerFile(folder), { version: 1, at, event: 'intended', take })
        intendedAt.set(take.id, Date.parse(at))
        return storeTake(take)
      }),

    moveTake: (id, state, changes = {}) =>
      inOrder(async () => {
        const take = findTake(id)
        if (!canFollow(take.state, state)) {
          throw new Failure('internal', `A take cannot go from ${take.state} to ${state}.`, { takeId: id })
        }
        await assertPresent()
        if (take.state !== state) {
          const at = new Date(clock.now()).toISOString()
          await appendRecord(ledgerFile(folder), { version: 1, at, event: 'state', takeId: id, state })
        }
        return storeTake({ ...take, ...changes, id, state })
      }),

    updateTake: (id, changes) =>
      inOrder(async () => {
        await assertPresent()
        const take = findTake(id)
        return storeTake({ ...take, ...changes, id, state: take.state })
      }),
  }
  return store
}

async function readShots(folder: string, order: readonly string[]): Promise<Map<string, Shot>> {
  const shots = new Map<string, Shot>()
  for (const name of order) {
    if (!isShotName(name))
      throw new Failure('project-unreadable', `${name} is no shot name.`, { path: projectJson(folder) })
    const shot = await readDocument(shotJson(folder, name), shotSchema)
    if (shot) shots.set(name, { ...shot, name })
  }
  return shots
}

/** take.json holds the details, the ledger the truth about state: an intent without a take.json is found again. */
async function readTakes(
  folder: string,
  shotNames: readonly string[],
): Promise<{ takes: Map<string, Take>; intendedAt: Map<string, number> }> {
  const { entries } = await readLedger(ledgerFile(folder))
  const stored = new Map<string, Take>()
  for (const shotName of shotNames) {
    for (const version of await readdir(takesFolder(folder, shotName)).catch(() => [])) {
      const take = await readDocument(join(takesFolder(folder, shotName), version, 'take.json'), takeSchema)
      if (take) stored.set(take.id, take)
    }
  }
  const takes = new Map<string, Take>()
  const intendedAt = new Map<string, number>()
  for (const [id, entry] of entries) {
    intendedAt.set(id, Date.parse(entry.intendedAt))
    takes.set(id, reconcile(stored.get(id), entry))
  }
  for (const [id, take] of stored) if (!takes.has(id)) takes.set(id, take)
  return { takes, intendedAt }
}

/**
 * The ledger is written first, so it may be one step ahead. An end is believed only together with its details:
 * without them the steps before it are taken again, which costs nothing.
 */
function reconcile(stored: Take | undefined, entry: LedgerEntry): Take {
  if (!stored) return { ...entry.take, state: isFinished(entry.state) ? 'running' : entry.state }
  if (isFinished(entry.state)) return stored
  return { ...stored, state: entry.state }
}
