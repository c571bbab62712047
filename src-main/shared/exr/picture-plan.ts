// What a decode is to make, before a pixel is touched: which part, which channels become red, green, blue and alpha,
// and which pixels.
import { ExrError } from './exr-error'
import { boxHeight, boxWidth, type Box, type ExrChannel, type ExrHeader, type ExrPart } from './model'

export interface DecodeOptions {
  /** `rgba-half` and `rgba-float`: four samples a pixel. `planar`: every channel by itself, as the file has it. */
  output: 'rgba-half' | 'rgba-float' | 'planar'
  /** Index of the part; the first when left out. */
  part?: number
  /** `beauty` takes `beauty.R`, `beauty.G`…; the channels without a layer when left out. */
  layer?: string
  /** The pixels delivered: the display window (what is outside the data is zero) unless said otherwise. */
  window?: 'display' | 'data'
  /** Instead of a window: any box in the file's pixel coordinates, corners included. */
  region?: Box
  /** Each pixel is the mean of this many across and down, in linear light. Not for planar; statistics are of all. */
  reduce?: 1 | 2 | 4 | 8
  /**
   * As `reduce: 8`, but by the shortest way: of DWA only the means of its blocks are read, which are averages in its own
   * non-linear space. For scrubbing and thumbnails, never for numbers. Not for planar, nor with statistics.
   */
  thumbnail?: boolean
  /** Where the samples go: at least as long as needed, of the type `data` has. Made new when left out. */
  into?: Uint16Array | Float32Array | Uint8Array
  /** Of every channel decoded, over the data inside the window or region. */
  statistics?: boolean
  /** More than this many pixels delivered is `too-large`; 8192 × 8192 when left out. */
  mostPixels?: number
}

export interface PicturePlan {
  part: ExrPart
  partIndex: number
  output: DecodeOptions['output']
  /** The pixels delivered, in the file's coordinates, before reduction. */
  region: Box
  /** The part of it that has data; null when there is none. */
  dataRegion: Box | null
  /** The pixels that must be decoded for it. */
  needed: Box | null
  reduce: 1 | 2 | 4 | 8
  /** Of the picture delivered, after reduction. */
  width: number
  height: number
  /** Indices into the part's channels: red, green, blue, alpha; null where there is none. */
  colors: [number | null, number | null, number | null, number | null]
  /** Indices of all channels that are delivered or measured. */
  channels: number[]
  /** The colors are luminance and two chroma channels of half the size. */
  isLuminanceChroma: boolean
}

const MOST_PIXELS = 8192 * 8192

/** Throws `bad-request`, `unsupported-picture` or `too-large`. */
export function planPicture(header: ExrHeader, options: DecodeOptions): PicturePlan {
  const partIndex = options.part ?? 0
  const part = header.parts[partIndex]
  if (!part)
    throw new ExrError('bad-request', 0, `There is no part ${partIndex}; there are ${header.parts.length}.`)
  refuseUnsupported(part)
  const reduce = options.thumbnail ? 8 : (options.reduce ?? 1)
  const region = options.region ?? (options.window === 'data' ? part.dataWindow : part.displayWindow)
  if (!(region.min.x <= region.max.x && region.min.y <= region.max.y)) {
    throw new ExrError('bad-request', 0, 'The region has no pixels.')
  }
  const width = Math.ceil(boxWidth(region) / reduce)
  const height = Math.ceil(boxHeight(region) / reduce)
  const mostPixels = options.mostPixels ?? MOST_PIXELS
  if (width * height * reduce > mostPixels || boxWidth(region) > mostPixels) {
    throw new ExrError(
      'too-large',
      0,
      `A picture of ${boxWidth(region)} × ${boxHeight(region)} pixels is too large.`,
    )
  }
  const isPlanar = options.output === 'planar'
  if (isPlanar && reduce > 1) throw new ExrError('bad-request', 0, 'Planar pictures are not reduced.')
  if (options.thumbnail && options.statistics) {
    throw new ExrError('bad-request', 0, 'A thumbnail has no statistics.')
  }
  const named = channelsOfLayer(part, options.layer)
  const { colors, isLuminanceChroma } = isPlanar
    ? { colors: [null, null, null, null] as PicturePlan['colors'], isLuminanceChroma: false }
    : pickColors(part, named)
  // A pixel's chroma is filtered from far around, so the whole picture is read.
  const needed = isLuminanceChroma ? part.dataWindow : intersect(region, part.dataWindow)
  if (isLuminanceChroma && boxWidth(part.dataWindow) * boxHeight(part.dataWindow) > mostPixels) {
    throw new ExrError('too-large', 0, 'The picture of luminance and chroma is too large.')
  }
  return {
    part,
    partIndex,
    output: options.output,
    region,
    dataRegion: intersect(region, part.dataWindow),
    needed,
    reduce,
    width,
    height,
    colors,
    channels: isPlanar
      ? [...named.values()]
      : [...new Set(colors.filter((index) => index !== null))].sort((one, other) => one - other),
    isLuminanceChroma,
  }
}

