// A shot: what is wanted. Plain immutable data; edits are pure functions in shot-edits.ts.
import { z } from 'zod'
import { aspectSchema, tierSchema } from './canvas'
import { cropSchema, FRAMING_DEFAULTS } from './crop'

export const dynamicRangeSchema = z.enum(['sdr', 'hdr', 'hdr-exr'])
export type DynamicRange = z.infer<typeof dynamicRangeSchema>

export const durationSchema = z.union([z.literal(5), z.literal(10)])
export type DurationSeconds = z.infer<typeof durationSchema>

export const stillSchema = z.object({
  id: z.string(),
  /** The file's name as the artist knows it. */
  originalName: z.string(),
  /** File name inside the shot's `stills/` folder. */
  fileName: z.string(),
  sha256: z.string(),
  bytes: z.number().int(),
  /** Upright size in pixels, after the EXIF orientation. */
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  format: z.string(),
  bitDepth: z.number().int(),
  /** EXIF orientation, 1…8; 1 is upright as stored. */
  orientation: z.number().int(),
  /** The ICC profile's description; null without a profile. */
  profile: z.string().nullable(),
  /** Colour model as stored: `srgb`, `cmyk`, `b-w`, `rgb16`, … */
  colorModel: z.string(),
  hasAlpha: z.boolean(),
})
export type Still = z.infer<typeof stillSchema>

export const keyframeSchema = z.object({
  stillId: z.string(),
  /** 24 fps frame index from 0; 120 is the end of 5 s. */
  frame: z.number().int().nonnegative(),
  crop: cropSchema,
})
export type Keyframe = z.infer<typeof keyframeSchema>

/** How the animatic goes from one keyframe to the next; nothing of it is sent. */
export const EASINGS = ['linear', 'smooth', 'hold'] as const
export const easingSchema = z.enum(EASINGS)
export type Easing = z.infer<typeof easingSchema>

export const SHOT_VERSION = 2

export const shotSchema = z.object({
  version: z.literal(SHOT_VERSION),
  /** Also the folder's name: `SH010`. */
  name: z.string(),
  prompt: z.string().max(6000),
  tier: tierSchema,
  aspect: aspectSchema,
  duration: durationSchema,
  range: dynamicRangeSchema,
  loop: z.boolean(),
  stills: z.array(stillSchema),
  /** In order of frame; no two on one frame. */
  keyframes: z.array(keyframeSchema),
  /** One crop for all keyframes: what is done to one is done to each, by shares of its still. */
  isCropLinked: z.boolean(),
  easing: easingSchema,
  /** The aspect nearest to the first still, while it waits for the artist's yes or no. */
  proposedAspect: aspectSchema.nullable(),
})
export type Shot = z.infer<typeof shotSchema>

/** What may be changed from outside; stills are only ever brought in by an import. */
export const shotPatchSchema = shotSchema.omit({ version: true, name: true, stills: true }).partial()
export type ShotPatch = z.infer<typeof shotPatchSchema>

/** `shot.json` of every version so far, brought to this one. Version 1 knew neither turns nor pads nor links. */
export const shotFileSchema = z.preprocess(migrateShot, shotSchema)

const firstShotSchema = z.looseObject({
  version: z.literal(1),
  keyframes: z.array(z.looseObject({ crop: z.looseObject({}) })),
})

function migrateShot(json: unknown): unknown {
  const first = firstShotSchema.safeParse(json)
  if (!first.success) return json
  return {
    ...first.data,
    version: SHOT_VERSION,
    keyframes: first.data.keyframes.map((key) => ({ ...key, crop: { ...FRAMING_DEFAULTS, ...key.crop } })),
    isCropLinked: false,
    easing: 'linear',
    proposedAspect: null,
  }
}

/** A new shot starts where grading wants it: 720p, 5 s, HDR + EXR. */
export function createShot(name: string): Shot {
  return {
    version: SHOT_VERSION,
    name,
    prompt: '',
    tier: '720p',
    aspect: '16:9',
    duration: 5,
    range: 'hdr-exr',
    loop: false,
    stills: [],
    keyframes: [],
    isCropLinked: false,
    easing: 'linear',
    proposedAspect: null,
  }
}
