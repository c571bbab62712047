// A take's state in plain words for its card. Pure.
import type { TakeActivity, TakeView } from '#shared/contract/views'
import { formatUsd } from '#shared/domain/prices'
import { isSealIntact } from '#shared/domain/seal'
import type { TakeState } from '#shared/domain/take'

export type Tone = 'plain' | 'strong' | 'warn' | 'bad'

const STEP_WORDS: Record<TakeActivity['step'], string> = {
  preparing: 'preparing frames',
  uploading: 'uploading',
  submitting: 'sending',
  rendering: 'rendering',
  downloading: 'downloading',
  copying: 'copying',
  unpacking: 'unpacking',
  verifying: 'verifying',
  sealing: 'stamping and sealing',
  proxies: 'making proxies',
  checking: 'checking the seal',
}

const STATE_WORDS: Record<TakeState, { text: string; tone: Tone }> = {
  intended: { text: 'waiting', tone: 'plain' },
  submitted: { text: 'sent', tone: 'plain' },
  running: { text: 'rendering', tone: 'plain' },
  ready: { text: 'ready to download', tone: 'plain' },
  downloading: { text: 'downloading', tone: 'plain' },
  verifying: { text: 'verifying', tone: 'plain' },
  arrived: { text: 'arrived', tone: 'strong' },
  sealed: { text: 'sealed', tone: 'strong' },
  trashed: { text: 'in the trash', tone: 'plain' },
  damaged: { text: 'damaged', tone: 'warn' },
  failed: { text: 'failed', tone: 'bad' },
  parked: { text: 'parked', tone: 'warn' },
  withdrawn: { text: 'withdrawn', tone: 'plain' },
}

export function stepWords(step: TakeActivity['step']): string {
  return STEP_WORDS[step]
}

export function takeWords(take: Pick<TakeView, 'state' | 'activity' | 'failure' | 'seal'>): {
  text: string
  tone: Tone
} {
  if (take.activity) return { text: STEP_WORDS[take.activity.step], tone: 'plain' }
  if (take.state === 'damaged') return { text: damagedWords(damagedFrames(take)), tone: 'warn' }
  if (take.state === 'sealed' && !isSealIntact(take.seal)) return { text: 'seal broken', tone: 'bad' }
  return STATE_WORDS[take.state]
}

/** The conformed numbers of the frames a failure names, in order; empty when it names none. */
export function damagedFrames(take: Pick<TakeView, 'failure'>): number[] {
  const details = take.failure?.details
  const named = details?.['frames'] ?? (details?.['frame'] === undefined ? [] : [details['frame']])
  if (!Array.isArray(named)) return []
  return named.filter((frame): frame is number => Number.isInteger(frame)).sort((a, b) => a - b)
}

function damagedWords(frames: readonly number[]): string {
  if (frames.length === 0) return 'damaged'
  if (frames.length === 1) return `frame ${frames[0]} damaged`
  return `${frames.length} frames damaged`
}

/** `1:05`, or `42 s` would jump in width: always minutes and seconds. */
export function formatTimeLeft(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** `12.3 MB/s`, in powers of ten as networks count; empty while it is not known. */
export function rateWords(activity: Pick<TakeActivity, 'transfer'>): string {
  const rate = activity.transfer?.bytesPerSecond ?? null
  return rate === null ? '' : `${toMegabytes(rate)} MB/s`
}

/** `812.0 of 1500.0 MB`; empty for what is no download. */
export function transferWords({ transfer }: Pick<TakeActivity, 'transfer'>): string {
  if (!transfer) return ''
  const { bytes, totalBytes } = transfer
  return totalBytes === null
    ? `${toMegabytes(bytes)} MB`
    : `${toMegabytes(bytes)} of ${toMegabytes(totalBytes)} MB`
}

const toMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)

/** What the take cost, or would have cost: practice is never money. */
export function takeMoney(take: Pick<TakeView, 'origin' | 'listedUsd' | 'billedUsd'>): string {
  switch (take.origin) {
    case 'practice':
      return `would be ${formatUsd(take.listedUsd)}`
    case 'bought':
      return formatUsd(take.billedUsd ?? take.listedUsd)
    case 'ingested':
      return ''
  }
}
