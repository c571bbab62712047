// The one place that relates a take's frame (from 0), the number in its file's name and its time code. Whole frames
// are counted: at 23.976 the code counts 24 to its second, and what differs is how long they last.
import { z } from 'zod'

export const FRAME_RATES = ['24', '23.976', '25'] as const
export const frameRateSchema = z.enum(FRAME_RATES)
export type FrameRate = z.infer<typeof frameRateSchema>

interface RateFacts {
  /** Frames a second, exactly. */
  rational: readonly [numerator: number, denominator: number]
  /** Frames the code counts to its second. */
  countsPerSecond: number
}

const RATES: Record<FrameRate, RateFacts> = {
  '24': { rational: [24, 1], countsPerSecond: 24 },
  '23.976': { rational: [24_000, 1_001], countsPerSecond: 24 },
  '25': { rational: [25, 1], countsPerSecond: 25 },
}

export function rateFacts(frameRate: FrameRate): RateFacts {
  return RATES[frameRate]
}

/** What the frames of a sequence are numbered and timed by. */
export interface FrameTiming {
  frameRate: FrameRate
  /** `HH:MM:SS:FF` of the take's first frame. */
  startTimeCode: string
  /** The number of the take's first frame. */
  firstFrame: number
}

export type FramePlace = { takeFrame: number } | { frameNumber: number } | { timeCode: string }

export interface FrameMoment {
  /** From 0. */
  takeFrame: number
  frameNumber: number
  timeCode: string
  /** From the take's first frame to this one's beginning, at the rate it is played at. */
  seconds: number
}

/**
 * One frame by all its names, from any of them. A code before the start is of the next day, as on tape. Throws
 * RangeError for a code that `timeCodeProblem` objects to.
 */
export function relateFrame(timing: FrameTiming, place: FramePlace): FrameMoment {
  const { countsPerSecond } = RATES[timing.frameRate]
  const start = readTimeCode(timing.startTimeCode, countsPerSecond)
  const takeFrame =
    'takeFrame' in place
      ? place.takeFrame
      : 'frameNumber' in place
        ? place.frameNumber - timing.firstFrame
        : wrap(readTimeCode(place.timeCode, countsPerSecond) - start, countsPerSecond)
  return {
    takeFrame,
    frameNumber: timing.firstFrame + takeFrame,
    timeCode: writeTimeCode(start + takeFrame, countsPerSecond),
    seconds: toSeconds(takeFrame, timing.frameRate),
  }
}

/** How long a number of frames lasts. */
export function toSeconds(frames: number, frameRate: FrameRate): number {
  const [numerator, denominator] = RATES[frameRate].rational
  return (frames * denominator) / numerator
}

export type TimeCodeProblem = 'drop-frame' | 'no-time-code'

/** Why a text is no time code at a rate; null when it is one. None of the rates has drop-frame code. */
export function timeCodeProblem(text: string, frameRate: FrameRate): TimeCodeProblem | null {
  if (/^\d\d[:;.]\d\d[:;.]\d\d[;.]\d\d$/.test(text)) return 'drop-frame'
  return parseTimeCode(text, RATES[frameRate].countsPerSecond) === undefined ? 'no-time-code' : null
}

/** The fields of a frame's code, as SMPTE 12M holds them. */
export function splitTimeCode(
  timeCode: string,
): [hours: number, minutes: number, seconds: number, frames: number] {
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = timeCode.split(':').map(Number)
  return [hours, minutes, seconds, frames]
}

function parseTimeCode(text: string, countsPerSecond: number): number | undefined {
  if (!/^\d\d:\d\d:\d\d:\d\d$/.test(text)) return undefined
  const [hours, minutes, seconds, frames] = splitTimeCode(text)
  if (hours > 23 || minutes > 59 || seconds > 59 || frames >= countsPerSecond) return undefined
  return ((hours * 60 + minutes) * 60 + seconds) * countsPerSecond + frames
}

function readTimeCode(text: string, countsPerSecond: number): number {
  const count = parseTimeCode(text, countsPerSecond)
  if (count === undefined)
    throw new RangeError(`${text} is no time code of ${countsPerSecond} frames a second.`)
  return count
}

function wrap(count: number, countsPerSecond: number): number {
  const day = 24 * 60 * 60 * countsPerSecond
  return ((count % day) + day) % day
}

function writeTimeCode(count: number, countsPerSecond: number): string {
  const inDay = wrap(count, countsPerSecond)
  const seconds = Math.floor(inDay / countsPerSecond)
  const parts = [
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60) % 60,
    seconds % 60,
    inDay % countsPerSecond,
  ]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
