// What the headers of a sequence say together: the facts all frames share, or which frame differs in what.
import { Failure } from '#shared/domain/failure'
import type { Sequence } from '#shared/domain/take'
import { boxHeight, boxWidth, type Chromaticities, type ExrHeader, type ExrPart } from '#shared/exr/header'

export interface FrameHeader {
  frame: number
  header: ExrHeader
}

export type SequenceFacts = Pick<
  Sequence,
  | 'width'
  | 'height'
  | 'compression'
  | 'pixelType'
  | 'channels'
  | 'colorSpace'
  | 'isColorSpaceAssumed'
  | 'chromaticities'
>

const MAX_NAMED = 20
/** ACES2065-1's, by SMPTE ST 2065-1. */
export const AP0_CHROMATICITIES: Chromaticities = {
  red: { x: 0.7347, y: 0.2653 },
  green: { x: 0, y: 1 },
  blue: { x: 0.0001, y: -0.077 },
  white: { x: 0.32168, y: 0.33767 },
}
const TOLERANCE = 1e-4

/** What has to be the same in every frame, in words for the artist. */
const SHARED: Record<string, (part: ExrPart) => unknown> = {
  size: (part) => [boxWidth(part.displayWindow), boxHeight(part.displayWindow)],
  windows: (part) => [part.dataWindow, part.displayWindow],
  channels: (part) => part.channels.map(({ name, xSampling, ySampling }) => [name, xSampling, ySampling]),
  'pixel type': (part) => part.channels.map(({ pixelType }) => pixelType),
  compression: (part) => part.compression,
  'color space': (part) => part.chromaticities,
}

/**
 * Throws Failure `sequence-mixed` (details: rule, frames) where frames differ, `exr-unreadable` for pictures that would
 * be decoded wrongly in silence.
 */
export function toSequenceFacts(headers: readonly FrameHeader[]): SequenceFacts {
  const [first] = headers
  if (!first) throw new Failure('sequence-empty', 'There are no EXR frames')
  const part = firstPart(first.header)
  checkAgreement(headers, part)
  checkDecodable(first, part)
  const types = new Set(part.channels.map(({ pixelType }) => pixelType))
  const [type = 'half'] = types
  const chromaticities = part.chromaticities && toNumbers(part.chromaticities)
  return {
    width: boxWidth(part.displayWindow),
    height: boxHeight(part.displayWindow),
    compression: part.compression,
    pixelType: types.size === 1 ? type : 'mixed',
    channels: part.channels.map(({ name }) => name),
    ...toColorSpace(chromaticities),
    chromaticities,
  }
}

function firstPart(header: ExrHeader): ExrPart {
  const [part] = header.parts
  if (!part) throw new Failure('internal', 'An EXR header without parts')
  return part
}

function checkAgreement(headers: readonly FrameHeader[], part: ExrPart): void {
  for (const [rule, read] of Object.entries(SHARED)) {
    const wanted = JSON.stringify(read(part))
    const others = headers.filter(({ header }) => JSON.stringify(read(firstPart(header))) !== wanted)
    if (others.length === 0) continue
    const frames = others.map(({ frame }) => frame)
    const named = frames.slice(0, MAX_NAMED)
    const more = frames.length > named.length ? ' and more' : ''
    const sentence = `The frames differ in ${rule} from the first: ${named.join(', ')}${more}`
    throw new Failure('sequence-mixed', sentence, { rule, frames })
  }
}

/** What ffmpeg, which makes the viewing copies, cannot read, or reads without complaint as other pixels than these. */
function checkDecodable({ frame, header }: FrameHeader, part: ExrPart): void {
  const { min } = part.displayWindow
  const isDwa = part.compression === 'dwaa' || part.compression === 'dwab'
  if (header.isDeep || part.type.startsWith('deep')) refuse('it holds deep samples')
  if (min.x !== 0 || min.y !== 0) refuse(`its display window begins at ${min.x}, ${min.y} instead of 0, 0`)
  if (isDwa && part.channels.some(({ pixelType }) => pixelType === 'float')) {
    refuse('it packs 32-bit floats with DWA, which cannot be decoded exactly yet')
  }

  const types = new Set(
    part.channels.filter(({ name }) => /^[RGBA]$/.test(name)).map(({ pixelType }) => pixelType),
  )
  if (types.size > 1) refuse('its channels mix half and float, of which no viewing copy can be made')

  function refuse(reason: string): never {
    throw new Failure('exr-unreadable', `Frame ${frame} cannot be read: ${reason}`, { frame, reason })
  }
}

function toNumbers({ red, green, blue, white }: Chromaticities): number[] {
  return [red, green, blue, white].flatMap(({ x, y }) => [x, y])
}

function toColorSpace(
  chromaticities: readonly number[] | null,
): Pick<Sequence, 'colorSpace' | 'isColorSpaceAssumed'> {
  if (!chromaticities) return { colorSpace: 'aces2065-1', isColorSpaceAssumed: true }
  const isAp0 = toNumbers(AP0_CHROMATICITIES).every(
    (value, index) => Math.abs(value - (chromaticities[index] ?? NaN)) <= TOLERANCE,
  )
  return { colorSpace: isAp0 ? 'aces2065-1' : 'other', isColorSpaceAssumed: false }
}
