// A keyframe under the pointer: where it would land now, on a free frame of the snap. Nothing of the shot changes
// until it is released, and Escape forgets it.
import { nearestFreeFrame, type Snap } from '#shared/domain/keyframe-edits'
import { lastFrameIndex } from '#shared/domain/frame-time'
import type { Shot } from '#shared/domain/shot'

/** Less than this is a click with a shaking hand. */
const THRESHOLD_PX = 3

export class KeyframeDrag {
  #held = $state.raw<{ from: number; startX: number } | null>(null)
  #landing = $state<number | null>(null)

  /** The frame the held keyframe comes from; null when none is dragged. */
  get from(): number | null {
    return this.#landing === null ? null : (this.#held?.from ?? null)
  }

  /** Where a keyframe is drawn now. */
  frameOf(frame: number): number {
    return this.#held?.from === frame && this.#landing !== null ? this.#landing : frame
  }

  begin(frame: number, clientX: number): void {
    this.#held = { from: frame, startX: clientX }
    this.#landing = null
  }

  /** `width` of the track, in pixels. */
  move(shot: Shot, clientX: number, width: number, snap: Snap): void {
    if (!this.#held || width <= 0) return
    const { from, startX } = this.#held
    if (this.#landing === null && Math.abs(clientX - startX) < THRESHOLD_PX) return
    const wanted = from + ((clientX - startX) / width) * lastFrameIndex(shot.duration)
    this.#landing = nearestFreeFrame(shot, from, wanted, snap)
  }

  /** The move that was made; undefined where it was none. */
  release(): { from: number; to: number } | undefined {
    const from = this.from
    const to = this.#landing
    this.cancel()
    return from !== null && to !== null && from !== to ? { from, to } : undefined
  }

  cancel(): void {
    this.#held = null
    this.#landing = null
  }
}
