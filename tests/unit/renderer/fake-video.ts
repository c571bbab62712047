// A <video> for tests of the driver: seeks when told to, presents frames like Chromium does, and can be late or wrong.
import type { DrivenVideo } from '../../../src-renderer/viewer/video-driver'

type FrameCallback = (now: number, metadata: { mediaTime: number }) => void

export interface FakeVideo {
  video: DrivenVideo
  /** Every time that was sought, in seconds. */
  sought: number[]
  /** Ends the seek under way: presents its frame (moved by `error` frames), then fires `seeked`. */
  finishSeek(error?: number): void
  /** As finishSeek, but the picture does not change, so no frame is presented. */
  finishSeekSilently(): void
  present(frame: number): void
  fire(name: 'ended' | 'error' | 'loadeddata'): void
  isPlaying(): boolean
  listenerCount(): number
}

export function createFakeVideo(framesPerSecond = 24): FakeVideo {
  const target = new EventTarget()
  const sought: number[] = []
  const callbacks = new Map<number, FrameCallback>()
  let listeners = 0
  let nextHandle = 1
  let currentTime = 0
  let isPlaying = false

  function present(frame: number): void {
    const waiting = [...callbacks.values()]
    callbacks.clear()
    for (const callback of waiting) callback(0, { mediaTime: frame / framesPerSecond })
  }

  const video = {
    playbackRate: 1,
    loop: false,
    readyState: 4,
    get currentTime() {
      return currentTime
    },
    set currentTime(time: number) {
      currentTime = time
      sought.push(time)
    },
    play() {
      isPlaying = true
      return Promise.resolve()
    },
    pause() {
      isPlaying = false
    },
    addEventListener(name: string, listener: EventListener, options?: AddEventListenerOptions) {
      if (!options?.once) listeners += 1
      target.addEventListener(name, listener, options)
    },
    removeEventListener(name: string, listener: EventListener) {
      listeners -= 1
      target.removeEventListener(name, listener)
    },
    requestVideoFrameCallback(callback: FrameCallback) {
      callbacks.set(nextHandle, callback)
      nextHandle += 1
      return nextHandle - 1
    },
    cancelVideoFrameCallback(handle: number) {
      callbacks.delete(handle)
    },
  }

  return {
    video: video as unknown as DrivenVideo,
    sought,
    present,
    finishSeek(error = 0) {
      present(Math.floor(currentTime * framesPerSecond) + error)
      target.dispatchEvent(new Event('seeked'))
    },
    finishSeekSilently: () => void target.dispatchEvent(new Event('seeked')),
    fire: (name) => void target.dispatchEvent(new Event(name)),
    isPlaying: () => isPlaying,
    listenerCount: () => listeners,
  }
}

/** Lets everything that is already decided happen. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
