// What is written into a frame's header: when it is, which reel it is of, where it comes from. Pure. Whether a file is
// an ACES container is another matter, of its compression and channels too, and is never claimed here.
import { Failure } from '#shared/domain/failure'
import {
  FRAME_RATES,
  rateFacts,
  relateFrame,
  splitTimeCode,
  type FrameRate,
  type FrameTiming,
} from '#shared/domain/time-code'
import type { ExrHeader, TimeCode } from '#shared/exr/header'
import type { HeaderStamp } from '#shared/exr/header-writer'
import { AP0_CHROMATICITIES } from './sequence-headers'

export interface StampOrder {
  timing: FrameTiming
  /** The name of the sequence, without a frame number. */
  reelName: string
  /** One line on where the frames come from. */
  origin: string
  /** Files that do not say their color space are said to be ACES2065-1. */
  isAssumedSpaceStamped: boolean
}

/** What a stamped file says of itself. */
export interface StampFacts {
  frameRate: FrameRate
  timeCode: string
  reelName: string
  saysColorSpace: boolean
}

const MARK = 'Latitude: '

/** `takeFrame` counts from 0. Stamped again with the same order, a header stays as it is. */
export function toHeaderStamp(header: ExrHeader, order: StampOrder, takeFrame: number): HeaderStamp {
  const { timeCode } = relateFrame(order.timing, { takeFrame })
  const [numerator, denominator] = rateFacts(order.timing.frameRate).rational
  return {
    set: [
      { name: 'framesPerSecond', type: 'rational', value: [numerator, denominator] },
      { name: 'timeCode', type: 'timecode', value: toSmpteTimeCode(timeCode) },
      { name: 'reelName', type: 'string', value: order.reelName },
      { name: 'comments', type: 'string', value: addOrigin(header.parts[0]?.comments ?? '', order.origin) },
      ...(order.isAssumedSpaceStamped && !saysColorSpace(header)
        ? [{ name: 'chromaticities', type: 'chromaticities', value: AP0_CHROMATICITIES } as const]
        : []),
    ],
  }
}

/** Throws Failure `seal-broken` for a file that was never stamped. */
export function toStampFacts(header: ExrHeader): StampFacts {
  const [part] = header.parts
  const frameRate = FRAME_RATES.find(
    (rate) => rateFacts(rate).rational.join('/') === part?.framesPerSecond?.join('/'),
  )
  const reelName = part?.attributes.find(({ name, type }) => name === 'reelName' && type === 'string')?.value
  if (!part?.timeCode || frameRate === undefined || typeof reelName !== 'string') {
    throw new Failure('seal-broken', 'A sealed frame does not bear what was stamped')
  }
  const { hours, minutes, seconds, frame } = part.timeCode
  const timeCode = [hours, minutes, seconds, frame].map((value) => String(value).padStart(2, '0')).join(':')
  return { frameRate, timeCode, reelName, saysColorSpace: saysColorSpace(header) }
}

function saysColorSpace(header: ExrHeader): boolean {
  return header.parts.some(({ chromaticities }) => chromaticities !== null)
}

/** The two words of SMPTE 12M as OpenEXR packs them for 60-field television: pairs of decimal digits, no flags. */
export function toSmpteTimeCode(timeCode: string): TimeCode {
  const [hours, minutes, seconds, frame] = splitTimeCode(timeCode)
  const digits = (value: number): number => (Math.floor(value / 10) << 4) | (value % 10)
  const timeAndFlags =
    (digits(hours) << 24) | (digits(minutes) << 16) | (digits(seconds) << 8) | digits(frame)
  return { timeAndFlags, userData: 0, hours, minutes, seconds, frame, isDropFrame: false }
}

/** What a file says of itself stays; a line of an earlier stamp is replaced. */
function addOrigin(comments: string, origin: string): string {
  const own = comments.split('\n').filter((line) => !line.startsWith(MARK))
  return [...own, `${MARK}${origin}`].filter((line) => line !== '').join('\n')
}
