// What lies over the crop to compare it with: nothing, the prepared frame, or another keyframe.
import type { Keyframe } from '#shared/domain/shot'

export const COMPARISONS = [
  'none',
  'loupe',
  'prepared',
  'onion-previous',
  'onion-next',
  'wipe-previous',
  'wipe-next',
] as const
export type ComparisonMode = (typeof COMPARISONS)[number]

export const COMPARISON_WORDS: Record<ComparisonMode, string> = {
  none: 'The crop alone',
  loupe: 'Loupe, prepared frame at 100 %',
  prepared: 'Wipe still and prepared frame',
  'onion-previous': 'Onion skin, keyframe before',
  'onion-next': 'Onion skin, keyframe after',
  'wipe-previous': 'Wipe with keyframe before',
  'wipe-next': 'Wipe with keyframe after',
}

export class Comparison {
  mode = $state<ComparisonMode>('none')
  /** Share of the canvas's width left of the wipe's line. */
  split = $state(0.5)
  /** Of the onion skin, 0…1. */
  opacity = $state(0.5)
  /** What the loupe looks at, in shares of the canvas. */
  spot = $state.raw({ x: 0.5, y: 0.5 })
}

export const needsPrepared = (mode: ComparisonMode): boolean => mode === 'loupe' || mode === 'prepared'

/** The keyframe a mode compares with; undefined where there is none. */
export function otherKeyframe(
  mode: ComparisonMode,
  keyframes: readonly Keyframe[],
  frame: number,
): Keyframe | undefined {
  if (mode.endsWith('-previous')) return keyframes.filter((key) => key.frame < frame).at(-1)
  if (mode.endsWith('-next')) return keyframes.find((key) => key.frame > frame)
  return undefined
}
