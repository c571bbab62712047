// The crop under the artist's hand: what is shown while a gesture lasts, committed as one edit when it ends.
// Knows no elements; the clock comes in.
import type { StillView } from '#shared/contract/views'
import type { Crop, PixelSize } from '#shared/domain/crop'
import { mapCrop } from '#shared/domain/crop-moves'

export interface CropSubject {
  shotName: string
  frame: number
  still: StillView
  /** As the shot has it. */
  crop: Crop
  canvas: PixelSize
}

interface Draft {
  shotName: string
  frame: number
  crop: Crop
}

interface Options {
  subject: () => CropSubject | undefined
  commit: (shotName: string, frame: number, crop: Crop) => void
  /** Runs later; the answer takes it back. */
  later: (run: () => void, ms: number) => () => void
}

/** Turns of a wheel that follow one another within this are one gesture. */
const SETTLE_MS = 250

export class CropDesk {
  #draft = $state.raw<Draft | null>(null)
  #copied = $state.raw<{ crop: Crop; still: PixelSize } | null>(null)
  #stopSettling: (() => void) | undefined
  readonly #options: Options

  /** Shown as a dashed outline: what a suggestion or a proposal would take. */
  ghost = $state.raw<Crop | null>(null)
  /** The tilt is being changed: the grid is shown. */
  isTilting = $state(false)

  constructor(options: Options) {
    this.#options = options
  }

  get subject(): CropSubject | undefined {
    return this.#options.subject()
  }

  /** The crop that is seen: the gesture's, or the shot's. */
  get crop(): Crop | undefined {
    const subject = this.subject
    if (!subject) return undefined
    const draft = this.#draft
    const isHere = draft?.shotName === subject.shotName && draft.frame === subject.frame
    return isHere ? draft.crop : subject.crop
  }

  get isMoving(): boolean {
    return this.#draft !== null
  }

  /** Ends what is unfinished and returns the crop that the new gesture starts from. */
  begin(): Crop | undefined {
    this.commit()
    return this.subject?.crop
  }

  preview(crop: Crop): void {
    const subject = this.subject
    if (subject) this.#draft = { shotName: subject.shotName, frame: subject.frame, crop }
  }

  /** Shows the crop, and commits it when nothing follows for a moment. */
  settle(crop: Crop): void {
    this.preview(crop)
    this.#stopSettling?.()
    this.#stopSettling = this.#options.later(() => this.commit(), SETTLE_MS)
  }

  commit(): void {
    const draft = this.#draft
    this.#clear()
    if (!draft) return
    const subject = this.subject
    const isHere = subject?.shotName === draft.shotName && subject.frame === draft.frame
    if (isHere && isSameCrop(subject.crop, draft.crop)) return
    this.#options.commit(draft.shotName, draft.frame, draft.crop)
  }

  cancel(): void {
    this.#clear()
  }

  /** A whole gesture at once: a button, a typed number. */
  take(crop: Crop): void {
    this.commit()
    this.preview(crop)
    this.commit()
  }

  get hasCopy(): boolean {
    return this.#copied !== null
  }

  copy(): void {
    const { crop, subject } = this
    if (crop && subject) this.#copied = { crop, still: subject.still }
  }

  /** The copied framing on this still, by shares of its size. */
  paste(): void {
    const { subject } = this
    if (subject && this.#copied)
      this.take(mapCrop(this.#copied.crop, this.#copied.still, subject.still, subject.canvas))
  }

  #clear(): void {
    this.#stopSettling?.()
    this.#stopSettling = undefined
    this.#draft = null
    this.isTilting = false
  }
}

function isSameCrop(one: Crop, other: Crop): boolean {
  return (Object.keys(one) as (keyof Crop)[]).every((field) => one[field] === other[field])
}
