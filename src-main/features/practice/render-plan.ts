// From an accepted task to what is rendered: exact size, frame count, keyframes. Pure; kept with the job, so that a
// job renders the same after a restart.
import { nearestAspect, toCanvas, type CanvasTable } from '#shared/domain/canvas'
import { lastFrameIndex } from '#shared/domain/frame-time'
import { dynamicRangeSchema } from '#shared/domain/shot'
import { z } from 'zod'
import { hashText } from './seeded-random'
import { keyframeIndex, taskRange, taskSeconds } from './task-rules'
import type { VideoTask } from './task-schema'

export const renderPlanSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  frames: z.number().int().positive(),
  isLoop: z.boolean(),
  hasMarks: z.boolean(),
  range: dynamicRangeSchema,
  /** 20…99. */
  quality: z.number().int(),
  seed: z.number().int().nonnegative(),
  /** In order of frame, each a picture of the media store. */
  keyframes: z.array(z.object({ frame: z.number().nonnegative(), mediaUuid: z.string() })),
})
export type RenderPlan = z.infer<typeof renderPlanSchema>

export interface PlanImage {
  mediaUuid: string
  width: number
  height: number
}

export interface PlanSettings {
  /** Renders only so many frames; keyframes move closer in proportion. */
  frames?: number
  frameMarks?: boolean
}

/** `images` are the task's pictures in its own order. */
export function toRenderPlan(
  task: VideoTask,
  images: readonly PlanImage[],
  settings: PlanSettings,
  canvases?: CanvasTable,
): RenderPlan {
  const last = lastFrameIndex(taskSeconds(task))
  const frames = Math.min(last + 1, settings.frames ?? last + 1)
  const squeeze = frames > 1 ? (frames - 1) / last : 0
  const pinned = (task.inputs?.frameImages ?? []).map(({ frame }, index) => ({
    frame: keyframeIndex(frame, taskSeconds(task)) * squeeze,
    mediaUuid: images[index]?.mediaUuid ?? '',
  }))
  return {
    ...planSize(task, images[0], canvases),
    frames,
    isLoop: task.settings?.loop === true,
    hasMarks: settings.frameMarks === true,
    range: taskRange(task),
    quality: task.outputQuality ?? 95,
    seed: hashText(task.positivePrompt),
    keyframes: pinned.sort((a, b) => a.frame - b.frame),
  }
}

/** A bare resolution takes the first picture's aspect, as near as the model has it. */
function planSize(
  task: VideoTask,
  first: PlanImage | undefined,
  canvases: CanvasTable | undefined,
): { width: number; height: number } {
  if (task.resolution === undefined) return { width: task.width ?? 0, height: task.height ?? 0 }
  const aspect = first ? nearestAspect(first.width, first.height, task.resolution, canvases) : '16:9'
  const { width, height } = toCanvas(task.resolution, aspect, canvases)
  return { width, height }
}
