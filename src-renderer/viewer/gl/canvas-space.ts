// From a display's codes to the space a canvas states: which transfer, and the matrix between the primaries.
import type { Display } from '#shared/contract/display-views'
import { conversionMatrix, P3_D65, REC2020, REC709, type Matrix3 } from '#shared/domain/color-matrix'

/** Both have sRGB's transfer. */
export type CanvasSpace = 'srgb' | 'display-p3'

const PRIMARIES = { rec709: REC709, 'p3-d65': P3_D65, rec2020: REC2020 } as const
/** As in display.glsl. */
export const TRANSFERS = { srgb: 0, gamma26: 1, pq: 2, hlg: 3, bt1886: 4, gamma20: 5 } as const
const IDENTITY: Matrix3 = [1, 0, 0, 0, 1, 0, 0, 0, 1]

export function toCanvasSpace(
  { primaries, transfer }: Display,
  space: CanvasSpace,
): { transfer: number; matrix: Matrix3 } {
  const from = PRIMARIES[primaries]
  const to = space === 'srgb' ? REC709 : P3_D65
  const matrix = from === to ? IDENTITY : (conversionMatrix(from, to) ?? IDENTITY)
  // Windows show Rec.709 video's codes as if they were sRGB's, and so does the stage.
  return { transfer: TRANSFERS[transfer === 'bt1886' ? 'srgb' : transfer], matrix }
}
