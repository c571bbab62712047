// Where the bench stands in time and how its animatic runs: by the clock, never by counting ticks, so that a late
// frame is skipped instead of slowing the motion. Knows no pictures; clock and frame scheduler are handed in.
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'

interface Options {
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** Runs before the next picture is drawn; returns its undo. */
  onNextFrame(run: () => void): () => void
  length(): { lastFrame: number; isLooping: boolean }
}

export class AnimaticPlayer {
  #frame = $state(0)
  #isPlaying = $state(false)
  #isShown = $state(false)
  #start = { frame: 0, at: 0 }
  #cancel: (() => void) | undefined
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** Real-valued while it plays. */
  get frame(): number {
    return Math.min(this.#frame, this.#options.length().lastFrame)
  }

  /** The whole frame the playhead stands on. */
  get wholeFrame(): number {
    return Math.floor(this.frame)
  }

  get isPlaying(): boolean {
    return this.#isPlaying
  }

  /** Whether the stage shows the animatic instead of the chosen keyframe's crop. */
  get isShown(): boolean {
    return this.#isShown
  }

  toggle(): void {
    if (this.#isPlaying) this.pause()
    else this.play()
  }

  /** From the end it begins anew. */
  play(): void {
    const { lastFrame } = this.#options.length()
    if (this.frame >= lastFrame) this.#frame = 0
    this.#isPlaying = true
    this.#isShown = true
    this.#start = { frame: this.frame, at: this.#options.now() }
    this.#schedule()
  }

  /** Stands still on a whole frame. */
  pause(): void {
    this.#stop()
    this.#frame = this.wholeFrame
  }

  /** Scrubs: the animatic is shown at this frame and does not play. */
  goTo(frame: number): void {
    this.#stop()
    this.#frame = Math.min(this.#options.length().lastFrame, Math.max(0, Math.round(frame)))
    this.#isShown = true
  }

  /** Gives the stage back to the crop, with the playhead at this frame. */
  rest(frame: number): void {
    this.goTo(frame)
    this.#isShown = false
  }

  #stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#isPlaying = false
  }

  #schedule(): void {
    this.#cancel?.()
    this.#cancel = this.#options.onNextFrame(() => this.#advance())
  }

  #advance(): void {
    const { lastFrame, isLooping } = this.#options.length()
    const elapsedSeconds = (this.#options.now() - this.#start.at) / 1000
    const reached = this.#start.frame + elapsedSeconds * FRAMES_PER_SECOND
    if (!isLooping && reached >= lastFrame) {
      this.#stop()
      this.#frame = lastFrame
      return
    }
    // In a loop the frame after the last is the first again.
    this.#frame = isLooping ? reached % lastFrame : reached
    this.#schedule()
  }
}
