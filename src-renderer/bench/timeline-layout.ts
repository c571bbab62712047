// Where keyframes and ticks lie along the strip. Pure: frames and pixels in, pixels out.

export interface PlacedKeyframe {
  frame: number
  /** Left edge of the thumbnail, in pixels. */
  left: number
  /** Where the frame itself lies, in pixels. */
  at: number
  label: string
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
}

const LABEL_WIDTH = 52

/** Thumbnails start at their frame and never leave the strip. */
export function placeKeyframes({
  frames,
  lastFrame,
  width,
  thumbWidth,
  selectedFrame,
}: Options): PlacedKeyframe[] {
  const placed = frames.map((frame) => {
    const at = (frame / lastFrame) * width
    const left = Math.max(0, Math.min(at, width - thumbWidth))
    return { frame, left, at, label: keyframeLabel(frame, lastFrame) }
  })
  const selected = placed.find((key) => key.frame === selectedFrame)
  let end = -Infinity
  return placed.map((key) => {
    const isSelected = key === selected
    const hitsSelected =
      !isSelected && selected !== undefined && Math.abs(selected.left - key.left) < LABEL_WIDTH
    const isLabelShown = isSelected || (!hitsSelected && key.left >= end)
    if (isLabelShown) end = key.left + LABEL_WIDTH
    return { ...key, isLabelShown }
  })
}

export function keyframeLabel(frame: number, lastFrame: number): string {
  if (frame === 0) return '0 · first'
  return frame === lastFrame ? `${frame} · last` : String(frame)
}

export interface Tick {
  frame: number
  at: number
  isMajor: boolean
}

/** A tick each quarter second, a major one each second; each half second where they would stand too close. */
export function placeTicks(lastFrame: number, width: number): Tick[] {
  const step = (6 / lastFrame) * width < 6 ? 12 : 6
  const ticks: Tick[] = []
  for (let frame = 0; frame <= lastFrame; frame += step) {
    ticks.push({ frame, at: (frame / lastFrame) * width, isMajor: frame % 24 === 0 })
  }
  return ticks
}
