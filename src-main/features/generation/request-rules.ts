// The rules between the fields of a task that is about to be sent, as data: each with its grade, its condition and
// its reason. The shot's own rules, in the artist's words, are in the domain; these guard the last step before money.
import { findCanvas, TIERS, type CanvasTable, type Tier } from '#shared/domain/canvas'
import { lastFrameIndex } from '#shared/domain/frame-time'
import { KEYFRAMES_MAX, PROMPT_MAX, type RuleGrade } from '#shared/domain/rules'
import type { VideoTask } from './request-schema'

export interface RequestRule {
  id: string
  grade: RuleGrade
  /** `canvases`: the sizes in force; without it any pair counts as one of them. */
  isBroken(task: VideoTask, canvases?: CanvasTable): boolean
  reason: string
}

const DEFAULT_SECONDS = 5
// The provider takes more kinds; these two are what is prepared here, 8 bit per channel.
const IMAGE = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$|data:image\/(?:png|jpeg);base64,\S)/i

const NEVER_SENT = [
  'numberResults',
  'outputFormat',
  'outputQuality',
  'seed',
  'negativePrompt',
  'fps',
  'aspectRatio',
  'referenceImages',
]

const secondsOf = (task: VideoTask): 5 | 10 => task.duration ?? DEFAULT_SECONDS
const imagesOf = (task: VideoTask) => task.inputs?.frameImages ?? []
const isHdr = (task: VideoTask): boolean => task.settings?.hdr === true
const isLoop = (task: VideoTask): boolean => task.settings?.loop === true
const hasPair = (task: VideoTask): boolean => task.width !== undefined && task.height !== undefined
const isIn = (values: readonly unknown[], value: unknown): boolean => values.includes(value)

function pairOf(task: VideoTask, canvases?: CanvasTable) {
  return findCanvas(task.width ?? 0, task.height ?? 0, canvases)
}

function tierOf(task: VideoTask, canvases?: CanvasTable): Tier | undefined {
  return task.resolution ?? pairOf(task, canvases)?.tier
}

/** Index of the frame an image is pinned at; NaN for what is no frame. */
function frameOf(frame: unknown, task: VideoTask): number {
  if (frame === 'first') return 0
  if (frame === 'last') return lastFrameIndex(secondsOf(task))
  return typeof frame === 'number' ? frame : NaN
}

const framesOf = (task: VideoTask): number[] => imagesOf(task).map(({ frame }) => frameOf(frame, task))

export const REQUEST_RULES: readonly RequestRule[] = [
  {
    id: 'resolution-value',
    grade: 'doc',
    isBroken: ({ resolution }) => resolution !== undefined && !isIn(TIERS, resolution),
    reason: `A resolution is one of ${TIERS.join(', ')}.`,
  },
  {
    id: 'duration-value',
    grade: 'doc',
    isBroken: ({ duration }) => duration !== undefined && !isIn([5, 10], duration),
    reason: 'A duration is 5 or 10 seconds.',
  },
  {
    id: 'size-missing',
    grade: 'doc',
    isBroken: ({ resolution, width, height }) =>
      resolution === undefined && width === undefined && height === undefined,
    reason: 'A task has a resolution or a width and height pair.',
  },
  {
    id: 'size-both',
    grade: 'doc',
    isBroken: ({ resolution, width, height }) =>
      resolution !== undefined && (width !== undefined || height !== undefined),
    reason: 'A task has a resolution or a width and height pair, never both.',
  },
  {
    id: 'size-half',
    grade: 'doc',
    isBroken: ({ width, height }) => (width === undefined) !== (height === undefined),
    reason: 'Width and height go together.',
  },
  {
    id: 'size-known',
    grade: 'doc',
    isBroken: (task, canvases) =>
      canvases !== undefined && hasPair(task) && pairOf(task, canvases) === undefined,
    reason: 'The width and height pair is none of the model.',
  },
  {
    id: 'hdr-resolution',
    grade: 'doc',
    isBroken: (task, canvases) => isHdr(task) && isIn(['360p', '540p'], tierOf(task, canvases)),
    reason: 'HDR needs 720p or 1080p, by name or by pair.',
  },
  {
    id: 'hdr-duration',
    grade: 'doc',
    isBroken: (task) => isHdr(task) && secondsOf(task) !== 5,
    reason: 'HDR needs 5 seconds.',
  },
  {
    id: 'exr-needs-hdr',
    grade: 'doc',
    isBroken: (task) => task.settings?.exrExport === true && !isHdr(task),
    reason: 'The EXR export needs hdr.',
  },
  {
    id: 'loop-duration',
    grade: 'doc',
    isBroken: (task) => isLoop(task) && secondsOf(task) !== 5,
    reason: 'A loop needs 5 seconds.',
  },
  {
    id: 'loop-hdr',
    grade: 'doc',
    isBroken: (task) => isLoop(task) && isHdr(task),
    reason: 'A loop is SDR only.',
  },
  {
    id: 'loop-keyframes',
    grade: 'luma',
    isBroken: (task) => isLoop(task) && framesOf(task).some((frame) => frame !== 0),
    reason: 'A loop takes a first frame only.',
  },
  {
    id: 'frame-sent',
    grade: 'doc',
    isBroken: (task) => framesOf(task).some((frame) => !Number.isInteger(frame)),
    reason: 'Every image says its frame: first, last or a whole number.',
  },
  {
    id: 'frame-range',
    grade: 'doc',
    isBroken: (task) => framesOf(task).some((frame) => frame < 0 || frame > lastFrameIndex(secondsOf(task))),
    reason: 'Every frame lies within the clip.',
  },
  {
    id: 'frame-unique',
    grade: 'luma',
    isBroken: (task) => new Set(framesOf(task)).size !== imagesOf(task).length,
    reason: 'No two images are pinned at one frame.',
  },
  {
    id: 'frame-count',
    grade: 'luma',
    isBroken: (task) => imagesOf(task).length > KEYFRAMES_MAX,
    reason: `At most ${KEYFRAMES_MAX} images are pinned.`,
  },
  {
    id: 'frame-integers',
    grade: 'luma',
    isBroken: (task) =>
      secondsOf(task) === 10 && imagesOf(task).some(({ frame }) => typeof frame !== 'number'),
    reason: 'At 10 seconds frames go by number.',
  },
  {
    id: 'prompt-length',
    grade: 'luma',
    isBroken: ({ positivePrompt }) => positivePrompt.length < 1 || positivePrompt.length > PROMPT_MAX,
    reason: `A prompt has 1 to ${PROMPT_MAX} characters.`,
  },
  {
    id: 'image-kind',
    grade: 'doc',
    isBroken: (task) => imagesOf(task).some(({ image }) => !IMAGE.test(image)),
    reason: 'An image is an uploaded one, or a PNG or JPEG as a data URI.',
  },
  {
    // One clip for each take, in the format that carries HDR untouched; the rest the model does not know.
    id: 'never-sent',
    grade: 'inferred',
    isBroken: (task) =>
      NEVER_SENT.some((key) => Object.hasOwn(task, key) || Object.hasOwn(task.inputs ?? {}, key)),
    reason: `Never sent: ${NEVER_SENT.join(', ')}.`,
  },
]

/** The rules the task breaks. */
export function brokenRules(task: VideoTask, canvases?: CanvasTable): RequestRule[] {
  return REQUEST_RULES.filter((rule) => rule.isBroken(task, canvases))
}