function refuseUnsupported({ type, compression }: ExrPart): void {
  if (type === 'deepscanline' || type === 'deeptile') {
    throw new ExrError('unsupported-picture', 0, 'Deep pictures are not decoded.')
  }
  if (compression === 'htj2k256' || compression === 'htj2k32') {
    throw new ExrError('unsupported-picture', 0, `${compression} is not decoded.`)
  }
}

/** The layer's channels by their last name. */
function channelsOfLayer(part: ExrPart, layer: string | undefined): Map<string, number> {
  const named = new Map<string, number>()
  for (const [index, { name }] of part.channels.entries()) {
    if (layer === undefined) named.set(name, index)
    else if (name.startsWith(`${layer}.`)) named.set(name.slice(layer.length + 1), index)
  }
  if (named.size === 0) throw new ExrError('bad-request', 0, `There is no layer ${String(layer)}.`)
  return named
}

function pickColors(
  part: ExrPart,
  named: Map<string, number>,
): Pick<PicturePlan, 'colors' | 'isLuminanceChroma'> {
  const pick = (name: string): number | null => named.get(name) ?? null
  const alpha = pick('A')
  const isFull = (index: number | null): boolean => index === null || isFullSize(part.channels[index])
  const rgb = [pick('R'), pick('G'), pick('B')] as const
  if (rgb.some((index) => index !== null)) {
    if (![...rgb, alpha].every(isFull)) {
      throw new ExrError('unsupported-picture', 0, 'Subsampled R, G or B are not decoded to RGBA.')
    }
    return { colors: [...rgb, alpha], isLuminanceChroma: false }
  }
  const [y, ry, by] = [pick('Y'), pick('RY'), pick('BY')]
  if (y === null) {
    throw new ExrError('bad-request', 0, 'There are no channels R, G, B or Y; they can be had as planar.')
  }
  if (!isFull(y) || !isFull(alpha)) {
    throw new ExrError('unsupported-picture', 0, 'A subsampled Y is not decoded to RGBA.')
  }
  if (ry === null && by === null) return { colors: [y, y, y, alpha], isLuminanceChroma: false }
  for (const index of [ry, by]) {
    const channel = index === null ? undefined : part.channels[index]
    if (channel && (channel.xSampling !== 2 || channel.ySampling !== 2)) {
      throw new ExrError(
        'unsupported-picture',
        0,
        'RY and BY are decoded to RGBA at half the size of Y only.',
      )
    }
  }
  return { colors: [ry, y, by, alpha], isLuminanceChroma: true }
}

function isFullSize(channel: ExrChannel | undefined): boolean {
  return channel?.xSampling === 1 && channel.ySampling === 1
}

/** Whether every pixel delivered has data. */
export function isWithinData({ region, dataRegion }: PicturePlan): boolean {
  return (
    dataRegion !== null &&
    dataRegion.min.x === region.min.x &&
    dataRegion.min.y === region.min.y &&
    dataRegion.max.x === region.max.x &&
    dataRegion.max.y === region.max.y
  )
}

/** Null when they share no pixel. */
export function intersect(one: Box, other: Box): Box | null {
  const min = { x: Math.max(one.min.x, other.min.x), y: Math.max(one.min.y, other.min.y) }
  const max = { x: Math.min(one.max.x, other.max.x), y: Math.min(one.max.y, other.max.y) }
  return min.x <= max.x && min.y <= max.y ? { min, max } : null
}
