// How many frames a delivery may have for what was asked.
import { lastFrameIndex } from '#shared/domain/frame-time'
import type { DurationSeconds } from '#shared/domain/shot'

/** The model gives 24 frames a second, with or without the closing one: 120 or 121 for 5 s. */
export function acceptedCounts(asked: { duration?: DurationSeconds; frames?: number }): number[] {
  if (asked.frames !== undefined) return [asked.frames]
  if (asked.duration === undefined) return []
  const whole = lastFrameIndex(asked.duration)
  return [whole, whole + 1]
}
