// Edits of a shot's keyframes in time: each returns a new shot and keeps them in order, no two on one frame.
import { FRAMES_PER_SECOND, lastFrameIndex } from './frame-time'
import type { DurationSeconds, Keyframe, Shot } from './shot'

export function orderKeyframes(keyframes: readonly Keyframe[]): Keyframe[] {
  return [...keyframes].sort((a, b) => a.frame - b.frame)
}

/** Removes the keyframe at a frame; the still stays on the shot's shelf. */
export function removeKeyframe(shot: Shot, frame: number): Shot {
  return { ...shot, keyframes: shot.keyframes.filter((key) => key.frame !== frame) }
}

/** A frame as it was typed: -1 is the last. Undefined outside the shot. */
export function resolveFrame(frame: number, lastFrame: number): number | undefined {
  if (frame === -1) return lastFrame
  return Number.isInteger(frame) && frame >= 0 && frame <= lastFrame ? frame : undefined
}

/** Moves a keyframe; the same shot is returned when the frame is taken or outside the shot. */
export function moveKeyframe(shot: Shot, from: number, to: number): Shot {
  const frame = resolveFrame(to, lastFrameIndex(shot.duration))
  if (frame === undefined || frame === from || isTaken(shot, frame)) return shot
  const keyframes = shot.keyframes.map((key) => (key.frame === from ? { ...key, frame } : key))
  return { ...shot, keyframes: orderKeyframes(keyframes) }
}

export const SNAPS = ['frame', 'second'] as const
export type Snap = (typeof SNAPS)[number]

/** The free frame nearest to where a keyframe is dragged, on the grid of the snap; `from` itself counts as free. */
export function nearestFreeFrame(shot: Shot, from: number, wanted: number, snap: Snap): number {
  const last = lastFrameIndex(shot.duration)
  const step = snap === 'second' ? FRAMES_PER_SECOND : 1
  const grid: number[] = []
  for (let frame = 0; frame <= last; frame += step) {
    if (frame === from || !isTaken(shot, frame)) grid.push(frame)
  }
  return grid.reduce(
    (best, frame) => (Math.abs(frame - wanted) < Math.abs(best - wanted) ? frame : best),
    grid[0] ?? from,
  )
}

/** The frames an even spread gives: first and last at the shot's ends, the others in equal steps, rounded. */
export function evenFrames(count: number, lastFrame: number): number[] {
  if (count < 2) return count === 1 ? [0] : []
  return Array.from({ length: count }, (_, index) => Math.round((index * lastFrame) / (count - 1)))
}

/** Spreads all keyframes evenly over the shot, in their order. */
export function spreadKeyframes(shot: Shot): Shot {
  const frames = evenFrames(shot.keyframes.length, lastFrameIndex(shot.duration))
  return {
    ...shot,
    keyframes: shot.keyframes.map((key, index) => ({ ...key, frame: frames[index] ?? key.frame })),
  }
}

/** How beats are kept when the length changes. */
export type RetimeBy = 'time' | 'proportion'

export interface Retimed {
  keyframes: Keyframe[]
  /** Frames, in the old length, of the keyframes that have no place in the new one. */
  droppedFrames: number[]
}

/**
 * The keyframes in another length. By time every keyframe keeps its frame and the last frame stays the last; by
 * proportion every one keeps its share of the length. A keyframe without a place (after the end, or on a frame that
 * is taken) is named as dropped.
 */
export function retimeKeyframes(shot: Shot, duration: DurationSeconds, by: RetimeBy): Retimed {
  const from = lastFrameIndex(shot.duration)
  const to = lastFrameIndex(duration)
  const taken = new Set<number>()
  const keyframes: Keyframe[] = []
  const droppedFrames: number[] = []
  // The ends come first, so that no inner keyframe takes their frame.
  const isEnd = (key: Keyframe): boolean => key.frame === 0 || key.frame === from
  const ordered = [...shot.keyframes.filter(isEnd), ...shot.keyframes.filter((key) => !isEnd(key))]
  for (const key of ordered) {
    const frame =
      key.frame === from ? to : by === 'proportion' ? Math.round((key.frame * to) / from) : key.frame
    if (frame > to || taken.has(frame)) {
      droppedFrames.push(key.frame)
      continue
    }
    taken.add(frame)
    keyframes.push({ ...key, frame })
  }
  return { keyframes: orderKeyframes(keyframes), droppedFrames: droppedFrames.sort((a, b) => a - b) }
}

/** Whether a change of length has to be asked about: a keyframe lies between the ends. */
export function needsRetimeChoice(shot: Shot, duration: DurationSeconds): boolean {
  const last = lastFrameIndex(shot.duration)
  return duration !== shot.duration && shot.keyframes.some((key) => key.frame !== 0 && key.frame !== last)
}

/** Where a further keyframe goes: the first frame, then the last, then the middle of the widest gap. */
export function freeFrame(shot: Shot): number {
  const last = lastFrameIndex(shot.duration)
  const taken = shot.keyframes.map((key) => key.frame)
  if (!taken.includes(0)) return 0
  if (!taken.includes(last)) return last
  let best = 0
  let widest = 0
  for (let index = 1; index < taken.length; index += 1) {
    const left = taken[index - 1] ?? 0
    const right = taken[index] ?? last
    if (right - left > widest) {
      widest = right - left
      best = Math.floor((left + right) / 2)
    }
  }
  return best
}

function isTaken(shot: Shot, frame: number): boolean {
  return shot.keyframes.some((key) => key.frame === frame)
}
