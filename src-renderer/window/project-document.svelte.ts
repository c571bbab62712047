// The document: the last snapshot main sent, with edits under way laid over it, so that typing and dragging
// never wait for the disk. Knows nothing of what is selected or shown.
import { SvelteMap } from 'svelte/reactivity'
import type { EventPayload } from '#shared/contract/events'
import type { Snapshot, ShotView, TakeActivity, TakeView } from '#shared/contract/views'
import { toCanvas, type Canvas, type CanvasTable } from '#shared/domain/canvas'
import { DEFAULT_CONFORM, type ConformSettings } from '#shared/domain/conform-settings'
import type { FrameTiming } from '#shared/domain/time-code'
import type { Shot, ShotPatch } from '#shared/domain/shot'
import { applyEdit, type ShotEdit } from '#shared/domain/shot-edit'
import { isFinished } from '#shared/domain/take'

interface PendingEdit {
  number: number
  shotName: string
  edit: ShotEdit
}

interface Options {
  /** Makes the edit last; rejects with a Failure. */
  editShot(shotName: string, edit: ShotEdit, editNumber: number): Promise<unknown>
}

export class ProjectDocument {
  #snapshot = $state.raw<Snapshot | null>(null)
  readonly #activities = new SvelteMap<string, TakeActivity | null>()
  #pending = $state.raw<readonly PendingEdit[]>([])
  #importProgress = $state.raw<EventPayload<'importProgress'>>(null)
  #nextEdit = 1
  /** Counts whole snapshots; a single take's news carries no edit. */
  readonly #editShot: Options['editShot']

  readonly shots: readonly ShotView[] = $derived(
    layEdits(withActivities(this.#snapshot?.shots ?? [], this.#activities), this.#pending, this.canvases),
  )
  readonly takes: ReadonlyMap<string, TakeView> = $derived(byId(this.shots))
  /** The takes that were never sent, in the order they will be. */
  readonly waiting: readonly TakeView[] = $derived(
    (this.#snapshot?.queue.waiting ?? []).flatMap((id) => this.takes.get(id) ?? []),
  )
  readonly underWay: readonly TakeView[] = $derived(
    toUnderWay(this.takes, this.#snapshot?.queue.waiting ?? []),
  )

  get runningCount(): number {
    return this.underWay.length
  }

  constructor({ editShot }: Options) {
    this.#editShot = editShot
  }

  /** The sizes in force; undefined before the first snapshot, which stands for the built-in ones. */
  get canvases(): CanvasTable | undefined {
    return this.#snapshot?.canvases.table
  }

  /** How the project's sequences are named, numbered and timed. */
  get conform(): ConformSettings {
    return this.#snapshot?.project.conform ?? DEFAULT_CONFORM
  }

  /** Of the timeline, where there is no take yet. */
  get timing(): FrameTiming {
    return this.conform
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot
  }

  /** One that is older than what is known, overtaken on the way, is passed over. */
  receive(snapshot: Snapshot): void {
    const { change, edit } = snapshot.revision
    if (this.#snapshot && change < this.#snapshot.revision.change) return
    // A reloaded window goes on counting where the one before it stopped.
    if (!this.#snapshot) this.#nextEdit = Math.max(this.#nextEdit, edit + 1)
    this.#snapshot = snapshot
    this.#activities.clear()
    this.#pending = this.#pending.filter(({ number }) => number > edit)
  }

  /** One take after a step; only what it touches is made anew, so that a long queue costs no more than a short one. */
  receiveTake({ take, queue, spentUsd, waitingUsd }: EventPayload<'takeChanged'>): void {
    const snapshot = this.#snapshot
    if (!snapshot) return
    const shots = snapshot.shots.map((shot) => (shot.name === take.shotName ? withTake(shot, take) : shot))
    this.#snapshot = { ...snapshot, shots, queue, spentUsd, waitingUsd }
    this.#activities.delete(take.id)
  }

  /** How far an import of several stills has come; null when none runs. */
  get importProgress(): EventPayload<'importProgress'> {
    return this.#importProgress
  }

  receiveImportProgress(progress: EventPayload<'importProgress'>): void {
    this.#importProgress = progress
  }

  receiveProgress(takeId: string, activity: TakeActivity | null): void {
    this.#activities.set(takeId, activity)
  }

  /** Shows the change at once and makes it last. */
  patch(shotName: string, patch: ShotPatch): Promise<void> {
    return this.edit(shotName, { kind: 'patch', patch })
  }

  /** The shot's exact size by the table in force. */
  canvasOf(shot: Pick<Shot, 'tier' | 'aspect'>): Canvas {
    return toCanvas(shot.tier, shot.aspect, this.canvases)
  }

  findShot(name: string | null): ShotView | undefined {
    return this.shots.find((shot) => shot.name === name)
  }

  /** Shows the edit at once and makes it last. When it is refused, the old shot is shown again. */
  async edit(shotName: string, wanted: ShotEdit): Promise<void> {
    const number = this.#nextEdit
    this.#nextEdit += 1
    this.#pending = [...this.#pending, { number, shotName, edit: wanted }]
    try {
      await this.#editShot(shotName, wanted, number)
    } catch (error) {
      this.#pending = this.#pending.filter((known) => known.number !== number)
      throw error
    }
  }
}

/** A take the snapshot does not have yet comes with the next snapshot. */
function withTake(shot: ShotView, take: TakeView): ShotView {
  return { ...shot, takes: shot.takes.map((known) => (known.id === take.id ? take : known)) }
}

function layEdits(
  shots: readonly ShotView[],
  pending: readonly PendingEdit[],
  canvases: CanvasTable | undefined,
): readonly ShotView[] {
  if (pending.length === 0) return shots
  return shots.map((shot) =>
    pending
      .filter((edit) => edit.shotName === shot.name)
      .reduce<ShotView>((view, { edit }) => layEdit(view, edit, canvases), shot),
  )
}

/** The edited shot, with what only main knows of its stills. */
function layEdit(view: ShotView, edit: ShotEdit, canvases: CanvasTable | undefined): ShotView {
  const shot = applyEdit(view, edit, canvases)
  const kept = new Set(shot.stills.map((still) => still.id))
  return { ...view, ...shot, stills: view.stills.filter((still) => kept.has(still.id)) }
}

function withActivities(
  shots: readonly ShotView[],
  activities: ReadonlyMap<string, TakeActivity | null>,
): readonly ShotView[] {
  if (activities.size === 0) return shots
  return shots.map((shot) => {
    if (!shot.takes.some((take) => activities.has(take.id))) return shot
    return {
      ...shot,
      takes: shot.takes.map((take) => {
        const activity = activities.get(take.id)
        return activity === undefined ? take : { ...take, activity }
      }),
    }
  })
}

export function isRunning(take: TakeView): boolean {
  return take.activity !== null || (!isFinished(take.state) && take.state !== 'parked')
}

function byId(shots: readonly ShotView[]): Map<string, TakeView> {
  return new Map(shots.flatMap((shot) => shot.takes.map((take) => [take.id, take])))
}

function toUnderWay(takes: ReadonlyMap<string, TakeView>, waiting: readonly string[]): TakeView[] {
  const isWaiting = new Set(waiting)
  return [...takes.values()].filter((take) => isRunning(take) && !isWaiting.has(take.id))
}
