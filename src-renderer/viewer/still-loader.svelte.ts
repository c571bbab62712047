// The true frame as a picture, fetched a moment after the playhead has come to rest. An answer that comes after the
// playhead has moved on is dropped. Knows no elements: the picture's own element says when it is ready.
import { isFailure, type Failure } from '#shared/domain/failure'

const REST_MS = 90

export interface StillPicture {
  takeId: string
  frame: number
  mediaId: string
}

interface Options {
  getStillFrame(input: { takeId: string; frame: number }): Promise<{ mediaId: string }>
  sleep(ms: number): Promise<void>
}

export class StillLoader {
  #picture = $state.raw<StillPicture | null>(null)
  #ready = $state.raw<StillPicture | null>(null)
  #failure = $state.raw<Failure | null>(null)
  #ask = 0
  #asked: { takeId: string; frame: number } | null = null
  readonly #options: Options

  constructor(options: Options) {
    this.#options = options
  }

  /** The picture to load; it is to be shown only once it is ready. */
  get picture(): StillPicture | null {
    return this.#picture
  }

  /** The picture that is decoded and can be shown. */
  get ready(): StillPicture | null {
    return this.#ready
  }

  /** Why the last frame asked for has no picture. */
  get failure(): Failure | null {
    return this.#failure
  }

  async want(takeId: string, frame: number): Promise<void> {
    if (this.#asked?.takeId === takeId && this.#asked.frame === frame) return
    const ask = (this.#ask += 1)
    this.#asked = { takeId, frame }
    this.#failure = null
    await this.#options.sleep(REST_MS)
    if (ask !== this.#ask) return
    try {
      const { mediaId } = await this.#options.getStillFrame({ takeId, frame })
      if (ask === this.#ask) this.#picture = { takeId, frame, mediaId }
    } catch (error) {
      if (ask !== this.#ask) return
      if (!isFailure(error)) throw error
      this.#failure = error
    }
  }

  /** The picture's element has decoded it. */
  markReady(picture: StillPicture): void {
    if (picture === this.#picture) this.#ready = picture
  }

  /** Nothing is wanted now; what is on its way is dropped. */
  rest(): void {
    this.#ask += 1
    this.#asked = null
    this.#picture = null
    this.#ready = null
    this.#failure = null
  }
}
