// One open project: its shots and takes in memory, every change on the disk before it counts. The ledger is written
// before take.json, so a take whose intent was recorded can always be found again.
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Clock } from '../../ports/clock'
import { Failure } from '#shared/domain/failure'
import { isShotName, nextShotName } from '#shared/domain/names'
import {
  EMPTY_HISTORY,
  historyLabels,
  historySchema,
  recordStep,
  redoStep,
  undoStep,
  type History,
} from '#shared/domain/history'
import { PROJECT_VERSION, projectFileSchema, type Project } from '#shared/domain/project'
import { createShot, SHOT_VERSION, shotFileSchema, type Shot } from '#shared/domain/shot'
import { canFollow, type Take, type TakeState } from '#shared/domain/take'
import { toDiskFailure, writeJsonDurably } from '../../disk/durable'
import { appendRecord } from './ledger'
import { historyJson, ledgerFile, projectJson, shotFolder, shotJson, takePaths } from './project-paths'
import { readDocument } from './read-documents'
import { readTakes } from './read-takes'
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
  /** Changes a shot by a pure edit; edits follow one another, none is lost, and each can be undone. */
  editShot(name: string, edit: (shot: Shot) => Shot, step: EditStep): Promise<Shot>
  /** Takes the last edit back; resolves to what it was, or null when there is none. */
  undoShot(name: string): Promise<string | null>
  redoShot(name: string): Promise<string | null>
  /** What undo and redo would concern. */
  historyLabels(name: string): { undo: string | null; redo: string | null }
  /** Every prompt of the shot's history, the newest first. */
  pastPrompts(name: string): { text: string; at: number }[]
  editProject(edit: (project: Project) => Project): Promise<Project>
  /** Throws `shot-has-takes`. */
  removeShot(name: string): Promise<void>
  nextTakeNumber(shotName: string): number
  /**
   * Records a new take's intent; returns the take when it is on the disk. A number that another take of the shot got
   * meanwhile is replaced by the next free one: no two takes share a folder.
   */
  intendTake(take: Take): Promise<Take>
  /** Whether a POST of the take was ever announced; without one it was surely never sent. */
  isPosted(takeId: string): boolean
  /** Announces a POST; it is on the disk when this resolves. */
  recordPosting(takeId: string): Promise<void>
  /** Moves a take to a state and merges `changes`. Throws `internal` on a move the state machine does not know. */
  moveTake(id: string, state: TakeState, changes?: Partial<Take>): Promise<Take>
  /** Merges changes that are no change of state. */
  updateTake(id: string, changes: Partial<Take>): Promise<Take>
  /** Rejects with `project-gone` when the folder is no longer there. */
  assertPresent(): Promise<void>
}

export interface EditStep {
  /** In a word or two, for "Undo …". */
  label: string
  /** Edits of one key that follow one another closely are one step. */
  mergeKey?: string | undefined
}

/** Opens the project in `folder`, or makes one there (nothing is written before the first shot). */
export async function openProject(options: { folder: string; clock: Clock }): Promise<ProjectStore> {
  const { folder, clock } = options
  const stored = await readDocument(projectJson(folder), projectFileSchema, PROJECT_VERSION)
  let project: Project = stored ?? {
    version: PROJECT_VERSION,
    name: basename(folder),
    createdAt: new Date(clock.now()).toISOString(),
    shotOrder: [],
    budgetUsd: null,
    looks: [],
  }
  let isOnDisk = stored !== undefined
  await sweepLeftovers(folder, project.shotOrder)
  const shots = await readShots(folder, project.shotOrder)
  const histories = await readHistories(folder, [...shots.keys()])
  const { takes, intendedAt, posted } = await readTakes(folder, [...shots.keys()])
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

  const historyOf = (name: string): History => histories.get(name) ?? EMPTY_HISTORY

  /** The history first: one that knows of an edit which never landed does no harm, the other way round loses it. */
  async function storeShot(shot: Shot, history: History): Promise<Shot> {
    await assertPresent()
    if (history !== historyOf(shot.name)) await writeJsonDurably(historyJson(folder, shot.name), history)
    await writeJsonDurably(shotJson(folder, shot.name), shot)
    shots.set(shot.name, shot)
    histories.set(shot.name, history)
    return shot
  }

  /** One step back or forth. */
  async function travel(name: string, go: typeof undoStep, label: string | null): Promise<string | null> {
    const moved = go(historyOf(name), store.shot(name))
    if (!moved) return null
    await storeShot(moved.shot, moved.history)
    return label
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

    editShot: (name, edit, { label, mergeKey }) =>
      inOrder(async () => {
        const before = store.shot(name)
        const after = { ...edit(before), name: before.name }
        const history = recordStep(historyOf(name), { before, after, label, mergeKey, at: clock.now() })
        // An edit that changes nothing is not written.
        return history === historyOf(name) ? before : storeShot(after, history)
      }),
    undoShot: (name) => inOrder(() => travel(name, undoStep, historyLabels(historyOf(name)).undo)),
    redoShot: (name) => inOrder(() => travel(name, redoStep, historyLabels(historyOf(name)).redo)),
    historyLabels: (name) => historyLabels(historyOf(name)),
    pastPrompts: (name) =>
      historyOf(name)
        .steps.flatMap(({ after, at }) => (after.prompt === undefined ? [] : [{ text: after.prompt, at }]))
        .reverse(),
    editProject: (edit) =>
      inOrder(async () => {
        await saveProject({ ...edit(project), shotOrder: project.shotOrder })
        return project
      }),

    removeShot: (name) =>
      inOrder(async () => {
        if (store.takes(name).length > 0)
          throw new Failure('shot-has-takes', `${name} has takes.`, { shotName: name })
        await saveProject({ ...project, shotOrder: project.shotOrder.filter((known) => known !== name) })
        shots.delete(name)
        histories.delete(name)
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

    isPosted: (takeId) => posted.has(takeId),
    recordPosting: (takeId) =>
      inOrder(async () => {
        await assertPresent()
        const at = new Date(clock.now()).toISOString()
        await appendRecord(ledgerFile(folder), { version: 1, at, event: 'posting', takeId })
        posted.add(takeId)
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
    const shot = await readDocument(shotJson(folder, name), shotFileSchema, SHOT_VERSION)
    if (shot) shots.set(name, { ...shot, name })
  }
  return shots
}

/** A history that cannot be read is begun anew: the shot itself is what counts. */
async function readHistories(folder: string, shotNames: readonly string[]): Promise<Map<string, History>> {
  const histories = new Map<string, History>()
  for (const name of shotNames) {
    const history = await readDocument(historyJson(folder, name), historySchema).catch(() => undefined)
    if (history) histories.set(name, { ...history, done: Math.min(history.done, history.steps.length) })
  }
  return histories
}
