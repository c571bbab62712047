// From a shot to the provider's task: the one file that builds what is bought. Knows nothing of HTTP.
import { BUILT_IN_CANVASES, toCanvas, type CanvasTable } from '#shared/domain/canvas'
import { Failure } from '#shared/domain/failure'
import { lastFrameIndex } from '#shared/domain/frame-time'
import type { Shot } from '#shared/domain/shot'
import { brokenRules } from './request-rules'
import { MODEL, videoTaskSchema, type VideoTask } from './request-schema'

/**
 * What was built or kept, as a task that may be sent. Throws Failure `internal` when it is none by its fields, and
 * `rules-broken` (details: rules, reasons) when it breaks a rule between them: nothing doubtful is ever sent.
 */
export function parseVideoTask(json: unknown, canvases?: CanvasTable): VideoTask {
  const parsed = videoTaskSchema.safeParse(json)
  if (!parsed.success) {
    const fields = parsed.error.issues.map((issue) => issue.path.join('.') || issue.message)
    throw new Failure('internal', `The request has a field it must not have: ${fields.join(', ')}.`, {
      fields,
    })
  }
  const broken = brokenRules(parsed.data, canvases)
  if (broken.length > 0) {
    const reasons = broken.map((rule) => rule.reason)
    throw new Failure('rules-broken', reasons.join(' '), { rules: broken.map((rule) => rule.id), reasons })
  }
  return parsed.data
}

/**
 * The exact task for a shot. `images` gives one image reference per keyframe, in the keyframes' order.
 * A shot without stills in 16:9 sends `resolution`; everything else sends the pixel pair; never both.
 * Duration is left out where the provider's guide leaves it out: 5 s with images.
 * Throws what `parseVideoTask` throws.
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
  const task: VideoTask = {
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
  }
  return parseVideoTask(task, canvases ?? BUILT_IN_CANVASES)
}

/** Everything that was wanted, also what does not go together: the rules then say so, and nothing is left out quietly. */
function toSettings(shot: Shot): VideoTask['settings'] {
  const settings = {
    ...(shot.range === 'sdr' ? {} : { hdr: true as const }),
    ...(shot.range === 'hdr-exr' ? { exrExport: true as const } : {}),
    ...(shot.loop ? { loop: true as const } : {}),
  }
  return Object.keys(settings).length > 0 ? settings : undefined
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
