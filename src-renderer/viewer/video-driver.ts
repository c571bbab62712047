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
  /** How long a presented frame may be awaited after `seeked`: none comes when the picture does not change. */
  sleep(ms: number): Promise<void>
}

const PRESENT_WITHIN_MS = 150
const ATTEMPTS = 3
const HAVE_CURRENT_DATA = 2

export function createVideoDriver(options: Options) {
  const { video, framesPerSecond, frameCount, onShown, onEnded, onFailed, painted, sleep } = options
  let wanted: Wanted = { frame: 0, motion: 'stopped', isLooping: false }
  let shown: number | undefined
  let isFollowing = false
  let isStopped = false
  let playHandle: number | undefined

  const clamp = (frame: number): number => Math.min(frameCount - 1, Math.max(0, frame))
  const toFrame = (mediaTime: number): number => Math.round(mediaTime * framesPerSecond)
  const onError = (): void => onFailed('unplayable')
  const onVideoEnded = (): void => {
    if (isForward(wanted.motion)) onEnded()
  }
  video.addEventListener('error', onError)
  video.addEventListener('ended', onVideoEnded)

  function reach(frame: number): void {
    shown = frame
    void painted().then(() => {
      if (!isStopped && shown === frame) onShown(frame)
    })
  }

  async function show(frame: number): Promise<void> {
    await untilLoaded(video)
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const presented = awaitPresented(video, (mediaTime) => toFrame(mediaTime) === frame)
      const seeked = once(video, 'seeked')
      video.currentTime = (frame + 0.5) / framesPerSecond
      await seeked
      await Promise.race([presented.matched, sleep(PRESENT_WITHIN_MS)])
      const last = presented.stop()
      if (isStopped || isForward(wanted.motion)) return
      if (last !== 'other') {
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

  function onPlayedFrame(_now: number, { mediaTime }: { mediaTime: number }): void {
    if (isStopped || !isForward(wanted.motion)) return
    shown = clamp(toFrame(mediaTime))
    onShown(shown)
    playHandle = video.requestVideoFrameCallback(onPlayedFrame)
  }

  function startPlaying(): void {
    if (shown !== wanted.frame) video.currentTime = (wanted.frame + 0.5) / framesPerSecond
    playHandle = video.requestVideoFrameCallback(onPlayedFrame)
    // A pause that follows at once rejects this promise; that is no failure.
    video.play().catch(() => undefined)
  }

  function stopPlaying(): void {
    video.pause()
    if (playHandle !== undefined) video.cancelVideoFrameCallback(playHandle)
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
      if (playHandle !== undefined) video.cancelVideoFrameCallback(playHandle)
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

/** Listens to presented frames until one matches. `stop` says what was last seen. */
function awaitPresented(video: DrivenVideo, isMatch: (mediaTime: number) => boolean) {
  let seen: 'nothing' | 'match' | 'other' = 'nothing'
  let handle = 0
  const matched = new Promise<void>((resolve) => {
    const listen = (): void => {
      handle = video.requestVideoFrameCallback((_now, { mediaTime }) => {
        seen = isMatch(mediaTime) ? 'match' : 'other'
        if (seen === 'match') resolve()
        else listen()
      })
    }
    listen()
  })
  return {
    matched,
    stop(): 'nothing' | 'match' | 'other' {
      video.cancelVideoFrameCallback(handle)
      return seen
    },
  }
}
