// What of a take can be looked at: the true EXR frames, the proxies, the clip as received. Pure.
import type { TakeView } from '#shared/contract/views'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import { takeFrameCount } from '#shared/domain/take'

export type SourceId = 'exr' | 'sdr' | 'hdr' | 'mp4'
export type Showing = 'still' | 'sdr-proxy' | 'hdr-proxy' | 'video'

export interface Clip {
  mediaId: string
  showing: Exclude<Showing, 'still'>
  framesPerSecond: number
}

export interface Source {
  id: SourceId
  label: string
  title: string
  /** What moves; null when this machine can play nothing of the take. */
  clip: Clip | null
  frameCount: number
}

type Seen = Pick<
  TakeView,
  'sequence' | 'video' | 'sdrProxyMediaId' | 'hdrProxyMediaId' | 'videoMediaId' | 'proxies'
>

/** In the order they are offered; the first is looked at unless the artist chose another. */
export function toSources(take: Seen): Source[] {
  const frameCount = takeFrameCount(take)
  const sdr = toClip(take.sdrProxyMediaId, 'sdr-proxy', proxyRate(take))
  const hdr = toClip(take.hdrProxyMediaId, 'hdr-proxy', proxyRate(take))
  const mp4 = toClip(take.videoMediaId, 'video', videoRate(take))
  const sources: Source[] = []
  if (take.sequence) {
    const title = 'The true EXR frame when stopped, the SDR proxy while playing'
    sources.push({ id: 'exr', label: 'EXR frame', title, clip: sdr ?? mp4 ?? hdr, frameCount })
  }
  if (sdr)
    sources.push({ id: 'sdr', label: 'SDR proxy', title: 'The SDR viewing copy', clip: sdr, frameCount })
  if (hdr)
    sources.push({ id: 'hdr', label: 'HDR proxy', title: 'The HDR viewing copy, PQ', clip: hdr, frameCount })
  if (mp4) {
    const count = take.video?.frames ?? frameCount
    sources.push({ id: 'mp4', label: 'MP4', title: 'The clip as received', clip: mp4, frameCount: count })
  }
  return sources
}

export function chooseSource(sources: readonly Source[], wanted: SourceId | null): Source | undefined {
  return sources.find((source) => source.id === wanted) ?? sources[0]
}

function toClip(mediaId: string | null, showing: Clip['showing'], framesPerSecond: number): Clip | null {
  return mediaId === null ? null : { mediaId, showing, framesPerSecond }
}

/** Proxies of a sequence run at the conformed rate; proxies of a clip at the clip's own. */
function proxyRate(take: Seen): number {
  return take.sequence ? FRAMES_PER_SECOND : videoRate(take)
}

function videoRate(take: Seen): number {
  if (!take.video) return FRAMES_PER_SECOND
  const [numerator, denominator] = take.video.frameRate
  return denominator > 0 && numerator > 0 ? numerator / denominator : FRAMES_PER_SECOND
}
