// The strip's sentence: what exactly the eye is seeing, and through which transforms. Pure.
import type { TakeView } from '#shared/contract/views'
import type { Showing } from './sources'

export interface SeenPart {
  text: string
  tone: 'strong' | 'plain' | 'warn'
}

interface Seen {
  take: Pick<TakeView, 'sequence' | 'video'>
  showing: Showing
  isPlaying: boolean
}

const VIEW_SDR = 'ACES 1.3 SDR Rec.709'

export function whatYouSee({ take, showing, isPlaying }: Seen): SeenPart[] {
  const motion = plain(isPlaying ? 'playing' : 'stopped')
  switch (showing) {
    case 'still':
      return [
        strong('True EXR frame'),
        ...frameParts(take),
        plain(VIEW_SDR),
        plain('color-managed by this window'),
      ]
    case 'sdr-proxy':
      return [
        strong('SDR proxy, H.264'),
        plain(take.sequence ? VIEW_SDR : 'of the MP4 as received'),
        plain('color-managed by this window'),
        motion,
      ]
    case 'hdr-proxy':
      return [strong('HDR proxy, PQ 1000 nit'), plain('shown through this window’s own tone mapping'), motion]
    case 'video':
      return [strong('MP4 as received'), ...videoParts(take), plain('color-managed by this window'), motion]
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
