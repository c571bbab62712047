// What a starting point wants of stills, in words. Pure.
import type { StartingPoint } from '#shared/domain/starting-points'

/** `no still`, `1 still at frame 0`, `4 stills at frames 0, 80, 160 and 240`. */
export function stillsWords({ stillFrames }: Pick<StartingPoint, 'stillFrames'>): string {
  if (stillFrames.length === 0) return 'no still'
  if (stillFrames.length === 1) return `1 still at ${framesWords(stillFrames)}`
  return `${stillFrames.length} stills at ${framesWords(stillFrames)}`
}

/** `frame 0`, `frames 0 and 120`. */
export function framesWords(frames: readonly number[]): string {
  const last = frames.at(-1)
  if (frames.length < 2) return `frame ${last ?? 0}`
  return `frames ${frames.slice(0, -1).join(', ')} and ${last}`
}
