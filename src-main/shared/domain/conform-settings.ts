// How a project's sequences are named, numbered and timed. What exists already keeps the name and the numbers it has.
import { z } from 'zod'
import { DEFAULT_NAME_TEMPLATE, templateProblem } from './name-template'
import type { Take } from './take'
import { frameRateSchema, timeCodeProblem, type FrameTiming } from './time-code'

export const FIRST_FRAMES = [0, 1, 1000, 1001, 86_400] as const
export const PADDINGS = [4, 5, 6, 7] as const

export const conformSettingsSchema = z
  .object({
    /** How the frames are played. The pixels are the same at every rate: what is bought is 24 a second. */
    frameRate: frameRateSchema,
    /** Of the first frame, `HH:MM:SS:FF`. */
    startTimeCode: z.string(),
    firstFrame: z.literal(FIRST_FRAMES),
    /** Digits of a frame number; a longer number is written whole. */
    padding: z.literal(PADDINGS),
    nameTemplate: z.string().refine((template) => templateProblem(template) === null),
    /** Files that do not say their color space are stamped as ACES2065-1, which is what they are taken for. */
    isAssumedSpaceStamped: z.boolean(),
  })
  .refine(({ startTimeCode, frameRate }) => timeCodeProblem(startTimeCode, frameRate) === null, {
    path: ['startTimeCode'],
  })
export type ConformSettings = z.infer<typeof conformSettingsSchema>

export const DEFAULT_CONFORM: ConformSettings = {
  frameRate: '24',
  startTimeCode: '01:00:00:00',
  firstFrame: 1001,
  padding: 4,
  nameTemplate: DEFAULT_NAME_TEMPLATE,
  isAssumedSpaceStamped: false,
}

/** A take's frames keep the numbers and the code they were given; what a take lacks is the project's. */
export function timingOf(
  { sequence, stamp }: Pick<Take, 'sequence' | 'stamp'>,
  settings: ConformSettings,
): FrameTiming {
  return {
    firstFrame: sequence?.firstFrame ?? settings.firstFrame,
    frameRate: stamp?.frameRate ?? settings.frameRate,
    startTimeCode: stamp?.startTimeCode ?? settings.startTimeCode,
  }
}
