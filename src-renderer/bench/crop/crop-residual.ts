// How far the prepared frame's edges lie from the crop's: the crop is cut at whole pixels of the still. Pure.
import type { Crop, PixelSize } from '#shared/domain/crop'

/** In canvas pixels. An enlarged or tilted crop is resampled at its exact place and has none. */
export function cropResidualPx(crop: Crop, canvas: PixelSize): number {
  const scale = canvas.width / crop.width
  if (scale > 1 || crop.straightenDegrees !== 0) return 0
  const edges = [crop.x, crop.y, crop.x + crop.width, crop.y + crop.height]
  return Math.max(...edges.map((edge) => Math.abs(edge - Math.round(edge)))) * scale
}
