// Crop geometry: rectangles in a still's own upright pixels. Pure numbers; nothing here touches pixels.
import { z } from 'zod'

export const cropSchema = z.object({
  /** Left edge in upright source pixels. */
  x: z.number().nonnegative(),
  /** Top edge in upright source pixels. */
  y: z.number().nonnegative(),
  width: z.number().positive(),
  height: z.number().positive(),
  /** `fill`: the crop covers the canvas; `pad`: the whole rectangle is shown and the rest is black. */
  fit: z.enum(['fill', 'pad']),
})
export type Crop = z.infer<typeof cropSchema>

export interface PixelSize {
  width: number
  height: number
}

/** The largest centred rectangle of the canvas's exact shape inside the still, in whole source pixels. */
export function centerCrop(still: PixelSize, canvas: PixelSize): Crop {
  const scale = Math.min(still.width / canvas.width, still.height / canvas.height)
  const width = Math.max(1, Math.min(still.width, Math.round(canvas.width * scale)))
  const height = Math.max(1, Math.min(still.height, Math.round(canvas.height * scale)))
  return {
    x: Math.floor((still.width - width) / 2),
    y: Math.floor((still.height - height) / 2),
    width,
    height,
    fit: 'fill',
  }
}

export interface CropLoss {
  /** Shares of the still's width or height that fall outside the crop, 0…1. */
  left: number
  right: number
  top: number
  bottom: number
  /** Canvas pixels per source pixel: above 1 the picture is enlarged. */
  scale: number
}

export function cropLoss(still: PixelSize, crop: Crop, canvas: PixelSize): CropLoss {
  return {
    left: crop.x / still.width,
    right: Math.max(0, still.width - crop.x - crop.width) / still.width,
    top: crop.y / still.height,
    bottom: Math.max(0, still.height - crop.y - crop.height) / still.height,
    scale: canvas.width / crop.width,
  }
}
