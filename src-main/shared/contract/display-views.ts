// A named display transform as data, for whoever draws it: scene-linear ACES2065-1 → matrix → shaper → 3D LUT →
// display codes.
import { z } from 'zod'
import { mediaIdSchema } from './views'

const figure = z.number()
const matrix3Schema = z.tuple([figure, figure, figure, figure, figure, figure, figure, figure, figure])

export const displaySchema = z.object({
  /** Exactly which display the codes are for: `Rec.709 BT.1886`, `Rec.2100 PQ 1000 nit`. */
  name: z.string(),
  primaries: z.enum(['rec709', 'p3-d65', 'rec2020']),
  /** `video` is what windows show as it is, as they show Rec.709 video; `pq` codes are absolute. */
  transfer: z.enum(['video', 'srgb', 'gamma-2.6', 'pq']),
})
export type Display = z.infer<typeof displaySchema>

export const displayViewSchema = z.object({
  id: z.string(),
  /** `ACES 1.3 SDR Rec.709` */
  label: z.string(),
  /** Row by row, from linear ACES2065-1 to the linear space the shaper takes. */
  toWorking: matrix3Schema,
  /** How much each channel of the working space adds to its luminance. */
  luminance: z.tuple([z.number(), z.number(), z.number()]),
  /** A code is the PQ curve's of `linear * nitsPerUnit`, after what lies above `largestLinear` was cut off. */
  shaper: z.object({
    curve: z.literal('smpte2084'),
    nitsPerUnit: z.number().positive(),
    largestLinear: z.number().positive(),
  }),
  /** Points along an edge of the LUT. */
  lutSize: z.number().int().min(2).max(129),
  /** Gzipped little-endian uint16, red fastest; 65535 is code 1.0. */
  lutMediaId: mediaIdSchema,
  display: displaySchema,
})
export type DisplayView = z.infer<typeof displayViewSchema>
