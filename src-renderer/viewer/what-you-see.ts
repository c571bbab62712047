// The strip's sentence: what exactly the eye is seeing, and through which transforms. Pure.
import type { TakeView } from '#shared/contract/views'
import type { DisplayView } from '#shared/contract/display-views'
import { viewOf } from '#shared/domain/color/views'
import type { CanvasSpace } from './gl/canvas-space'
import type { PictureSettings } from './gl/picture-settings'
import type { Showing } from './sources'

export interface SeenPart {
  text: string
  tone: 'strong' | 'plain' | 'warn'
}

interface Seen {
  take: Pick<TakeView, 'sequence' | 'video'>
  showing: Showing
  isPlaying: boolean
  settings: PictureSettings
  /** What a true frame is drawn through; null before it is known. */
  view: Pick<DisplayView, 'label' | 'display'> | null
  space: CanvasSpace
}

/** What the proxies were made through. */
const PROXY_VIEW = viewOf('aces1-sdr-rec709').label

export function whatYouSee({ take, showing, isPlaying, settings, view, space }: Seen): SeenPart[] {
  const motion = plain(isPlaying ? 'playing' : 'stopped')
  const waiting = showing === 'still' ? [] : waitingParts(settings)
  switch (showing) {
    case 'still':
      return [
        strong('True EXR frame'),
        ...frameParts(take),
        ...(settings.channel === 'alpha' || !view ? [] : [plain(view.label)]),
        ...settingsParts(settings),
        ...windowParts(view, space),
      ]
    case 'sdr-proxy':
      return [
        strong('SDR proxy, H.264'),
        plain(take.sequence ? PROXY_VIEW : 'of the MP4 as received'),
        plain('color-managed by this window'),
        motion,
        ...waiting,
      ]
    case 'hdr-proxy':
      return [
        strong('HDR proxy, PQ 1000 nit'),
        plain('shown through this window’s own tone mapping'),
        motion,
        ...waiting,
      ]
    case 'video':
      return [
        strong('MP4 as received'),
        ...videoParts(take),
        plain('color-managed by this window'),
        motion,
        ...waiting,
      ]
  }
}

function frameParts({ sequence }: Seen['take']): SeenPart[] {
  if (!sequence) return []
  const { pixelType, compression, width, height } = sequence
  const space = sequence.colorSpace === 'aces2065-1' ? 'ACES2065-1' : 'other primaries'
  return [
    plain(`${pixelType} ${compression.toUpperCase()} ${width} × ${height}`),
    sequence.isColorSpaceAssumed ? { text: `${space} assumed`, tone: 'warn' } : plain(`${space} read`),
  ]
}

/** What the artist has set, as far as it is in the picture. */
function settingsParts({ exposureStops, gamma, channel }: PictureSettings): SeenPart[] {
  const parts: SeenPart[] = []
  if (channel !== 'color') parts.push({ text: `${channel} alone`, tone: 'warn' })
  if (channel !== 'alpha' && exposureStops !== 0) {
    const sign = exposureStops > 0 ? '+' : '−'
    parts.push({ text: `exposure ${sign}${Math.abs(exposureStops).toFixed(2)}`, tone: 'warn' })
  }
  if (channel !== 'alpha' && gamma !== 1) parts.push({ text: `gamma ${gamma.toFixed(2)}`, tone: 'warn' })
  return parts
}

/** A copy was made as it is: what is set shows again in the true frame. */
function waitingParts(settings: PictureSettings): SeenPart[] {
  const isSet = settingsParts(settings).length > 0
  return isSet ? [{ text: 'exposure, gamma and channel are not in this copy', tone: 'warn' }] : []
}

function windowParts(view: Seen['view'], space: CanvasSpace): SeenPart[] {
  const parts = [plain(space === 'srgb' ? 'sRGB window' : 'Display P3 window')]
  const transfer = view?.display.transfer
  if (transfer === 'pq' || transfer === 'hlg') parts.push({ text: 'cut off above 203 nit', tone: 'warn' })
  return parts
}

function videoParts({ video }: Seen['take']): SeenPart[] {
  if (!video) return []
  return [plain(`${video.codec} ${video.width} × ${video.height}`)]
}

function strong(text: string): SeenPart {
  return { text, tone: 'strong' }
}

function plain(text: string): SeenPart {
  return { text, tone: 'plain' }
}
