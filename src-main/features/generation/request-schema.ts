// The provider's video task, field by field. Strict, because this model runs and bills requests with unknown keys.
// Rules between the fields are in request-rules.ts.
import { TIERS } from '#shared/domain/canvas'
import { KEYFRAMES_MAX, PROMPT_MAX } from '#shared/domain/rules'
import { z } from 'zod'

export const MODEL = 'luma:ray@3.2'

const frameImage = z.strictObject({
  /** A mediaUUID of the service, or a data URI. */
  image: z.string().min(1),
  frame: z.union([z.literal('first'), z.literal('last'), z.number().int().min(0).max(240)]),
})

export const videoTaskSchema = z.strictObject({
  taskType: z.literal('videoInference'),
  taskUUID: z.uuidv4(),
  model: z.literal(MODEL),
  positivePrompt: z.string().min(1).max(PROMPT_MAX),
  resolution: z.enum(TIERS).optional(),
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  duration: z.union([z.literal(5), z.literal(10)]).optional(),
  inputs: z.strictObject({ frameImages: z.array(frameImage).min(1).max(KEYFRAMES_MAX) }).optional(),
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
export type VideoTask = z.infer<typeof videoTaskSchema>
