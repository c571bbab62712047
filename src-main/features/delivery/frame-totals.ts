// Decodes a frame for its numbers alone: the samples stay in one buffer that is used for every frame.
import type { ChannelStatistics, DecodedImage, ExrDecoder } from '#shared/exr/decode'
import { boxHeight, boxWidth, type ExrHeader } from '#shared/exr/header'
import type { FrameTotals } from './exr-question'

/** Bits of half 1.0 and of half infinity. */
const ONE = 0x3c00
const INFINITE = 0x7c00

export interface MeasuredFrame {
  totals: FrameTotals
  /** Of every channel of the picture, over the display window. */
  channels: ChannelStatistics[]
  /** Lasts until the next call. */
  image: DecodedImage
}

/** The function throws ExrError. `bytes` is the whole file. */
export function createTotalsMeter(
  decoder: ExrDecoder,
): (bytes: Uint8Array, header: ExrHeader) => MeasuredFrame {
  let halves: Uint16Array = new Uint16Array()
  let floats: Float32Array = new Float32Array()

  function decode(bytes: Uint8Array, header: ExrHeader): DecodedImage {
    const [part] = header.parts
    const isHalf = part?.channels.every(({ pixelType }) => pixelType === 'half') ?? false
    const samples = part ? boxWidth(part.displayWindow) * boxHeight(part.displayWindow) * 4 : 0
    if (!isHalf) {
      const image = decoder.decode(bytes, {
        output: 'rgba-float',
        statistics: true,
        into: fit(floats, samples),
      })
      if (image.data instanceof Float32Array) floats = image.data
      return image
    }
    const image = decoder.decode(bytes, { output: 'rgba-half', statistics: true, into: fit(halves, samples) })
    if (image.data instanceof Uint16Array) halves = image.data
    return image
  }

  return (bytes, header) => {
    const image = decode(bytes, header)
    const colors = new Set(image.channelNames.slice(0, 3))
    const seen = image.statistics.filter(({ name }) => colors.has(name))
    const sum = (count: (one: (typeof seen)[number]) => number): number =>
      seen.reduce((total, one) => total + count(one), 0)
    const brightest = Math.max(...seen.map(({ maximum }) => maximum))
    const isAnyAbove = seen.some(({ aboveOneCount, infCount }) => aboveOneCount + infCount > 0)
    const totals = {
      brightest: Number.isFinite(brightest) ? brightest : null,
      nanCount: sum(({ nanCount }) => nanCount),
      infCount: sum(({ infCount }) => infCount),
      negativeCount: sum(({ negativeCount }) => negativeCount),
      aboveOneCount: isAnyAbove ? countAboveOne(image) : 0,
      pixelCount: image.width * image.height,
    }
    return { totals, channels: image.statistics, image }
  }
}

/** A buffer that is long enough stays; left out, the decoder makes one. */
function fit<Samples extends { length: number }>(kept: Samples, samples: number): Samples | undefined {
  return kept.length === samples ? kept : undefined
}

/** A pixel counts once, though up to three of its samples are above. */
function countAboveOne({ data, width, height }: DecodedImage): number {
  const end = width * height * 4
  let count = 0
  if (data instanceof Uint16Array) {
    for (let at = 0; at < end; at += 4) {
      if (isHalfAbove(data[at]) || isHalfAbove(data[at + 1]) || isHalfAbove(data[at + 2])) count += 1
    }
  } else if (data instanceof Float32Array) {
    for (let at = 0; at < end; at += 4) {
      if (isAbove(data[at]) || isAbove(data[at + 1]) || isAbove(data[at + 2])) count += 1
    }
  }
  return count
}

/** Halves that are not negative order like their bits; above infinity are NaNs. */
const isHalfAbove = (bits = 0): boolean => bits > ONE && bits <= INFINITE
const isAbove = (value = 0): boolean => value > 1
