// The numbers of every frame of a sequence, taken while it was decoded once: `proof/frames.json` in the take. Whoever
// wants numbers reads them here and decodes nothing.
import { z } from 'zod'

export const channelNumbersSchema = z.object({
  name: z.string(),
  /** Of the finite samples; null when there are none. */
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  mean: z.number().nullable(),
  nanCount: z.number().int().nonnegative(),
  infCount: z.number().int().nonnegative(),
  /** Finite samples below zero, and above one. */
  negativeCount: z.number().int().nonnegative(),
  aboveOneCount: z.number().int().nonnegative(),
  /** All samples. */
  count: z.number().int().nonnegative(),
})
export type ChannelNumbers = z.infer<typeof channelNumbersSchema>

export const frameNumbersSchema = z.object({
  /** The conformed number. */
  frame: z.number().int(),
  bytes: z.number().int().nonnegative(),
  /** Scene-linear as in the file, over the display window; empty where this frame was not decoded here. */
  channels: z.array(channelNumbersSchema),
  /** Pixels with any of R, G, B above 1.0; null where not decoded here. */
  aboveOnePixels: z.number().int().nonnegative().nullable(),
})
export type FrameNumbers = z.infer<typeof frameNumbersSchema>

export const frameProofSchema = z.object({
  version: z.literal(1),
  firstFrame: z.number().int(),
  count: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** The good frames in their order; a bad one has no numbers. */
  frames: z.array(frameNumbersSchema),
})
export type FrameProof = z.infer<typeof frameProofSchema>
