// The document: the last snapshot main sent, with edits under way laid over it, so that typing and dragging
// never wait for the disk. Knows nothing of what is selected or shown.
import { SvelteMap } from 'svelte/reactivity'
import type { Snapshot, ShotView, TakeActivity, TakeView } from '#shared/contract/views'
import type { ShotPatch } from '#shared/domain/shot'
import { patchShot } from '#shared/domain/shot-edits'
import { isFinished } from '#shared/domain/take'

interface PendingEdit {
  id: number
  shotName: string
  patch: ShotPatch
  /** The call has ended; the next snapshot carries it. */
  isSettled: boolean
}

interface Options {
  /** Makes the edit last; rejects with a Failure. */
  editShot(shotName: string, patch: ShotPatch): Promise<unknown>
}

export class ProjectDocument {
  #snapshot = $state.raw<Snapshot | null>(null)
  readonly #activities = new SvelteMap<string, TakeActivity | null>()
  #pending = $state.raw<readonly PendingEdit[]>([])
  #nextEdit = 1
  readonly #editShot: Options['editShot']

  readonly shots: readonly ShotView[] = $derived(
    layEdits(withActivities(this.#snapshot?.shots ?? [], this.#activities), this.#pending),
  )
  readonly runningCount: number = $derived(countRunning(this.shots))

  constructor({ editShot }: Options) {
    this.#editShot = editShot
  }

  get snapshot(): Snapshot | null {
    return this.#snapshot
  }

  receive(snapshot: Snapshot): void {
    this.#snapshot = snapshot
    this.#activities.clear()
    this.#pending = this.#pending.filter((edit) => !edit.isSettled)
  }

  receiveProgress(takeId: string, activity: TakeActivity | null): void {
    this.#activities.set(takeId, activity)
  }

  findShot(name: string | null): ShotView | undefined {
    return this.shots.find((shot) => shot.name === name)
  }

  /** Shows the edit at once and makes it last. When it is refused, the old shot is shown again. */
  async edit(shotName: string, patch: ShotPatch): Promise<void> {
    const edit: PendingEdit = { id: this.#nextEdit, shotName, patch, isSettled: false }
    this.#nextEdit += 1
    this.#pending = [...this.#pending, edit]
    const before = this.#snapshot
    try {
      await this.#editShot(shotName, patch)
    } catch (error) {
      this.#pending = this.#pending.filter((known) => known.id !== edit.id)
      throw error
    }
    // A snapshot that came during the call was sent after the edit was made; else the next one brings it.
    if (this.#snapshot !== before) this.#pending = this.#pending.filter((known) => known.id !== edit.id)
    else
      this.#pending = this.#pending.map((known) =>
        known.id === edit.id ? { ...known, isSettled: true } : known,
      )
  }
}

function layEdits(shots: readonly ShotView[], pending: readonly PendingEdit[]): readonly ShotView[] {
  if (pending.length === 0) return shots
  return shots.map((shot) =>
    pending
      .filter((edit) => edit.shotName === shot.name)
      .reduce<ShotView>(
        (view, edit) => ({ ...view, ...patchShot(view, edit.patch), stills: view.stills }),
        shot,
      ),
  )
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

function countRunning(shots: readonly ShotView[]): number {
  return shots.reduce((sum, shot) => sum + shot.takes.filter(isRunning).length, 0)
}
