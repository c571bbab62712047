// What the artist is looking at: the shot, the take, the tab, the keyframe. Holds names and ids, never documents,
// so that a new snapshot can never leave it pointing at something old.
import type { ShotView, TakeView } from '#shared/contract/views'

export type Tab = 'bench' | 'viewer'

export class ViewState {
  tab = $state<Tab>('bench')
  /** The dialog of the service and its key. */
  isServiceShown = $state(false)
  /** The frame of the keyframe on the bench. */
  keyframeFrame = $state(0)
  #shotName = $state<string | null>(null)
  #takeId = $state<string | null>(null)
  readonly #shots: () => readonly ShotView[]

  readonly shot: ShotView | undefined = $derived.by(() => chooseShot(this.#shots(), this.#shotName))
  readonly take: TakeView | undefined = $derived.by(() => chooseTake(this.shot, this.#takeId))

  constructor(shots: () => readonly ShotView[]) {
    this.#shots = shots
  }

  showShot(shotName: string): void {
    if (shotName !== this.shot?.name) this.keyframeFrame = 0
    this.#shotName = shotName
    this.tab = 'bench'
  }

  showTake(shotName: string, takeId: string): void {
    if (shotName !== this.shot?.name) this.keyframeFrame = 0
    this.#shotName = shotName
    this.#takeId = takeId
    this.tab = 'viewer'
  }
}

/** The named shot, or the first when the name is gone. */
export function chooseShot(shots: readonly ShotView[], name: string | null): ShotView | undefined {
  return shots.find((shot) => shot.name === name) ?? shots[0]
}

/** The take asked for when it belongs to the shot, or the shot's newest. */
export function chooseTake(shot: ShotView | undefined, takeId: string | null): TakeView | undefined {
  if (!shot) return undefined
  return shot.takes.find((take) => take.id === takeId) ?? newestTake(shot)
}

export function newestTake(shot: ShotView): TakeView | undefined {
  return shot.takes.reduce<TakeView | undefined>(
    (newest, take) => (newest && newest.number > take.number ? newest : take),
    undefined,
  )
}
