// Proves a received clip: every frame decoded by ffmpeg; size, count, rate, codec and color tags against what was asked.
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import type { Finding } from '#shared/domain/finding'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import type { DurationSeconds, DynamicRange } from '#shared/domain/shot'
import type { ReceivedVideo } from '#shared/domain/take'
import { hashFile } from '../../disk/hash-file'
import type { ProbeVideo, VideoProbe } from '../../ports/ffmpeg'
import { acceptedCounts } from './frame-counts'

export interface ProveVideoOptions {
  path: string
  /** Null for a clip nobody asked for here: it is only decoded. */
  asked: AskedVideo | null
  /** The picture of the take is elsewhere, in its EXR frames: nothing about the clip damages the take. */
  isBeside: boolean
  signal?: AbortSignal
}

export interface AskedVideo {
  width: number
  height: number
  duration: DurationSeconds
  range: DynamicRange
  /** The exact count of a short practice render, instead of what the duration makes. */
  frames?: number
}

export interface VideoProof {
  /** Null for a clip that cannot be decoded. */
  video: ReceivedVideo | null
  findings: Finding[]
}

/** Rejects with Failure `ffmpeg-missing`, the disk's own errors, or the signal's reason. */
export async function proveVideo(
  { probe }: { probe: ProbeVideo },
  { path, asked, isBeside, signal }: ProveVideoOptions,
): Promise<VideoProof> {
  const soften = (finding: Finding): Finding =>
    isBeside && finding.severity === 'damage' ? { ...finding, severity: 'warning' } : finding
  try {
    const found = await probe(path, signal)
    const { codec, width, height, frames, frameRate, primaries, transfer } = found
    const [sha256, { size }] = [await hashFile(path, signal), await stat(path)]
    const facts = { codec, width, height, frames, frameRate, primaries, transfer }
    const findings = asked ? findDifferences(found, asked) : []
    return {
      video: { fileName: basename(path), bytes: size, sha256, ...facts },
      findings: findings.map(soften),
    }
  } catch (error) {
    if (!isFailure(error) || error.code !== 'video-unreadable') throw error
    const sentence = `${error.message}.`
    return {
      video: null,
      findings: [soften({ code: 'video-unreadable', severity: 'damage', frame: null, sentence })],
    }
  }
}

/** What other programs and cameras make of HDR; anything else would be played as something it is not. */
const HDR_TRANSFERS = ['smpte2084', 'arib-std-b67']
const CODECS = ['h264', 'hevc', 'av1', 'vp9', 'prores']

/** What the clip is not that was asked for; empty when all is as asked. */
export function findDifferences(found: VideoProbe, asked: AskedVideo): Finding[] {
  const findings: Finding[] = []
  const tell = (code: string, severity: Finding['severity'], sentence: string): void => {
    findings.push({ code, severity, frame: null, sentence: `The clip ${sentence}.` })
  }
  if (found.width !== asked.width || found.height !== asked.height) {
    const sizes = `is ${found.width} × ${found.height} instead of ${asked.width} × ${asked.height}`
    tell('video-size-not-as-asked', 'damage', sizes)
  }
  const counts = acceptedCounts(asked)
  if (!counts.includes(found.frames)) {
    tell('video-count-not-as-asked', 'damage', `has ${found.frames} frames instead of ${counts.join(' or ')}`)
  }
  const [numerator, denominator] = found.frameRate
  if (denominator === 0 || numerator !== FRAMES_PER_SECOND * denominator) {
    const rates = `runs at ${numerator}/${denominator} instead of ${FRAMES_PER_SECOND} frames a second`
    tell('video-rate-not-as-asked', 'damage', rates)
  }
  if (!CODECS.includes(found.codec)) tell('video-codec-unusual', 'warning', `is coded as ${found.codec}`)
  findings.push(...findTagDifferences(found, asked.range))
  return findings
}

function findTagDifferences(found: VideoProbe, range: DynamicRange): Finding[] {
  const { transfer, primaries, pixelFormat } = found
  const isDeep = /1[0-6](le|be)?$/.test(pixelFormat)
  const isHdr = transfer !== null && HDR_TRANSFERS.includes(transfer)
  const tell = (code: string, severity: Finding['severity'], sentence: string): Finding[] => [
    { code, severity, frame: null, sentence: `The clip ${sentence}.` },
  ]
  if (range === 'hdr') {
    if (transfer === 'bt709' && !isDeep) {
      return tell('video-range-not-as-asked', 'damage', 'is plain Rec.709 in 8 bit instead of HDR')
    }
    if (isHdr && primaries === 'bt2020') return []
    const tags = `${transfer ?? 'no transfer'} and ${primaries ?? 'no primaries'}`
    return tell(
      'video-tags-unusual',
      'warning',
      `is tagged with ${tags}, where HDR is PQ or HLG with BT.2020`,
    )
  }
  if (range === 'sdr' && isHdr) {
    return tell('video-range-not-as-asked', 'damage', `is tagged as HDR (${transfer}) instead of Rec.709`)
  }
  if (range === 'sdr' && transfer !== 'bt709') {
    const tag = transfer ?? 'no transfer'
    return tell('video-tags-unusual', 'warning', `is tagged with ${tag}, where SDR is Rec.709`)
  }
  // With EXR asked for, the clip beside it may be a plain preview or an HDR one.
  return []
}
