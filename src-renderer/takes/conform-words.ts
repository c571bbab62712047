// What is said of names and time codes that cannot be, and what a choice comes to. Pure.
import type { ConformSettings } from '#shared/domain/conform-settings'
import { frameFileName } from '#shared/domain/names'
import { sequenceBaseName, templateProblem, type TemplateProblem } from '#shared/domain/name-template'
import {
  relateFrame,
  timeCodeProblem,
  toSeconds,
  type FrameRate,
  type TimeCodeProblem,
} from '#shared/domain/time-code'

const TEMPLATE_WORDS: Record<TemplateProblem, string> = {
  ending: 'A name ends in .{frame}.exr: that is how sequences are found.',
  version: 'A name needs {shot} and {version}, or two takes would have the same.',
  token: 'The words in braces are {project}, {shot}, {version} and {frame}.',
  characters: 'A name has letters, digits, dots, _ and - only, and begins with a letter or a digit.',
}

const TIME_CODE_WORDS: Record<TimeCodeProblem, string> = {
  'drop-frame': 'There is no drop-frame code at 24, 23.976 or 25: type it with colons.',
  'no-time-code': 'Type a time code, like 01:00:00:00.',
}

export function templateWords(template: string): string | undefined {
  const problem = templateProblem(template)
  return problem === null ? undefined : TEMPLATE_WORDS[problem]
}

export function timeCodeWords(text: string, frameRate: FrameRate): string | undefined {
  const problem = timeCodeProblem(text, frameRate)
  return problem === null ? undefined : TIME_CODE_WORDS[problem]
}

/** `SH010_v001.1001.exr` */
export function exampleName(conform: ConformSettings, projectName: string, shotName: string): string {
  const { nameTemplate, firstFrame, padding } = conform
  const named = { projectName, shotName, number: 1, origin: 'bought' } as const
  return frameFileName(sequenceBaseName(nameTemplate, named), firstFrame, padding)
}

/** `121 frames last 5.047 s, from 01:00:00:00 to 01:00:05:00` */
export function lengthWords(conform: ConformSettings, frames: number): string {
  const { timeCode } = relateFrame(conform, { takeFrame: frames - 1 })
  const seconds = toSeconds(frames, conform.frameRate).toFixed(3)
  return `${frames} frames last ${seconds} s, from ${conform.startTimeCode} to ${timeCode}`
}
