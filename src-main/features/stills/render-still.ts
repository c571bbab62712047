// Pixels from a still: the prepared frame that is sent, and the picture the bench shows. Both upright, both sRGB.
//
// Two passes, because sharp cannot do both in one: the first brings the wanted rectangle upright into sRGB codes
// through the still's own profile, the second resamples those in linear light. (In one pass with a linear pipeline
// profiles come out black, transparency white; and 16-bit pictures keep their Display P3 codes unless the sRGB
// profile is asked for by name.)
import sharp, { type OutputInfo, type Sharp } from 'sharp'
import { FRAMING_DEFAULTS, type Crop, type PixelSize } from '#shared/domain/crop'
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
  const { stillPath, still, canvas, outPath } = options
  const crop = wholePixels(options.crop, still)
  await render(still, outPath, async () => {
    const source = await readSrgb(stillPath, still, crop)
    return source.resize({
      width: canvas.width,
      height: canvas.height,
      fit: crop.fit === 'pad' ? 'contain' : 'fill',
      kernel: 'lanczos3',
      background: BLACK,
    })
  })
}

/** Writes the picture the bench shows: upright, sRGB, at most `VIEW_SIDE_PX` on its longer side, JPEG 4:4:4. */
export async function renderStillView(options: {
  stillPath: string
  still: Still
  outPath: string
}): Promise<void> {
  const { stillPath, still, outPath } = options
  await render(still, outPath, async () => {
    const whole: Crop = { ...FRAMING_DEFAULTS, x: 0, y: 0, width: still.width, height: still.height }
    const source = await readSrgb(stillPath, still, whole)
    return source
      .resize({ width: VIEW_SIDE_PX, height: VIEW_SIDE_PX, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
  })
}

/** A rectangle of the upright still as sRGB codes of its own depth, opaque, ready to be resampled in linear light. */
async function readSrgb(path: string, still: Still, crop: Crop): Promise<Sharp> {
  const isDeep = still.bitDepth === 16
  let image = sharp(path, { limitInputPixels: false, failOn: 'error' })
    .autoOrient()
    .extract({ left: crop.x, top: crop.y, width: crop.width, height: crop.height })
  if (still.hasAlpha) image = image.flatten({ background: BACKDROP })
  if (still.profile !== null) image = image.withIccProfile('srgb')
  const { data, info } = await image
    .toColourspace(isDeep ? 'rgb16' : 'srgb')
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const pixels = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data
  return sharp(pixels, { raw: toRaw(info), limitInputPixels: false }).pipelineColourspace('scrgb')
}

function toRaw({ width, height, channels }: OutputInfo): {
  width: number
  height: number
  channels: 1 | 2 | 3 | 4
} {
  if (channels === 1 || channels === 3) return { width, height, channels }
  throw new Failure('internal', `A still came out with ${channels} channels.`)
}

async function render(still: Still, outPath: string, make: () => Promise<Sharp>): Promise<void> {
  let bytes: Buffer
  try {
    const image = await make()
    const isPng = outPath.endsWith('.png')
    bytes = await (
      isPng ? image.toColourspace('srgb').png({ compressionLevel: 6 }) : image.toColourspace('srgb')
    ).toBuffer()
  } catch (error) {
    const name = still.originalName
    throw new Failure('still-unreadable', `${name} could not be read to its end.`, { name }, { cause: error })
  }
  await writeDurably(outPath, bytes)
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
