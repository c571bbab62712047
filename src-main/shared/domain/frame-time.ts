// Time on the timeline: frames of a take counted from 0, in the unit the artist thinks in. How they are numbered and
// timed in a project is time-code.ts's.
import { z } from 'zod'
import { relateFrame, timeCodeProblem, type FrameTiming } from './time-code'

export const TIME_UNITS = ['frames', 'seconds', 'timecode'] as const
export const timeUnitSchema = z.enum(TIME_UNITS)
export type TimeUnit = z.infer<typeof timeUnitSchema>

export const FRAMES_PER_SECOND = 24
/** The number of a conformed sequence's first frame, where the project says no other. */
export const FIRST_FRAME_NUMBER = 1001
export const FRAME_PADDING = 4

export function padFrameNumber(frameNumber: number, padding = FRAME_PADDING): string {
  return String(frameNumber).padStart(padding, '0')
}

/** The last keyframe index for a duration in seconds: 120 for 5 s, 240 for 10 s. */
export function lastFrameIndex(durationSeconds: number): number {
  return durationSeconds * FRAMES_PER_SECOND
}

/** The time in seconds at the middle of a frame: seeking a video there lands on that frame for every codec. */
export function midFrameSeconds(takeFrame: number): number {
  return (takeFrame + 0.5) / FRAMES_PER_SECOND
}

/** A frame in the artist's unit: `48`, `2.000`, `01:00:02:00` by the project's code. */
export function formatTime(takeFrame: number, unit: TimeUnit, timing: FrameTiming): string {
  switch (unit) {
    case 'frames':
      return String(takeFrame)
    case 'seconds':
      return (takeFrame / FRAMES_PER_SECOND).toFixed(3)
    case 'timecode':
      return relateFrame(timing, { takeFrame }).timeCode
  }
}

/**
 * What was typed, as a frame: `first` and `last` and -1 everywhere, the project's time code or one counted from zero
 * everywhere, `2 s` everywhere, and a bare number in the unit. Undefined where it names no frame from 0 to `lastFrame`.
 */
export function parseTime(
  text: string,
  unit: TimeUnit,
  lastFrame: number,
  timing: FrameTiming,
): number | undefined {
  const typed = text.trim().toLowerCase()
  if (typed === 'first') return 0
  if (typed === 'last' || typed === '-1') return lastFrame
  const frame = parseCode(typed, lastFrame, timing) ?? parseSeconds(typed, unit) ?? parseFrames(typed)
  return frame !== undefined && frame >= 0 && frame <= lastFrame ? frame : undefined
}

/** `2:00` is short for `00:00:02:00`. A code before the project's start is counted from zero. */
function parseCode(typed: string, lastFrame: number, timing: FrameTiming): number | undefined {
  if (!/^(\d{1,2}:){1,3}\d{1,2}$/.test(typed)) return undefined
  const parts = typed.split(':').map((part) => part.padStart(2, '0'))
  const timeCode = [...Array<string>(4 - parts.length).fill('00'), ...parts].join(':')
  if (timeCodeProblem(timeCode, timing.frameRate) !== null) return undefined
  const { takeFrame } = relateFrame(timing, { timeCode })
  if (takeFrame <= lastFrame) return takeFrame
  return relateFrame({ ...timing, startTimeCode: '00:00:00:00' }, { timeCode }).takeFrame
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
