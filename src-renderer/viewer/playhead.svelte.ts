// Where the viewer stands in time and how it moves. Frames count from 0. Knows no video and no pictures.

export type Motion = 'stopped' | 'forward' | 'fast' | 'reverse'

export class Playhead {
  #frame = $state(0)
  #count = $state(0)
  #motion = $state<Motion>('stopped')
  #canPlay = $state(false)
  isLooping = $state(true)

  get frame(): number {
    return this.#frame
  }

  /** Frames in the take; 0 when there is nothing to show. */
  get count(): number {
    return this.#count
  }

  get lastFrame(): number {
    return Math.max(0, this.#count - 1)
  }

  get motion(): Motion {
    return this.#motion
  }

  get canPlay(): boolean {
    return this.#canPlay
  }

  /** Another take or another source: stops, and stays on the same frame where there is one. */
  load({ count, canPlay }: { count: number; canPlay: boolean }): void {
    this.#motion = 'stopped'
    this.#count = count
    this.#canPlay = canPlay
    this.#frame = this.#clamp(this.#frame)
  }

  goTo(frame: number): void {
    this.#motion = 'stopped'
    this.#frame = this.#clamp(frame)
  }

  step(frames: number): void {
    this.goTo(this.#frame + frames)
  }

  pause(): void {
    this.#motion = 'stopped'
  }

  toggle(): void {
    if (this.#motion === 'stopped') this.playForward()
    else this.pause()
  }

  /** A second time doubles the speed. */
  playForward(): void {
    if (!this.#canPlay || this.#count < 2) return
    if (this.#motion === 'forward') this.#motion = 'fast'
    else if (this.#motion !== 'fast') this.#motion = 'forward'
    if (this.#frame === this.lastFrame) this.#frame = 0
  }

  playReverse(): void {
    if (!this.#canPlay || this.#count < 2) return
    this.#motion = 'reverse'
    if (this.#frame === 0) this.#frame = this.lastFrame
  }

  /** The picture has moved on by itself. While stopped the playhead leads, so this changes nothing. */
  follow(frame: number): void {
    if (this.#motion !== 'stopped') this.#frame = this.#clamp(frame)
  }

  #clamp(frame: number): number {
    return Math.min(this.lastFrame, Math.max(0, Math.round(frame)))
  }
}
