// From a shot to the provider's task: the one file that builds what is bought. Strict, because this model runs and
// bills requests with unknown keys. Knows Runware's field names; knows nothing of HTTP.
import { z } from 'zod'
import { toCanvas, type CanvasTable } from '#shared/domain/canvas'
import { lastFrameIndex } from '#shared/domain/frame-time'
import type { Shot } from '#shared/domain/shot'

export const MODEL = 'luma:ray@3.2'

const frameImage = z.strictObject({
  /** A mediaUUID of the service, or a data URI. */
  image: z.string().min(1),
  frame: z.union([z.literal('first'), z.literal('last'), z.number().int().min(0).max(240)]),
})

export const videoTaskSchema = z
  .strictObject({
    taskType: z.literal('videoInference'),
    taskUUID: z.uuidv4(),
    model: z.literal(MODEL),
    positivePrompt: z.string().min(1).max(6000),
    resolution: z.enum(['360p', '540p', '720p', '1080p']).optional(),
    width: z.number().int().positive().optional(),
    height: z.number().int().positive().optional(),
    duration: z.union([z.literal(5), z.literal(10)]).optional(),
    inputs: z.strictObject({ frameImages: z.array(frameImage).min(1).max(64) }).optional(),
    settings: z
      .strictObject({
        hdr: z.literal(true).optional(),
        exrExport: z.literal(true).optional(),
        loop: z.literal(true).optional(),
      })
      .optional(),
    deliveryMethod: z.literal('async'),
    includeCost: z.literal(true),
    outputType: z.literal('URL'),
  })
  .refine(
    (task) => (task.resolution === undefined) !== (task.width === undefined && task.height === undefined),
    {
      message: 'Either resolution or a width and height pair.',
    },
  )
  .refine((task) => (task.width === undefined) === (task.height === undefined), {
    message: 'Width and height go together.',
  })
  .refine((task) => !task.settings?.exrExport || task.settings.hdr, { message: 'exrExport needs hdr.' })
  .refine((task) => !task.settings?.loop || !task.settings.hdr, { message: 'loop excludes hdr.' })
export type VideoTask = z.infer<typeof videoTaskSchema>

/**
 * The exact task for a shot. `images` gives one image reference per keyframe, in the keyframes' order.
 * A shot without stills in 16:9 sends `resolution`; everything else sends the pixel pair; never both.
 * Duration is left out where the provider's guide leaves it out: 5 s with images.
 * Throws when the result is not a task the schema knows: nothing doubtful is ever sent.
 */
export function toVideoTask(
  shot: Shot,
  taskUuid: string,
  images: readonly string[],
  canvases?: CanvasTable,
): VideoTask {
  const canvas = toCanvas(shot.tier, shot.aspect, canvases)
  const hasImages = shot.keyframes.length > 0
  const size =
    !hasImages && shot.aspect === '16:9'
      ? { resolution: shot.tier }
      : { width: canvas.width, height: canvas.height }
  const settings = toSettings(shot)
  return videoTaskSchema.parse({
    taskType: 'videoInference',
    taskUUID: taskUuid,
    model: MODEL,
    positivePrompt: shot.prompt.trim(),
    ...size,
    ...(hasImages && shot.duration === 5 ? {} : { duration: shot.duration }),
    ...(hasImages ? { inputs: { frameImages: toFrameImages(shot, images) } } : {}),
    ...(settings ? { settings } : {}),
    deliveryMethod: 'async',
    includeCost: true,
    outputType: 'URL',
  })
}

function toSettings(shot: Shot): VideoTask['settings'] {
  if (shot.range === 'hdr-exr') return { hdr: true, exrExport: true }
  if (shot.range === 'hdr') return { hdr: true }
  if (shot.loop) return { loop: true }
  return undefined
}

/** At 5 s a lone first and last frame go by name; in between, and always at 10 s, frames go by number. */
function toFrameImages(
  shot: Shot,
  images: readonly string[],
): { image: string; frame: 'first' | 'last' | number }[] {
  const last = lastFrameIndex(shot.duration)
  const byName = shot.duration === 5 && shot.keyframes.every((key) => key.frame === 0 || key.frame === last)
  return shot.keyframes.map((key, index) => {
    const image = images[index] ?? ''
    if (!byName) return { image, frame: key.frame }
    return { image, frame: key.frame === 0 ? 'first' : 'last' }
  })
}
