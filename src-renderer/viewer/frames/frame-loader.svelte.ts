// The true frame the playhead rests on, decoded; what is not wanted any more is stopped. The first wish after a pause is
// followed at once, a quick row of wishes only when it ends. Knows no elements and no workers.
import { isFailure, type Failure } from '#shared/domain/failure'
import type { PictureFrame } from './frame-question'

/** Wishes closer together than this are a row. */
const ROW_MS = 120
const REST_MS = 60

export interface LoadedFrame {
  takeId: string
  frame: number
  picture: PictureFrame
}

interface Options {
  getFrameFile(input: { takeId: string; frame: number }): Promise<{ mediaId: string }>
  decode(mediaId: string, signal: AbortSignal): Promise<PictureFrame>
  /** The pixels are not needed any more. */
  giveBack(picture: PictureFrame): void
  /** Milliseconds from any start. */
  now(): number
  sleep(ms: number): Promise<void>
}

export class FrameLoader {
  #ready = $state.raw<LoadedFrame | null>(null)
  #failure = $state.raw<Failure | null>(null)
  #asked: { takeId: string; frame: number; stopper: AbortController } | null = null
  #lastAsk = -Infinity
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** The frame decoded last; it stays until another is there. */
  get ready(): LoadedFrame | null {
    return this.#ready
  }

  /** Why the last frame asked for has no picture. */
  get failure(): Failure | null {
    return this.#failure
  }

  async want(takeId: string, frame: number): Promise<void> {
    if (this.#asked?.takeId === takeId && this.#asked.frame === frame) return
    this.#stop()
    const stopper = new AbortController()
    this.#asked = { takeId, frame, stopper }
    this.#failure = null
    const { now, sleep } = this.#options
    const isRow = now() - this.#lastAsk < ROW_MS
    this.#lastAsk = now()
    if (isRow) await sleep(REST_MS)
    if (!stopper.signal.aborted) await this.#load(takeId, frame, stopper.signal)
  }

  async #load(takeId: string, frame: number, signal: AbortSignal): Promise<void> {
    try {
      const { mediaId } = await this.#options.getFrameFile({ takeId, frame })
      if (signal.aborted) return
      const picture = await this.#options.decode(mediaId, signal)
      if (signal.aborted) this.#options.giveBack(picture)
      else this.#replace({ takeId, frame, picture })
    } catch (error) {
      if (signal.aborted) return
      if (!isFailure(error)) throw error
      this.#failure = error
    }
  }

  /** It is decoded, and still it cannot be shown. */
  refuse(failure: Failure): void {
    this.#failure = failure
  }

  /** Nothing is wanted now; what is on its way is stopped. */
  rest(): void {
    this.#stop()
    this.#asked = null
    this.#failure = null
    this.#replace(null)
  }

  #stop(): void {
    this.#asked?.stopper.abort()
  }

  #replace(next: LoadedFrame | null): void {
    const before = this.#ready
    this.#ready = next
    if (before) this.#options.giveBack(before.picture)
  }
}
