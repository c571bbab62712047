// What the animatic shows at a frame: one keyframe, or a dissolve between two. Pure; in take frames, real-valued.
import { lastFrameIndex } from './frame-time'
import type { Easing, Keyframe, Shot } from './shot'

export interface Blend {
  /** Shown in full beneath. */
  from: Keyframe
  /** Shown above it with `weight`. */
  to: Keyframe | null
  /** 0…1. */
  weight: number
}

/**
 * Undefined without keyframes. Before the first and after the last keyframe the nearest one stands still; in a loop
 * the last dissolves into the first over the seam, because the frame after the last is the first again.
 */
export function animaticAt(
  shot: Pick<Shot, 'keyframes' | 'duration' | 'loop' | 'easing'>,
  frame: number,
): Blend | undefined {
  const { keyframes } = shot
  const first = keyframes[0]
  const last = keyframes.at(-1)
  if (!first || !last) return undefined
  const length = lastFrameIndex(shot.duration)
  const nextIndex = keyframes.findIndex((key) => key.frame > frame)
  const from = nextIndex === 0 ? undefined : nextIndex === -1 ? last : keyframes[nextIndex - 1]
  const to = nextIndex === -1 ? undefined : keyframes[nextIndex]
  if (from && to) return blend(from, to, from.frame, to.frame, frame, shot.easing)
  if (!shot.loop || keyframes.length < 2) return { from: from ?? first, to: null, weight: 0 }
  const seam = first.frame + length
  const at = frame < first.frame ? frame + length : frame
  return blend(last, first, last.frame, seam, at, shot.easing)
}

function blend(from: Keyframe, to: Keyframe, start: number, end: number, at: number, easing: Easing): Blend {
  const share = end > start ? Math.min(1, Math.max(0, (at - start) / (end - start))) : 0
  const weight = ease(share, easing)
  return weight === 0 ? { from, to: null, weight: 0 } : { from, to, weight }
}

/** 0…1 to 0…1. `smooth` is the cubic smoothstep; `hold` cuts at the next keyframe. */
export function ease(share: number, easing: Easing): number {
  switch (easing) {
    case 'linear':
      return share
    case 'smooth':
      return share * share * (3 - 2 * share)
    case 'hold':
      return share >= 1 ? 1 : 0
  }
}
