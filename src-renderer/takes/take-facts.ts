// What is known of a take as rows of words: the inspector shows them, tests read them. Pure.
import type { TakeView } from '#shared/contract/views'
import type { Proxies, ReceivedVideo, Sequence } from '#shared/domain/take'

export interface Fact {
  label: string
  value: string
  /** A second, quieter line. */
  note?: string
  isNoteBelow?: boolean
  isWarning?: boolean
  /** A frame the value speaks of, by its number and from 0: the reader can go there. */
  frame?: { number: number; takeFrame: number }
}

export const RANGE_WORDS = { sdr: 'SDR', hdr: 'HDR', 'hdr-exr': 'HDR + EXR' } as const

export function sequenceFacts(sequence: Sequence): Fact[] {
  const { brightest } = sequence
  const last = sequence.firstFrame + sequence.count - 1
  const brightestFrame = { number: brightest.frame, takeFrame: brightest.frame - sequence.firstFrame }
  return [
    { label: 'Frames', value: `${sequence.firstFrame}–${last}`, note: `${sequence.count} frames` },
    { label: 'Size', value: `${sequence.width} × ${sequence.height}` },
    { label: 'Compression', value: `${sequence.pixelType} ${sequence.compression.toUpperCase()}` },
    { label: 'Color space', ...colorSpace(sequence) },
    { label: 'Brightest', value: formatLight(brightest.value), frame: brightestFrame },
    { label: 'Above 18 % grey', value: `${brightest.exposureStops.toFixed(1)} stops` },
    { label: 'Above 1.0', value: formatShare(sequence.aboveOneShare) },
    {
      label: 'NaN, Inf',
      value: `${sequence.nanCount}, ${sequence.infCount}`,
      isWarning: sequence.nanCount + sequence.infCount > 0,
    },
    { label: 'On disk', value: formatBytes(sequence.bytes) },
  ]
}

export function lightFacts(proxies: Proxies): Fact[] {
  if (proxies.maxCll === null || proxies.maxFall === null) return []
  const value = `${Math.round(proxies.maxCll)}, ${Math.round(proxies.maxFall)} nit`
  return [{ label: 'MaxCLL, MaxFALL', value, note: 'ACES 1.3 PQ 1000 nit view', isNoteBelow: true }]
}

export function videoFacts(video: ReceivedVideo, firstFrame: number): Fact[] {
  const [numerator, denominator] = video.frameRate
  const rate = numerator / denominator
  return [
    {
      label: 'Frames',
      value: `${firstFrame}–${firstFrame + video.frames - 1}`,
      note: `${video.frames} frames`,
    },
    { label: 'Size', value: `${video.width} × ${video.height}` },
    { label: 'Codec', value: video.codec },
    { label: 'Rate', value: `${Number.isInteger(rate) ? rate : rate.toFixed(3)} fps` },
    { label: 'Transfer', value: video.transfer ?? 'not said in the file' },
    { label: 'On disk', value: formatBytes(video.bytes) },
  ]
}

export function askedFacts(take: Pick<TakeView, 'asked'>): Fact[] {
  const { asked } = take
  const length = `${asked.duration} s · ${RANGE_WORDS[asked.range]}${asked.loop ? ' · loop' : ''}`
  return [
    { label: 'Canvas', value: `${asked.width} × ${asked.height}`, note: `${asked.tier} ${asked.aspect}` },
    { label: 'Length, range', value: length },
  ]
}

function colorSpace(sequence: Sequence): Omit<Fact, 'label'> {
  if (sequence.colorSpace === 'other') {
    return { value: 'not ACES2065-1', note: 'read from the files', isNoteBelow: true, isWarning: true }
  }
  if (sequence.isColorSpaceAssumed) {
    return { value: 'ACES2065-1 assumed', note: 'the files do not say', isNoteBelow: true, isWarning: true }
  }
  return { value: 'ACES2065-1', note: 'read' }
}

/** Scene-linear light with four figures, so that its width stays. */
export function formatLight(value: number): string {
  if (value >= 1000) return value.toFixed(0)
  if (value >= 100) return value.toFixed(1)
  if (value >= 10) return value.toFixed(2)
  return value.toFixed(3)
}

export function formatShare(share: number): string {
  const percent = share * 100
  if (percent > 0 && percent < 0.01) return 'under 0.01 %'
  return `${percent.toFixed(percent < 1 ? 2 : 1)} %`
}

export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`
  return `${Math.max(1, Math.round(bytes / 1e3))} kB`
}
