// How the artist looks at the picture: view, exposure, gamma, channel, zoom and mirroring. It changes nothing in the
// take, and one act takes all of it back.
import type { Channel, PictureSettings } from './gl/picture-settings'
import type { LookAct } from './look-keys'
import {
  MIDDLE,
  nextZoom,
  pan,
  zoomAround,
  type Framing,
  type Point,
  type Room,
  type Size,
} from './stage-geometry'

export const MOST_STOPS = 16
export const GAMMA_RANGE = { min: 0.2, max: 5 } as const
const PAN_STEP = 64

export class StageLook {
  /** Null takes the usual view. */
  viewId = $state<string | null>(null)
  #exposureStops = $state(0)
  #gamma = $state(1)
  #channel = $state<Channel>('color')
  #framing = $state.raw<Framing>({ zoom: null, center: MIDDLE })
  isMirroredX = $state(false)
  isMirroredY = $state(false)
  isKeysShown = $state(false)
  /** A copy is on the stage: it shows its own view, and the keys that would change one rest. */
  isCopyShown = $state(false)
  #stage: { room: Room; picture: Size } | null = null

  get settings(): PictureSettings {
    return { exposureStops: this.#exposureStops, gamma: this.#gamma, channel: this.#channel }
  }

  get framing(): Framing {
    return this.#framing
  }

  get isChanged(): boolean {
    const { exposureStops, gamma, channel } = this.settings
    const isLookChanged = exposureStops !== 0 || gamma !== 1 || channel !== 'color' || this.viewId !== null
    return isLookChanged || this.#framing.zoom !== null || this.isMirroredX || this.isMirroredY
  }

  set exposureStops(stops: number) {
    if (!Number.isFinite(stops)) return
    this.#exposureStops = Math.min(MOST_STOPS, Math.max(-MOST_STOPS, Math.round(stops * 100) / 100))
  }

  get exposureStops(): number {
    return this.#exposureStops
  }

  set gamma(gamma: number) {
    if (!Number.isFinite(gamma)) return
    this.#gamma = Math.min(GAMMA_RANGE.max, Math.max(GAMMA_RANGE.min, Math.round(gamma * 100) / 100))
  }

  get gamma(): number {
    return this.#gamma
  }

  /** The same channel again is all of them. */
  isolate(channel: Channel): void {
    this.#channel = this.#channel === channel ? 'color' : channel
  }

  /** What the picture lies in; zooming and panning go by it. */
  measure(room: Room, picture: Size): void {
    this.#stage = { room, picture }
  }

  zoomTo(zoom: number | null): void {
    this.#framing = { zoom, center: this.#framing.center }
  }

  /** By one step, around a point of the room in screen pixels; around its middle when left out. */
  zoomBy(direction: 1 | -1, at?: Point): void {
    if (!this.#stage) return
    const { room, picture } = this.#stage
    const zoom = nextZoom(room, picture, this.#framing.zoom, direction)
    const middle = { x: room.width / 2, y: room.height / 2 }
    this.#framing = zoomAround(room, picture, this.#framing, zoom, at ?? middle)
  }

  /** In screen pixels. */
  panBy(by: Point): void {
    if (this.#stage) this.#framing = pan(this.#stage.picture, this.#framing, by)
  }

  act(act: LookAct): void {
    if (this.isCopyShown && (act.kind === 'channel' || act.kind === 'expose')) return
    switch (act.kind) {
      case 'fit':
        return this.reframe()
      case 'zoom-to':
        return this.zoomTo(act.zoom)
      case 'zoom':
        return this.zoomBy(act.direction)
      case 'pan':
        return this.panBy({ x: -act.x * PAN_STEP, y: -act.y * PAN_STEP })
      case 'channel':
        return this.isolate(act.channel)
      case 'expose':
        this.exposureStops += act.stops
        return
      case 'mirror':
        if (act.axis === 'x') this.isMirroredX = !this.isMirroredX
        else this.isMirroredY = !this.isMirroredY
        return
      case 'keys':
        this.isKeysShown = true
        return
      case 'reset':
        return this.reset()
    }
  }

  reframe(): void {
    this.#framing = { zoom: null, center: MIDDLE }
  }

  reset(): void {
    this.viewId = null
    this.#exposureStops = 0
    this.#gamma = 1
    this.#channel = 'color'
    this.isMirroredX = false
    this.isMirroredY = false
    this.reframe()
  }
}
