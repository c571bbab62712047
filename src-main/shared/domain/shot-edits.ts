// Pure edits of a shot: each returns a new shot and keeps its invariants (keyframes in order, one per frame).
import { nearestAspect, toCanvas } from './canvas'
import { centerCrop } from './crop'
import { lastFrameIndex } from './frame-time'
import type { Keyframe, Shot, ShotPatch, Still } from './shot'

/** Applies a patch. When the canvas changes its shape, every crop is laid anew in the middle of its still. */
export function patchShot(shot: Shot, patch: ShotPatch): Shot {
  const next: Shot = { ...shot, ...patch }
  const shapeChanged = next.aspect !== shot.aspect || next.tier !== shot.tier
  const last = lastFrameIndex(next.duration)
  const previousLast = lastFrameIndex(shot.duration)
  let keyframes = next.keyframes
  if (next.duration !== shot.duration) {
    // The last frame stays the last frame; everything else keeps its time.
    keyframes = keyframes.map((key) => (key.frame === previousLast ? { ...key, frame: last } : key))
    keyframes = keyframes.filter((key) => key.frame <= last)
  }
  if (shapeChanged) keyframes = keyframes.map((key) => recrop(next, key))
  return { ...next, keyframes: orderKeyframes(keyframes) }
}

/**
 * Adds a still and pins it: the first one at frame 0 (and proposes the nearest aspect), the second at the last
 * frame, further ones in the widest gap. With `frame`, it is pinned there and replaces what was on that frame.
 */
export function addStill(shot: Shot, still: Still, frame?: number): Shot {
  const isFirst = shot.keyframes.length === 0
  const aspect = isFirst ? nearestAspect(still.width, still.height, shot.tier) : shot.aspect
  const withStill: Shot = {
    ...shot,
    aspect,
    stills: [...shot.stills.filter((known) => known.id !== still.id), still],
  }
  const at = frame ?? freeFrame(withStill)
  const crop = centerCrop(still, toCanvas(withStill.tier, aspect))
  const others = withStill.keyframes.filter((key) => key.frame !== at)
  return { ...withStill, keyframes: orderKeyframes([...others, { stillId: still.id, frame: at, crop }]) }
}

/** Removes the keyframe at a frame; the still stays in the shot's folder. */
export function removeKeyframe(shot: Shot, frame: number): Shot {
  return { ...shot, keyframes: shot.keyframes.filter((key) => key.frame !== frame) }
}

/** Moves a keyframe; the move is refused (same shot returned) when the frame is taken or outside the shot. */
export function moveKeyframe(shot: Shot, from: number, to: number): Shot {
  if (to < 0 || to > lastFrameIndex(shot.duration)) return shot
  if (from === to || shot.keyframes.some((key) => key.frame === to)) return shot
  const keyframes = shot.keyframes.map((key) => (key.frame === from ? { ...key, frame: to } : key))
  return { ...shot, keyframes: orderKeyframes(keyframes) }
}

function recrop(shot: Shot, key: Keyframe): Keyframe {
  const still = shot.stills.find((known) => known.id === key.stillId)
  return still ? { ...key, crop: centerCrop(still, toCanvas(shot.tier, shot.aspect)) } : key
}

function freeFrame(shot: Shot): number {
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

function orderKeyframes(keyframes: readonly Keyframe[]): Keyframe[] {
  return [...keyframes].sort((a, b) => a.frame - b.frame)
}
