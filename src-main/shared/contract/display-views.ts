// A named display transform as data, for whoever draws it: scene-linear ACES2065-1 → floor → matrix → shaper → 3D LUT →
// change of transfer → display codes.
import { z } from 'zod'
import type { Transfer } from '#shared/domain/color/transfers'
import { mediaIdSchema } from './views'

/** Whose codes a table or a display may have; named as in the domain. */
const transferSchema = z.enum(['bt1886', 'srgb', 'gamma20', 'gamma26', 'pq', 'hlg'] satisfies Transfer[])

const figure = z.number()
const matrix3Schema = z.tuple([figure, figure, figure, figure, figure, figure, figure, figure, figure])

export const displaySchema = z.object({
  /** Exactly which display the codes are for: `Rec.709 BT.1886`. */
  name: z.string(),
  primaries: z.enum(['rec709', 'p3-d65', 'rec2020']),
  /** Windows show codes of `bt1886` as they are, as they show Rec.709 video; `pq` and `hlg` are nits. */
  transfer: transferSchema,
})
export type Display = z.infer<typeof displaySchema>

export const displayViewSchema = z.object({
  id: z.string(),
  /** `ACES 1.3 SDR, Rec.709 BT.1886` */
  label: z.string(),
  /** Negative ACES2065-1 is 0 before the matrix. */
  floorsAp0: z.boolean(),
  /** Row by row, from linear ACES2065-1 to the linear space the shaper takes. */
  toWorking: matrix3Schema,
  /** How much each channel of the working space adds to its luminance. */
  luminance: z.tuple([z.number(), z.number(), z.number()]),
  /** Gzipped, as `unpackTable` of the domain reads it; on the domain's shaper. */
  lutMediaId: mediaIdSchema,
  /** Whose codes the table has; the display's follow from their light. */
  tableTransfer: transferSchema,
  display: displaySchema,
})
export type DisplayView = z.infer<typeof displayViewSchema>
