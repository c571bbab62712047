// What the headers of a sequence say together: the facts most frames share, and which frame differs in what.
import { Failure } from '#shared/domain/failure'
import type { Finding } from '#shared/domain/finding'
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

/** ACES2065-1's, by SMPTE ST 2065-1. */
export const AP0_CHROMATICITIES: Chromaticities = {
  red: { x: 0.7347, y: 0.2653 },
  green: { x: 0, y: 1 },
  blue: { x: 0.0001, y: -0.077 },
  white: { x: 0.32168, y: 0.33767 },
}
const TOLERANCE = 1e-4

interface SharedTrait {
  code: string
  /** A frame that differs in it cannot stand among the others. */
  severity: Finding['severity']
  /** In words for the artist. */
  words: string
  read(part: ExrPart): unknown
}

/** What has to be the same in every frame; the first that differs is told. */
const SHARED: readonly SharedTrait[] = [
  {
    ...{ code: 'size-differs', severity: 'damage', words: 'size' },
    read: (part) => `${boxWidth(part.displayWindow)} × ${boxHeight(part.displayWindow)}`,
  },
  {
    ...{ code: 'window-differs', severity: 'damage', words: 'windows' },
    read: (part) => [part.dataWindow, part.displayWindow],
  },
  {
    ...{ code: 'channels-differ', severity: 'damage', words: 'channels' },
    read: (part) => part.channels.map(({ name, xSampling, ySampling }) => [name, xSampling, ySampling]),
  },
  {
    ...{ code: 'pixel-type-differs', severity: 'damage', words: 'pixel type' },
    read: (part) => part.channels.map(({ pixelType }) => pixelType),
  },
  {
    ...{ code: 'color-space-differs', severity: 'damage', words: 'color space' },
    read: (part) => part.chromaticities,
  },
  {
    ...{ code: 'compression-differs', severity: 'warning', words: 'compression' },
    read: (part) => part.compression,
  },
]

/**
 * The facts of the frames that agree, as most of them do, and a finding for each that does not. Throws Failure
 * `exr-unreadable` for pictures that would be decoded wrongly in silence.
 */
export function agreeOnFacts(headers: readonly FrameHeader[]): { facts: SequenceFacts; findings: Finding[] } {
  const first = mostAlike(headers)
  if (!first) throw new Failure('sequence-empty', 'There are no EXR frames')
  const part = firstPart(first.header)
  checkDecodable(first, part)
  const types = new Set(part.channels.map(({ pixelType }) => pixelType))
  const [type = 'half'] = types
  const chromaticities = part.chromaticities && toNumbers(part.chromaticities)
  const facts: SequenceFacts = {
    width: boxWidth(part.displayWindow),
    height: boxHeight(part.displayWindow),
    compression: part.compression,
    pixelType: types.size === 1 ? type : 'mixed',
    channels: part.channels.map(({ name }) => name),
    ...toColorSpace(chromaticities),
    chromaticities,
  }
  return {
    facts,
    findings: [...headers.flatMap((header) => findDifference(header, part)), ...tellColor(facts)],
  }
}

/** The first of the frames whose traits most frames have. */
function mostAlike(headers: readonly FrameHeader[]): FrameHeader | undefined {
  const groups = new Map<string, FrameHeader[]>()
  for (const frame of headers) {
    const traits = JSON.stringify(SHARED.map(({ read }) => read(firstPart(frame.header))))
    groups.set(traits, [...(groups.get(traits) ?? []), frame])
  }
  return [...groups.values()].sort((one, other) => other.length - one.length)[0]?.[0]
}

function findDifference({ frame, header }: FrameHeader, wanted: ExrPart): Finding[] {
  const part = firstPart(header)
  const trait = SHARED.find(({ read }) => JSON.stringify(read(part)) !== JSON.stringify(read(wanted)))
  if (!trait) return []
  const { code, severity, words, read } = trait
  const [is, others] = [read(part), read(wanted)].map((value) => (typeof value === 'string' ? value : ''))
  const both = is && others ? `: ${is}, where the others have ${others}` : ''
  return [{ code, severity, frame, sentence: `It differs in ${words} from most frames${both}.` }]
}

/** Said wherever the color space is shown: whether it is known, taken for granted, or another one. */
function tellColor({ colorSpace, isColorSpaceAssumed }: SequenceFacts): Finding[] {
  if (isColorSpaceAssumed) {
    const sentence = 'The frames carry no chromaticities: ACES2065-1 (AP0) is assumed.'
    return [{ code: 'color-space-assumed', severity: 'note', frame: null, sentence }]
  }
  if (colorSpace === 'aces2065-1') return []
  const sentence = 'The frames carry chromaticities other than ACES2065-1’s; they are respected.'
  return [{ code: 'color-space-other', severity: 'warning', frame: null, sentence }]
}

function firstPart(header: ExrHeader): ExrPart {
  const [part] = header.parts
  if (!part) throw new Failure('internal', 'An EXR header without parts')
  return part
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
