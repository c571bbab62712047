// The one place that relates take frame 0, the conformed frame number and time code.
import { z } from 'zod'

export const TIME_UNITS = ['frames', 'seconds', 'timecode'] as const
export const timeUnitSchema = z.enum(TIME_UNITS)
export type TimeUnit = z.infer<typeof timeUnitSchema>

export const FRAMES_PER_SECOND = 24
/** The number of a conformed sequence's first frame: take frame 0 is 1001. */
export const FIRST_FRAME_NUMBER = 1001
export const FRAME_PADDING = 4

/** Take frame (0-based) to conformed frame number (1001-based). */
export function toFrameNumber(takeFrame: number): number {
  return FIRST_FRAME_NUMBER + takeFrame
}

/** Conformed frame number (1001-based) to take frame (0-based). */
export function toTakeFrame(frameNumber: number): number {
  return frameNumber - FIRST_FRAME_NUMBER
}

export function padFrameNumber(frameNumber: number): string {
  return String(frameNumber).padStart(FRAME_PADDING, '0')
}

/** Take frame to `HH:MM:SS:FF` at 24 fps, counted from zero. */
export function toTimeCode(takeFrame: number): string {
  const whole = Math.max(0, Math.floor(takeFrame))
  const seconds = Math.floor(whole / FRAMES_PER_SECOND)
  const parts = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    whole % FRAMES_PER_SECOND,
  ]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

/** The last keyframe index for a duration in seconds: 120 for 5 s, 240 for 10 s. */
export function lastFrameIndex(durationSeconds: number): number {
  return durationSeconds * FRAMES_PER_SECOND
}

/** The time in seconds at the middle of a frame: seeking a video there lands on that frame for every codec. */
export function midFrameSeconds(takeFrame: number): number {
  return (takeFrame + 0.5) / FRAMES_PER_SECOND
}

/** A frame in the artist's unit: `48`, `2.000`, `00:00:02:00`. */
export function formatTime(takeFrame: number, unit: TimeUnit): string {
  switch (unit) {
    case 'frames':
      return String(takeFrame)
    case 'seconds':
      return (takeFrame / FRAMES_PER_SECOND).toFixed(3)
    case 'timecode':
      return toTimeCode(takeFrame)
  }
}

/**
 * What was typed, as a frame: `first` and `last` and -1 everywhere, `HH:MM:SS:FF` everywhere, `2 s` everywhere, and a
 * bare number in the unit. Undefined where it names no frame from 0 to `lastFrame`.
 */
export function parseTime(text: string, unit: TimeUnit, lastFrame: number): number | undefined {
  const typed = text.trim().toLowerCase()
  if (typed === 'first') return 0
  if (typed === 'last' || typed === '-1') return lastFrame
  const frame = parseTimeCode(typed) ?? parseSeconds(typed, unit) ?? parseFrames(typed)
  return frame !== undefined && frame >= 0 && frame <= lastFrame ? frame : undefined
}

function parseTimeCode(typed: string): number | undefined {
  const match = /^(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,2})[:;](\d{1,2})$/.exec(typed)
  if (!match) return undefined
  const [hours, minutes, seconds, frames] = match.slice(1).map((part) => Number(part ?? 0))
  if ((minutes ?? 0) > 59 || (seconds ?? 0) > 59 || (frames ?? 0) >= FRAMES_PER_SECOND) return undefined
  return (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * FRAMES_PER_SECOND + (frames ?? 0)
}

function parseSeconds(typed: string, unit: TimeUnit): number | undefined {
  const match = /^(\d+(?:[.,]\d+)?)\s*(s?)$/.exec(typed)
  if (!match?.[1] || (match[2] === '' && unit !== 'seconds')) return undefined
  return Math.round(Number(match[1].replace(',', '.')) * FRAMES_PER_SECOND)
}

function parseFrames(typed: string): number | undefined {
  const match = /^(\d+)\s*f?$/.exec(typed)
  return match ? Number(match[1]) : undefined
}
