// One open project: its shots and takes in memory, every change on the disk before it counts. The ledger is written
// before take.json, so a take whose intent was recorded can always be found again.
import { rm } from 'node:fs/promises'
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
import { DEFAULT_CONFORM } from '#shared/domain/conform-settings'
import { PROJECT_VERSION, projectFileSchema, type Project } from '#shared/domain/project'
import { createShot, SHOT_VERSION, shotFileSchema, type Shot } from '#shared/domain/shot'
import { writeJsonDurably } from '../../disk/durable'
import type { Holder } from './project-lock'
import { historyJson, projectJson, shotFolder, shotJson } from './project-paths'
import { readDocument } from './read-documents'
import { readTakes } from './read-takes'
import { sweepLeftovers } from './sweep-leftovers'
import { createTakeStore, type TakeStore } from './take-store'
import { guardWrites } from './write-guard'

export interface ProjectStore extends TakeStore {
  readonly folder: string
  readonly project: Project
  /** Another process drives the project: every function that writes throws `project-read-only`. */
  readonly isReadOnly: boolean
  /** Who drives the project, when it is not us. */
  readonly holder: Holder | null
  /** Lines of the ledger that could not be read; they are kept where they are. */
  readonly unreadableLines: number
  shots(): Shot[]
  /** Throws `shot-unknown`. */
  shot(name: string): Shot
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
  /** Resolves when every edit asked for so far has landed or failed: what is sent is what the artist sees. */
  settle(): Promise<void>
  /** Rejects with `project-gone` when the folder is no longer there. */
  assertPresent(): Promise<void>
  /** To be awaited before files are written beside the store: rejects with `project-gone` or `project-read-only`. */
  assertWritable(): Promise<void>
  /** Lets others drive the project. Nothing may be written afterwards. */
  close(): Promise<void>
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
    conform: DEFAULT_CONFORM,
  }
  const guard = await guardWrites(folder, stored !== undefined)
  const { assertPresent, assertWritable } = guard
  const shots = await readShots(folder, project.shotOrder)
  const histories = await readHistories(folder, [...shots.keys()])
  const { takes, unreadableLines } = await readTakes(folder, [...shots.keys()])
  // Unfinished files of a project that another process drives are that one's work under way.
  if (!guard.holder())
    await sweepLeftovers(
      folder,
      project.shotOrder,
      [...takes.values()].map(({ take }) => take),
    )
  let queue: Promise<unknown> = Promise.resolve()

  /** One write at a time: later edits never land before earlier ones. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const next = queue.then(work, work)
    queue = next.catch(() => undefined)
    return next
  }

  async function saveProject(next: Project): Promise<void> {
    await assertWritable()
    await writeJsonDurably(projectJson(folder), next)
    project = next
    guard.expectProject()
  }

  const historyOf = (name: string): History => histories.get(name) ?? EMPTY_HISTORY

  /** The history first: one that knows of an edit which never landed does no harm, the other way round loses it. */
  async function storeShot(shot: Shot, history: History): Promise<Shot> {
    await assertWritable()
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

  const store: ProjectStore = {
    ...createTakeStore({ folder, clock, takes, inOrder, assertWritable }),
    folder,
    unreadableLines,
    get project() {
      return project
    },
    get holder() {
      return guard.holder()
    },
    get isReadOnly() {
      return guard.holder() !== null
    },
    shots: () => project.shotOrder.flatMap((name) => shots.get(name) ?? []),
    shot(name) {
      const shot = shots.get(name)
      if (!shot) throw new Failure('shot-unknown', `There is no shot ${name}.`, { shotName: name })
      return shot
    },
    assertPresent,
    settle: () => inOrder(() => Promise.resolve()),
    assertWritable,
    close: () => inOrder(guard.release),

    createShot: (name) =>
      inOrder(async () => {
        const shot = createShot(name ?? nextShotName(project.shotOrder))
        const isTaken = project.shotOrder.some((known) => known.toLowerCase() === shot.name.toLowerCase())
        if (isTaken || !isShotName(shot.name)) {
          const why = isTaken ? 'is there already' : 'cannot be the name of a shot'
          throw new Failure('invalid-input', `${shot.name} ${why}.`, { shotName: shot.name })
        }
        await assertWritable()
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
