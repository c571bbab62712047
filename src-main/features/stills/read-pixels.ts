// Pixels of a still through sharp, as opaque sRGB codes of 16 bit, standing; resampled in linear light.
//
// A still that needs its colors converted goes through two passes, because sharp cannot do both in one: the first
// brings the wanted rectangle into sRGB codes through the still's own profile, the second resamples those in linear
// light. (In one pass with a linear pipeline profiles come out black; 16-bit pictures keep their Display P3 codes
// unless the sRGB profile is asked for by name; and 8 bit widened by sharp is shifted by 256, not by 257.)
import sharp, { type Sharp } from 'sharp'
import { standingSize, type Affine, type PixelSize, type Turns } from '#shared/domain/crop'
import type { FramePlan, PixelRect } from '#shared/domain/frame-plan'
import { Failure } from '#shared/domain/failure'
import type { Still } from '#shared/domain/shot'
import { standUp, swapSize, toStored, toStoredRect, type Pose } from './pixel-order'
import { toOpaqueRgb } from './srgb-light'

export interface StillSource {
  path: string
  still: Still
  turns: Turns
  /** Display code of the grey that transparency is laid on. */
  backdropCode: number
}

/** RGB, sRGB codes of 16 bit. */
export interface Layer extends PixelSize {
  data: Uint16Array
}

interface Codes extends PixelSize {
  data: Uint8Array | Uint16Array
  channels: 1 | 2 | 3 | 4
}

const toPose = ({ still, turns }: StillSource): Pose => ({ orientation: still.orientation, turns })

/** What is sRGB already needs no conversion; its codes stay exactly what they are. */
function isSrgb({ profile, colorModel }: Still): boolean {
  if (!['srgb', 'rgb', 'rgb16', 'b-w', 'grey16'].includes(colorModel)) return false
  return profile === null || /^sRGB( IEC61966-?2[.-]1| built-in)?$/i.test(profile)
}

function openStill({ path, still }: StillSource): Sharp {
  return sharp(path, { limitInputPixels: false, failOn: 'error', ignoreIcc: isSrgb(still) })
}

/** A rectangle of the standing still, pixel for pixel. */
export async function copyLayer(source: StillSource, rect: PixelRect): Promise<Layer> {
  const codes = await readCodes(source, storedRect(source, rect), 0)
  return toStandingLayer(codes, source)
}

/** A rectangle of the standing still, resized to `size` in linear light. */
export async function resizeLayer(source: StillSource, rect: PixelRect, size: PixelSize): Promise<Layer> {
  const stored = storedRect(source, rect)
  const image = isSrgb(source.still)
    ? openStill(source).extract(stored)
    : openCodes(await readCodes(source, stored, 0))
  const { width, height } = swapSize(size, toPose(source))
  return toStandingLayer(await toDeepCodes(resizeInLight(image, { width, height })), source)
}

/** The warp of a plan: its whole target, standing. What lies outside the still is undefined. */
export async function warpLayer(
  source: StillSource,
  plan: Extract<FramePlan, { kind: 'warp' }>,
): Promise<Layer> {
  const stored = storedRect(source, plan.source)
  // The edge is continued as far as any kernel reaches, so that nothing dark is drawn in from beyond it.
  const margin = 4 + Math.ceil((4 * plan.between.width) / plan.target.width)
  const codes = await readCodes(source, stored, margin)
  const [a, b, c, d, e, f] = storedToBetween(source, plan.toBetween, {
    x: stored.left - margin,
    y: stored.top - margin,
  })
  const spanLeft = Math.min(0, a * codes.width) + Math.min(0, c * codes.height)
  const spanTop = Math.min(0, b * codes.width) + Math.min(0, d * codes.height)
  const whole = { x: Math.floor(e), y: Math.floor(f) }
  // libvips: result index + rounded span = matrix × (source index + idx) + odx. Points lie half a pixel off indices.
  const turned = await toDeepCodes(
    openCodes(codes)
      .pipelineColourspace('scrgb')
      .affine([a, c, b, d], {
        interpolator: 'bicubic',
        // Sharp gives an opaque picture an alpha of another scale when the background has one.
        background: { r: 0, g: 0, b: 0, alpha: codes.channels % 2 === 0 ? 0 : 1 },
        idx: 0.5,
        idy: 0.5,
        odx: e - whole.x - 0.5,
        ody: f - whole.y - 0.5,
      }),
  )
  // A pass of its own: sharp cuts before it warps.
  const cut = openCodes(turned).extract({
    left: -whole.x - Math.round(spanLeft),
    top: -whole.y - Math.round(spanTop),
    ...plan.between,
  })
  const isFinal = plan.between.width === plan.target.width && plan.between.height === plan.target.height
  const warped = await toDeepCodes(isFinal ? cut : resizeInLight(cut, plan.target))
  return {
    data: toOpaqueRgb(warped.data, warped.channels, source.backdropCode),
    width: warped.width,
    height: warped.height,
  }
}

