// Drives a <video> so that the frame asked for is the frame on the screen, for every codec: it seeks to the middle of
// the frame, waits for `seeked`, and checks the presented frame's own time. Knows no runes and no application state.
import type { Motion } from './playhead.svelte'

export type DrivenVideo = Pick<
  HTMLVideoElement,
  | 'currentTime'
  | 'playbackRate'
  | 'loop'
  | 'readyState'
  | 'play'
  | 'pause'
  | 'addEventListener'
  | 'removeEventListener'
  | 'requestVideoFrameCallback'
  | 'cancelVideoFrameCallback'
>

export interface Wanted {
  /** From 0. */
  frame: number
  motion: Motion
  isLooping: boolean
}

interface Options {
  video: DrivenVideo
  framesPerSecond: number
  frameCount: number
  /** That frame is on the screen now. */
  onShown(frame: number): void
  /** Playing came to the end. */
  onEnded(): void
  /** The video cannot be played, or a frame cannot be reached. */
  onFailed(reason: 'unplayable' | 'inexact'): void
  /** Resolves when what was presented has been painted. */
  painted(): Promise<void>
  sleep(ms: number): Promise<void>
  /** A hidden window presents no frames. */
  isHidden(): boolean
}

// A frame that was sought is presented soon after `seeked`, but a busy machine takes its time: the wait is long, and a
// frame that was not seen in it is sought again, never claimed.
const PRESENT_WITHIN_MS = 2000
const ATTEMPTS = 3
const HAVE_CURRENT_DATA = 2

export function createVideoDriver(options: Options) {
  const { video, framesPerSecond, frameCount, onShown, onEnded, onFailed, painted, sleep, isHidden } = options
  let wanted: Wanted = { frame: 0, motion: 'stopped', isLooping: false }
  /** The frame last brought to the screen on purpose; undefined when it has to be sought anew. */
  let shown: number | undefined
  /** The frame the video presented last, and how many it has presented: a seek that changes nothing presents none. */
  let presented: number | undefined
  let presentations = 0
  let onPresentation: ((frame: number) => void) | undefined
  let isFollowing = false
  let isStopped = false

  const clamp = (frame: number): number => Math.min(frameCount - 1, Math.max(0, frame))
  const onError = (): void => onFailed('unplayable')
  const onVideoEnded = (): void => {
    if (isForward(wanted.motion)) onEnded()
  }
  video.addEventListener('error', onError)
  video.addEventListener('ended', onVideoEnded)
  let handle = video.requestVideoFrameCallback(onFrame)

  function onFrame(_now: number, { mediaTime }: { mediaTime: number }): void {
    if (isStopped) return
    handle = video.requestVideoFrameCallback(onFrame)
    presented = Math.round(mediaTime * framesPerSecond)
    presentations += 1
    onPresentation?.(presented)
    if (!isForward(wanted.motion)) return
    shown = clamp(presented)
    onShown(shown)
  }

  function untilPresented(frame: number): Promise<void> {
    return new Promise((resolve) => {
      onPresentation = (next) => {
        if (next === frame) resolve()
      }
    })
  }

  function reach(frame: number): void {
    shown = frame
    void painted().then(() => {
      if (!isStopped && shown === frame) onShown(frame)
    })
  }

  async function show(frame: number): Promise<void> {
    await untilLoaded(video)
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const before = presentations
      const arrival = untilPresented(frame)
      const seeked = once(video, 'seeked')
      video.currentTime = (frame + 0.5) / framesPerSecond
      await seeked
      if (presented !== frame) await Promise.race([arrival, sleep(PRESENT_WITHIN_MS)])
      if (isStopped || isForward(wanted.motion)) return
      const isUnseen = presentations === before && (presented === undefined || isHidden())
      if (presented === frame || isUnseen) {
        reach(frame)
        return
      }
    }
    shown = frame
    onFailed('inexact')
  }

  /** Goes to the frame wanted last; what was wanted meanwhile is passed over. */
  async function follow(): Promise<void> {
    if (isFollowing) return
    isFollowing = true
    while (!isStopped && !isForward(wanted.motion)) {
      if (wanted.motion === 'reverse' && shown !== undefined) {
        const previous = shown - 1
        if (previous < 0 && !wanted.isLooping) {
          onEnded()
          break
        }
        const due = sleep(1000 / framesPerSecond)
        await show(previous < 0 ? frameCount - 1 : previous)
        await due
      } else if (shown !== wanted.frame) await show(wanted.frame)
      else break
    }
    isFollowing = false
  }

  function startPlaying(): void {
    if (shown !== wanted.frame) video.currentTime = (wanted.frame + 0.5) / framesPerSecond
    // A pause that follows at once rejects this promise; that is no failure.
    video.play().catch(() => undefined)
  }

  function stopPlaying(): void {
    video.pause()
    // One more frame may have been presented since the last report: the frame is sought anew.
    shown = undefined
  }

  return {
    update(next: Wanted): void {
      const before = wanted.motion
      wanted = { ...next, frame: clamp(next.frame) }
      video.loop = next.isLooping
      if (isForward(next.motion)) {
        video.playbackRate = next.motion === 'fast' ? 2 : 1
        if (!isForward(before)) startPlaying()
        return
      }
      if (isForward(before)) stopPlaying()
      void follow()
    },
    stop(): void {
      isStopped = true
      video.cancelVideoFrameCallback(handle)
      video.pause()
      video.removeEventListener('error', onError)
      video.removeEventListener('ended', onVideoEnded)
    },
  }
}

export type VideoDriver = ReturnType<typeof createVideoDriver>

function isForward(motion: Motion): boolean {
  return motion === 'forward' || motion === 'fast'
}

function once(video: DrivenVideo, name: string): Promise<void> {
  return new Promise((resolve) => video.addEventListener(name, () => resolve(), { once: true }))
}

async function untilLoaded(video: DrivenVideo): Promise<void> {
  if (video.readyState < HAVE_CURRENT_DATA) await once(video, 'loadeddata')
}
