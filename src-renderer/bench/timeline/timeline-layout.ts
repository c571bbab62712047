// Where keyframes and ticks lie along the timeline. Pure: frames and pixels in, pixels out.
import type { TimeUnit } from '#shared/domain/frame-time'

export interface PlacedKeyframe {
  frame: number
  /** Left edge of the thumbnail, in pixels. */
  left: number
  /** Where the frame itself lies, in pixels. */
  at: number
  label: string
  /** Left edge of the label, in pixels; it never leaves the strip either. */
  labelLeft: number
  /** False where the label would run into the one before it. */
  isLabelShown: boolean
}

interface Options {
  frames: readonly number[]
  lastFrame: number
  /** Of the strip. */
  width: number
  thumbWidth: number
  selectedFrame: number
  /** A frame in the artist's unit. */
  toText: (frame: number) => string
}

export const THUMB_HEIGHT = 40
// Nothing that is pressed is narrower than this.
const SMALLEST_TARGET_PX = 24

/** A thumbnail in the canvas's own shape, in pixels. */
export function thumbWidthOf(canvas: { width: number; height: number }): number {
  return Math.max(SMALLEST_TARGET_PX, Math.round((THUMB_HEIGHT * canvas.width) / canvas.height))
}

/** About the widest a label of so many digits becomes at 12 px, with a gap behind it. */
const labelWidth = (label: string): number => label.length * 6.4 + 8

/**
 * Thumbnails start at their frame and never leave the strip. The selected one keeps its label in any crowd, and so
 * do the first and the last beside it.
 */
export function placeKeyframes({
  frames,
  lastFrame,
  width,
  thumbWidth,
  selectedFrame,
  toText,
}: Options): PlacedKeyframe[] {
  const placed = frames.map((frame) => {
    const at = (frame / lastFrame) * width
    const left = Math.max(0, Math.min(at, width - thumbWidth))
    const label = keyframeLabel(frame, lastFrame, toText)
    const labelLeft = Math.max(0, Math.min(left, width - labelWidth(label) + 8))
    return { frame, left, at, label, labelLeft }
  })
  // The selected one, then the first and the last, then the others from the left as far as there is room.
  const rank = (key: { frame: number }): number =>
    key.frame === selectedFrame ? 0 : key.frame === 0 || key.frame === lastFrame ? 1 : 2
  const shown: typeof placed = []
  for (const key of placed.toSorted((a, b) => rank(a) - rank(b))) {
    const isFree = shown.every(
      (other) =>
        key.labelLeft >= other.labelLeft + labelWidth(other.label) ||
        other.labelLeft >= key.labelLeft + labelWidth(key.label),
    )
    if (isFree) shown.push(key)
  }
  return placed.map((key) => ({ ...key, isLabelShown: shown.includes(key) }))
}

export function keyframeLabel(frame: number, lastFrame: number, toText: (frame: number) => string): string {
  if (frame === 0) return `${toText(frame)} · first`
  return frame === lastFrame ? `${toText(frame)} · last` : toText(frame)
}

export interface Tick {
  frame: number
  at: number
  isMajor: boolean
  /** False where the figures would run into one another. */
  isLabelled: boolean
}

// Figures at 10 px with the gap between them, in pixels.
const FIGURE_WIDTH: Record<TimeUnit, number> = { frames: 32, seconds: 46, timecode: 72 }

/** A tick each quarter second, a major one each second; each half second where they would stand too close. */
export function placeTicks(lastFrame: number, width: number, unit: TimeUnit): Tick[] {
  const step = (6 / lastFrame) * width < 6 ? 12 : 6
  // The last figure stands before its tick, so two figures share the last stretch.
  const secondWidth = (24 / lastFrame) * width
  const every = [1, 2, 5].find((seconds) => secondWidth * seconds >= FIGURE_WIDTH[unit]) ?? 5
  const lastLabelled = lastFrame - (2 * FIGURE_WIDTH[unit] * lastFrame) / width
  const ticks: Tick[] = []
  for (let frame = 0; frame <= lastFrame; frame += step) {
    const isMajor = frame % 24 === 0
    const isLabelled =
      frame === lastFrame || frame === 0 || (frame % (24 * every) === 0 && frame <= lastLabelled)
    ticks.push({ frame, at: (frame / lastFrame) * width, isMajor, isLabelled: isMajor && isLabelled })
  }
  return ticks
}
