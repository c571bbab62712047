// Where a measure would lay the crop: sharp's attention (skin, saturation, edges) and entropy, tried at a small size.
import sharp from 'sharp'
import { cropCenter, standingSize, type Crop, type PixelSize } from '#shared/domain/crop'
import { centerCrop, centerCropAt, framingOf } from '#shared/domain/crop-moves'

export const SUGGESTION_KINDS = ['attention', 'entropy'] as const
export interface CropSuggestion {
  kind: (typeof SUGGESTION_KINDS)[number]
  crop: Crop
}

// Of the longer side; where something lies needs no more.
const SIDE_PX = 512

/** `picturePath` shows the whole upright still, at any size. The crops keep the turns and the tilt, and fill. */
export async function suggestCrops(
  picturePath: string,
  still: PixelSize,
  crop: Crop,
  canvas: PixelSize,
): Promise<CropSuggestion[]> {
  const base = centerCrop(still, canvas, { ...framingOf(crop), fit: 'fill' })
  const room = standingSize(still, crop.turns)
  const scale = Math.min(1, SIDE_PX / Math.max(room.width, room.height))
  const small = {
    width: Math.max(1, Math.round(room.width * scale)),
    height: Math.max(1, Math.round(room.height * scale)),
  }
  const upright = crop.turns % 2 === 0 ? small : { width: small.height, height: small.width }
  // Two passes, so that the strategies see the still as it stands.
  const standing = await sharp(
    await sharp(picturePath)
      .resize({ ...upright, fit: 'fill' })
      .flatten({ background: { r: crop.backdropCode, g: crop.backdropCode, b: crop.backdropCode } })
      .png({ compressionLevel: 1 })
      .toBuffer(),
  )
    .rotate(crop.turns * 90)
    .png({ compressionLevel: 1 })
    .toBuffer()
  const window = {
    width: Math.max(1, Math.min(small.width, Math.round(base.width * scale))),
    height: Math.max(1, Math.min(small.height, Math.round(base.height * scale))),
  }
  const suggestions: CropSuggestion[] = []
  for (const kind of SUGGESTION_KINDS) {
    const { info } = await sharp(standing)
      .resize({ ...window, fit: 'cover', position: sharp.strategy[kind] })
      .toBuffer({ resolveWithObject: true })
    const middle = cropCenter(base)
    // Cover scales the still until one side fits; only the other one moves. Offsets are negative, in scaled pixels.
    const cover = Math.max(window.width / small.width, window.height / small.height)
    const reach = scale * cover
    const along = (offset: number | undefined, length: number, whole: number): number => {
      const at = (length / 2 - (offset ?? 0)) / reach
      // Off the middle by less than a pixel is rounding; it would cost size.
      return offset === undefined || Math.abs(at - whole) * reach < 1.5 ? whole : at
    }
    const center = {
      x: along(info.cropOffsetLeft, window.width, middle.x),
      y: along(info.cropOffsetTop, window.height, middle.y),
    }
    suggestions.push({ kind, crop: centerCropAt(base, still, canvas, center) })
  }
  return suggestions
}
