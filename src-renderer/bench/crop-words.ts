// What the crop costs, in words for the strip. Pure.
import type { StillView } from '#shared/contract/views'
import type { Crop, PixelSize } from '#shared/domain/crop'
import { cropLoss } from '#shared/domain/crop-figures'

// Less than this of an edge is rounding to whole pixels, not a loss anyone could see.
const VISIBLE_LOSS = 0.0005

/** `10.8 % top, 6.7 % bottom`, or `nothing`. */
export function lossWords(still: PixelSize, crop: Crop, canvas: PixelSize): string {
  const loss = cropLoss(still, crop, canvas)
  const sides = (['left', 'right', 'top', 'bottom'] as const)
    .filter((side) => loss[side] >= VISIBLE_LOSS)
    .map((side) => `${(loss[side] * 100).toFixed(1)} % ${side}`)
  return sides.length === 0 ? 'nothing' : sides.join(', ')
}

/** `0.32×`; above 1 the picture is enlarged. */
export function scaleWords(
  still: PixelSize,
  crop: Crop,
  canvas: PixelSize,
): { text: string; isEnlarged: boolean } {
  const { scale } = cropLoss(still, crop, canvas)
  return { text: `${scale.toFixed(2)}×`, isEnlarged: scale > 1.005 }
}

/** `16 bit · Display P3` */
export function stillWords(still: Pick<StillView, 'bitDepth' | 'profile' | 'colorModel'>): string {
  const profile =
    still.profile ?? (still.colorModel === 'cmyk' ? 'CMYK, no profile' : 'no profile, taken as sRGB')
  return `${still.bitDepth} bit · ${profile}`
}
