// What the artist can do, as functions: each asks main, shows what came of it, and turns failures into notices.
// Knows no elements and no keys.
import type { CallInput, CallOutput } from '#shared/contract/calls'
import { isFailure } from '#shared/domain/failure'
import type { ShotPatch } from '#shared/domain/shot'
import type { ShotEdit } from '#shared/domain/shot-edit'
import type { Bridge } from '../bridge'
import { failureWords } from '../messages'
import type { PromptDrafts } from '../shot/prompt-drafts.svelte'
import type { Dropped } from './drag-data'
import type { LengthQuestion } from './length-question.svelte'
import type { Notices } from './notices.svelte'
import type { ProjectDocument } from './project-document.svelte'
import { uploadFile } from './upload-file'
import type { ViewState } from './view-state.svelte'

interface Options {
  call: Bridge['client']['call']
  document: ProjectDocument
  view: ViewState
  notices: Notices
  drafts: PromptDrafts
  lengthQuestion: LengthQuestion
}

/** The take that asked for the very same, and what asking again would cost. */
export interface Repeat {
  take: string
  askedAt: string
  sumUsd: number
}

export type Acts = ReturnType<typeof createActs>

export function createActs({ call, document, view, notices, drafts, lengthQuestion }: Options) {
  /** Runs one act; a failure becomes a notice and the answer undefined. */
  async function attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      notices.postError(error)
      return undefined
    }
  }

  /** Where the artist is; a long import must not take them away from where they went meanwhile. */
  const place = (): string | undefined =>
    view.shot && JSON.stringify([view.shot.name, view.tab, view.keyframeFrame])

  /** Runs an import, names what was refused, and shows the newest still unless the artist has gone elsewhere. */
  async function bringIn(act: () => Promise<CallOutput<'importStills'>>): Promise<void> {
    const before = place()
    const result = await attempt(act)
    if (!result) return
    if (result.refused.length > 0) notices.post(refusedNotice(result.refused))
    if (result.shotName === null || (before !== undefined && place() !== before)) return
    view.showShot(result.shotName)
    // The snapshot that names the new keyframe may still be on its way.
    const shown = place()
    const snapshot = await attempt(() => call.getSnapshot({}))
    if (snapshot) document.receive(snapshot)
    if (shown !== undefined && place() !== shown) return
    const newest = result.importedStillIds.at(-1)
    const key = document.findShot(result.shotName)?.keyframes.find((known) => known.stillId === newest)
    if (key) view.keyframeFrame = key.frame
  }

  return {
    attempt,
    chooseProject: () => attempt(() => call.chooseProject({})),
    revealProject: () => attempt(() => call.revealProject({})),
    chooseFfmpeg: () => attempt(() => call.chooseFfmpeg({})),

    async createShot(): Promise<void> {
      const made = await attempt(() => call.createShot({}))
      if (made) view.showShot(made.shotName)
    },
    removeShot: (shotName: string) => attempt(() => call.removeShot({ shotName })),
    edit: (shotName: string, edit: ShotEdit) => attempt(() => document.edit(shotName, edit)),
    /** Another length that would move inner keyframes waits for the answer to the length question. */
    async patchShot(shotName: string, patch: ShotPatch): Promise<void> {
      if (lengthQuestion.ask(document.findShot(shotName), patch)) view.tab = 'bench'
      else await attempt(() => document.patch(shotName, patch))
    },
    /** What is typed counts as the last edit, so it is saved first. */
    async undo(shotName: string): Promise<void> {
      if (await drafts.flush(shotName)) await attempt(() => call.undoShot({ shotName }))
    },
    async redo(shotName: string): Promise<void> {
      if (await drafts.flush(shotName)) await attempt(() => call.redoShot({ shotName }))
    },

    /** Files of this machine, or what a browser hands over. */
    async importDropped(
      dropped: Exclude<Dropped<File>, { kind: 'nothing' }>,
      to: { shotName?: string; frame?: number },
    ): Promise<void> {
      if (dropped.kind === 'paths') {
        return bringIn(() => call.importStills({ paths: dropped.paths, ...to }))
      }
      const items: CallInput<'importFromBrowser'>['items'] = dropped.urls.map((url) => ({ kind: 'url', url }))
      for (const file of dropped.files) {
        const token = await attempt(() => uploadFile(file))
        if (token !== undefined) items.push({ kind: 'upload', token })
      }
      if (items.length > 0) await bringIn(() => call.importFromBrowser({ items, ...to }))
    },
    pickStills: () => bringIn(() => call.pickStills({ shotName: view.shot?.name })),
    pasteStill: () => bringIn(() => call.pasteStill({ shotName: view.shot?.name })),
    async useExample(exampleId: string): Promise<void> {
      const made = await attempt(() => call.useExample({ exampleId }))
      if (made) view.showShot(made.shotName)
    },

    /**
     * Saves what is typed first, so that the takes are of what is on the screen. A repeat that was not meant comes
     * back as a question, with nothing bought.
     */
    async buyTake(
      shotName: string,
      order: { count?: number; isRepeatMeant?: boolean } = {},
    ): Promise<Repeat | undefined> {
      if (!(await drafts.flush(shotName))) return undefined
      try {
        await call.buyTake({ shotName, ...order })
      } catch (error) {
        const repeat = toRepeat(error)
        if (repeat) return repeat
        notices.postError(error)
      }
      return undefined
    },
    /** Deliveries become takes; pictures among them go to the shot as stills. */
    async ingestDropped(paths: string[], shotName?: string): Promise<void> {
      const result = await attempt(() => call.ingestDeliveries({ paths, shotName }))
      if (!result) return
      if (result.left.length > 0) await bringIn(() => call.importStills({ paths: result.left, shotName }))
      const newest = result.takes.at(-1)
      if (!newest) return
      const snapshot = await attempt(() => call.getSnapshot({}))
      if (snapshot) document.receive(snapshot)
      view.showTake(newest.shotName, newest.takeId)
    },
    downloadAgain: (takeId: string) => attempt(() => call.downloadAgain({ takeId })),
    resumeTake: (takeId: string) => attempt(() => call.resumeTake({ takeId })),
    revealTake: (takeId: string) => attempt(() => call.revealTake({ takeId })),
  }
}

function refusedNotice(refused: CallOutput<'importStills'>['refused']) {
  const [first] = refused
  if (refused.length === 1 && first) {
    const words = failureWords(first.code, first.message)
    return { tone: 'bad' as const, words: { ...words, happened: `${first.name}: ${words.happened}` } }
  }
  return {
    tone: 'bad' as const,
    words: { happened: `${refused.length} files were not taken.`, todo: 'The others are in the shot.' },
    items: refused.map((file) => {
      const words = failureWords(file.code, file.message)
      return `${file.name}: ${words.happened} ${words.todo}`
    }),
  }
}

function toRepeat(error: unknown): Repeat | undefined {
  if (!isFailure(error) || error.code !== 'repeats-take') return undefined
  const { take, askedAt, sumUsd } = error.details
  if (typeof take !== 'string' || typeof askedAt !== 'string' || typeof sumUsd !== 'number') return undefined
  return { take, askedAt, sumUsd }
}