/** Blurs a layer in linear light and stretches it to `size`. */
export async function blurLayer(layer: Layer, sigma: number, size: PixelSize): Promise<Layer> {
  const blurred = await toDeepCodes(
    openCodes({ ...layer, channels: 3 })
      .pipelineColourspace('scrgb')
      .blur(sigma),
  )
  const stretched = await toDeepCodes(
    openCodes(blurred)
      .pipelineColourspace('scrgb')
      .resize({ width: size.width, height: size.height, fit: 'fill', kernel: 'cubic' }),
  )
  return {
    data: toOpaqueRgb(stretched.data, stretched.channels, 0),
    width: stretched.width,
    height: stretched.height,
  }
}

function storedRect(source: StillSource, rect: PixelRect): PixelRect {
  return toStoredRect(rect, standingSize(source.still, source.turns), toPose(source))
}

/** The map of standing points to `between`, for points of stored pixels counted from `corner`. */
function storedToBetween(source: StillSource, map: Affine, corner: { x: number; y: number }): Affine {
  const standing = standingSize(source.still, source.turns)
  const at = (x: number, y: number) => toStored({ x, y }, standing, toPose(source))
  const origin = at(0, 0)
  const right = { x: at(1, 0).x - origin.x, y: at(1, 0).y - origin.y }
  const below = { x: at(0, 1).x - origin.x, y: at(0, 1).y - origin.y }
  const [a, b, c, d, e, f] = map
  // The pose turns and mirrors only, so its inverse is its transpose.
  const compose = (x: number, y: number) => {
    const u = x * right.x + y * right.y
    const v = x * below.x + y * below.y
    return { x: a * u + c * v, y: b * u + d * v }
  }
  const first = compose(1, 0)
  const second = compose(0, 1)
  const start = compose(corner.x - origin.x, corner.y - origin.y)
  return [first.x, first.y, second.x, second.y, start.x + e, start.y + f]
}

async function readCodes(source: StillSource, stored: PixelRect, margin: number): Promise<Codes> {
  const isDeep = source.still.bitDepth === 16
  let image = openStill(source).extract(stored)
  if (margin > 0)
    image = image.extend({ top: margin, bottom: margin, left: margin, right: margin, extendWith: 'copy' })
  if (!isSrgb(source.still) && source.still.profile !== null) image = image.withIccProfile('srgb')
  return toCodes(image.toColourspace(isDeep ? 'rgb16' : 'srgb'), isDeep)
}

function openCodes({ data, width, height, channels }: Codes): Sharp {
  return sharp(data, { raw: { width, height, channels }, limitInputPixels: false })
}

function resizeInLight(image: Sharp, { width, height }: PixelSize): Sharp {
  return image.pipelineColourspace('scrgb').resize({ width, height, fit: 'fill', kernel: 'lanczos3' })
}

const toDeepCodes = (image: Sharp): Promise<Codes> => toCodes(image.toColourspace('rgb16'), true)

async function toCodes(image: Sharp, isDeep: boolean): Promise<Codes> {
  const { data, info } = await image
    .raw({ depth: isDeep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels !== 1 && channels !== 2 && channels !== 3 && channels !== 4) {
    throw new Failure('internal', `A still came out with ${String(channels)} channels.`)
  }
  const pixels = isDeep ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data
  return { data: pixels, width, height, channels }
}

function toStandingLayer(codes: Codes, source: StillSource): Layer {
  const pose = toPose(source)
  const standing = swapSize(codes, pose)
  const rgb = toOpaqueRgb(codes.data, codes.channels, source.backdropCode)
  return { data: standUp(rgb, standing, pose), ...standing }
}
