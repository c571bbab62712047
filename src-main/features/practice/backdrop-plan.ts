// Which stills stand behind a frame. Pure numbers; the worker asks it for every frame.

export interface BackdropPlan {
  /** Indexes into the plan's keyframes. */
  from: number
  to: number | null
  /** Of the second, 0…1. */
  share: number
}

/** Which stills a frame shows: alone at its keyframe, cross-dissolving between two, held before and after. */
export function backdropAt(keyframes: readonly { frame: number }[], frame: number): BackdropPlan {
  const next = keyframes.findIndex((key) => key.frame > frame)
  if (next === 0) return { from: 0, to: null, share: 0 }
  if (next === -1) return { from: keyframes.length - 1, to: null, share: 0 }
  const before = keyframes[next - 1]?.frame ?? 0
  const after = keyframes[next]?.frame ?? 0
  const way = (frame - before) / (after - before)
  const share = way * way * way * (way * (way * 6 - 15) + 10)
  return share === 0 ? { from: next - 1, to: null, share: 0 } : { from: next - 1, to: next, share }
}
