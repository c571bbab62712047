// The rules between a video task's fields, as the provider and the model's maker document them. Data and pure
// checks; the grade of each rule stands beside it.
import { findCanvas, type CanvasTable, type Tier } from '#shared/domain/canvas'
import { lastFrameIndex } from '#shared/domain/frame-time'
import type { DynamicRange } from '#shared/domain/shot'
import { toServiceError, type ServiceError } from './service-error'
import type { VideoTask } from './task-schema'

interface TaskRule {
  /** `doc`: the provider's documentation; `luma`: the model maker's. */
  grade: 'doc' | 'luma'
  isBroken(task: VideoTask, canvases?: CanvasTable): boolean
  code: string
  message: string
  parameter: string
  allowedValues?: readonly (string | number | boolean)[]
}

export const DEFAULT_SECONDS = 5

export function taskSeconds(task: VideoTask): 5 | 10 {
  return task.duration ?? DEFAULT_SECONDS
}

export function taskRange(task: VideoTask): DynamicRange {
  if (task.settings?.exrExport) return 'hdr-exr'
  return task.settings?.hdr ? 'hdr' : 'sdr'
}

/** The price tier; undefined where the size is none of the model's. */
export function taskTier(task: VideoTask, canvases?: CanvasTable): Tier | undefined {
  return task.resolution ?? findCanvas(task.width ?? 0, task.height ?? 0, canvases)?.tier
}

/** A keyframe's index: `first` is 0, `last` and -1 are the clip's last frame. */
export function keyframeIndex(frame: 'first' | 'last' | number, seconds: 5 | 10): number {
  if (frame === 'first') return 0
  return frame === 'last' || frame === -1 ? lastFrameIndex(seconds) : frame
}

const frameIndexes = (task: VideoTask): number[] =>
  (task.inputs?.frameImages ?? []).map(({ frame }) => keyframeIndex(frame, taskSeconds(task)))
const isLoop = (task: VideoTask): boolean => task.settings?.loop === true
const isHdr = (task: VideoTask): boolean => task.settings?.hdr === true
const hasPair = (task: VideoTask): boolean => task.width !== undefined && task.height !== undefined

const RULES: readonly TaskRule[] = [
  {
    grade: 'doc',
    isBroken: (task) => (task.width === undefined) !== (task.height === undefined),
    code: 'missingDimension',
    message: 'Width and height go together.',
    parameter: 'width',
  },
  {
    grade: 'doc',
    isBroken: (task) =>
      task.resolution !== undefined && (task.width !== undefined || task.height !== undefined),
    code: 'incompatibleParameters',
    message: 'Give a resolution or a width and height pair, not both.',
    parameter: 'resolution',
  },
  {
    grade: 'doc',
    isBroken: (task) =>
      task.resolution === undefined && task.width === undefined && task.height === undefined,
    code: 'missingResolution',
    message: 'Give a resolution or a width and height pair.',
    parameter: 'resolution',
    allowedValues: ['360p', '540p', '720p', '1080p'],
  },
  {
    grade: 'doc',
    isBroken: (task, canvases) =>
      hasPair(task) && findCanvas(task.width ?? 0, task.height ?? 0, canvases) === undefined,
    code: 'unsupportedDimensions',
    message: 'This width and height pair is none of the model.',
    parameter: 'width',
  },
  {
    grade: 'doc',
    isBroken: (task, canvases) =>
      isHdr(task) && !['720p', '1080p', undefined].includes(taskTier(task, canvases)),
    code: 'incompatibleResolution',
    message: 'HDR needs 720p or 1080p.',
    parameter: 'settings.hdr',
    allowedValues: ['720p', '1080p'],
  },
  {
    grade: 'doc',
    isBroken: (task) => isHdr(task) && taskSeconds(task) !== 5,
    code: 'incompatibleDuration',
    message: 'HDR needs 5 seconds.',
    parameter: 'duration',
    allowedValues: [5],
  },
  {
    grade: 'doc',
    isBroken: (task) => task.settings?.exrExport === true && !isHdr(task),
    code: 'incompatibleExrExport',
    message: 'EXR export needs hdr.',
    parameter: 'settings.exrExport',
  },
  {
    grade: 'doc',
    isBroken: (task) => isLoop(task) && isHdr(task),
    code: 'incompatibleLoop',
    message: 'A loop is SDR only.',
    parameter: 'settings.loop',
  },
  {
    grade: 'doc',
    isBroken: (task) => isLoop(task) && taskSeconds(task) !== 5,
    code: 'incompatibleDuration',
    message: 'A loop needs 5 seconds.',
    parameter: 'duration',
    allowedValues: [5],
  },
  {
    grade: 'luma',
    isBroken: (task) => isLoop(task) && frameIndexes(task).some((index) => index !== 0),
    code: 'incompatibleLoop',
    message: 'A loop takes a first frame only.',
    parameter: 'inputs.frameImages',
  },
  {
    grade: 'luma',
    isBroken: (task) =>
      taskSeconds(task) === 10 &&
      (task.inputs?.frameImages ?? []).some(({ frame }) => typeof frame === 'string'),
    code: 'incompatibleFrame',
    message: 'At 10 seconds keyframes are integers.',
    parameter: 'inputs.frameImages',
  },
  {
    grade: 'doc',
    isBroken: (task) => frameIndexes(task).some((index) => index > lastFrameIndex(taskSeconds(task))),
    code: 'invalidFrame',
    message: 'A keyframe lies after the last frame.',
    parameter: 'inputs.frameImages',
  },
  {
    grade: 'luma',
    isBroken: (task) => new Set(frameIndexes(task)).size !== frameIndexes(task).length,
    code: 'duplicateFrame',
    message: 'Two keyframes lie on one frame.',
    parameter: 'inputs.frameImages',
  },
]

/** Every rule the task breaks, as the service says it. */
export function checkTask(task: VideoTask, canvases?: CanvasTable): ServiceError[] {
  return RULES.filter((rule) => rule.isBroken(task, canvases)).map((rule) =>
    toServiceError(rule.code, rule.message, {
      parameter: rule.parameter,
      taskUUID: task.taskUUID,
      ...(rule.allowedValues ? { allowedValues: rule.allowedValues } : {}),
    }),
  )
}
