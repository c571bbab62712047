// Pixels from a still: the prepared frame that is sent, and the picture the bench shows. Both upright, both sRGB.
import sharp, { type Sharp } from 'sharp'
import type { Crop, PixelSize } from '#shared/domain/crop'
import { Failure } from '#shared/domain/failure'
import type { Still } from '#shared/domain/shot'
import { writeDurably } from '../../disk/durable'

// What a transparent still is laid on: display code 118, which is 18 % grey in sRGB.
const BACKDROP = { r: 118, g: 118, b: 118 }
const BLACK = { r: 0, g: 0, b: 0 }
/** Longest side of the picture the bench shows, in pixels. */
export const VIEW_SIDE_PX = 2560

/**
 * Writes the prepared frame: exactly the canvas, sRGB, 8 bit, PNG; resampled once, in linear light.
 * Rejects with Failure `still-unreadable`, or a disk failure.
 */
export async function prepareFrame(options: {
  stillPath: string
  still: Still
  crop: Crop
  canvas: PixelSize
  outPath: string
}): Promise<void> {
  const { still, canvas } = options
  const crop = wholePixels(options.crop, still)
  const image = upright(options.stillPath, still)
    .extract({ left: crop.x, top: crop.y, width: crop.width, height: crop.height })
    .resize({
      width: canvas.width,
      height: canvas.height,
      fit: crop.fit === 'pad' ? 'contain' : 'fill',
      kernel: 'lanczos3',
      background: BLACK,
    })
  const png = await toBytes(image.toColourspace('srgb').png({ compressionLevel: 6 }), still)
  await writeDurably(options.outPath, png)
}

/** Writes the picture the bench shows: upright, sRGB, at most `VIEW_SIDE_PX` on its longer side, JPEG 4:4:4. */
export async function renderStillView(options: {
  stillPath: string
  still: Still
  outPath: string
}): Promise<void> {
  const image = upright(options.stillPath, options.still).resize({
    width: VIEW_SIDE_PX,
    height: VIEW_SIDE_PX,
    fit: 'inside',
    withoutEnlargement: true,
  })
  const jpeg = image.toColourspace('srgb').jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
  await writeDurably(options.outPath, await toBytes(jpeg, options.still))
}

/** Linear light (scRGB) from the first step on, so that every resampling averages light and not codes. */
function upright(path: string, still: Still): Sharp {
  const image = sharp(path, { limitInputPixels: false, failOn: 'error' })
    .pipelineColourspace('scrgb')
    .autoOrient()
  return still.hasAlpha ? image.flatten({ background: BACKDROP }) : image
}

async function toBytes(image: Sharp, still: Still): Promise<Buffer> {
  try {
    return await image.toBuffer()
  } catch (error) {
    const name = still.originalName
    throw new Failure('still-unreadable', `${name} could not be read to its end.`, { name }, { cause: error })
  }
}

function wholePixels(crop: Crop, still: PixelSize): Crop {
  const x = Math.min(Math.round(crop.x), still.width - 1)
  const y = Math.min(Math.round(crop.y), still.height - 1)
  return {
    ...crop,
    x,
    y,
    width: Math.max(1, Math.min(Math.round(crop.width), still.width - x)),
    height: Math.max(1, Math.min(Math.round(crop.height), still.height - y)),
  }
}
