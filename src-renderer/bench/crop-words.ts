// What the crop costs, in words for the strip. Pure.
import type { StillView } from '#shared/contract/views'
import type { Crop, PixelSize } from '#shared/domain/crop'
import { cropLoss } from '#shared/domain/crop-figures'
import { planFrame } from '#shared/domain/frame-plan'

// Less than this of an edge is rounding to whole pixels, not a loss anyone could see.
const VISIBLE_LOSS = 0.0005

/** `10.8 % top, 6.7 % bottom`, or `nothing`. On more than two sides the unit stands once. */
export function lossWords(still: PixelSize, crop: Crop, canvas: PixelSize): string {
  const loss = cropLoss(still, crop, canvas)
  const sides = (['left', 'right', 'top', 'bottom'] as const)
    .filter((side) => loss[side] >= VISIBLE_LOSS)
    .map((side) => ({ side, figure: (loss[side] * 100).toFixed(1) }))
  if (sides.length === 0) return 'nothing'
  if (sides.length <= 2) return sides.map(({ side, figure }) => `${figure} % ${side}`).join(', ')
  return `${sides.map(({ side, figure }) => `${figure} ${side}`).join(', ')} %`
}

/** How much of the still's area is not on the canvas: `43.7 %`. */
export function lostShare(still: PixelSize, crop: Crop, canvas: PixelSize): string {
  return `${((1 - cropLoss(still, crop, canvas).kept) * 100).toFixed(1)} %`
}

/** `scale 0.32×`, or `upscaled 1.18× (soft)`. */
export function scaleWords(
  still: PixelSize,
  crop: Crop,
  canvas: PixelSize,
): { word: string; text: string; isEnlarged: boolean } {
  const { scale } = cropLoss(still, crop, canvas)
  const isEnlarged = scale > 1.005
  return {
    word: isEnlarged ? 'upscaled' : 'scale',
    text: `${scale.toFixed(2)}×${isEnlarged ? ' (soft)' : ''}`,
    isEnlarged,
  }
}

/** `0.21 px`, of the canvas. */
export function residualWords(still: PixelSize, crop: Crop, canvas: PixelSize): string {
  return `${planFrame(still, crop, canvas).residual.toFixed(2)} px`
}

/** `16 bit · Display P3` */
export function stillWords(still: Pick<StillView, 'bitDepth' | 'profile' | 'colorModel'>): string {
  const profile =
    still.profile?.replace(/^sRGB IEC61966-2\.?1$/, 'sRGB') ??
    (still.colorModel === 'cmyk' ? 'CMYK, no profile' : 'no profile, taken as sRGB')
  return `${still.bitDepth} bit · ${profile}`
}
