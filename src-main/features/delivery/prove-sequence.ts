// Proves a sequence: every frame's structure, every chunk decompressed, every frame decoded once with its numbers kept,
// the frames held against one another and against what was asked for. Damage is a finding, never the end of the rest.
import { Failure } from '#shared/domain/failure'
import { badFramesOf, orderFindings, type Finding } from '#shared/domain/finding'
import { FRAME_PADDING } from '#shared/domain/frame-time'
import type { FrameProof } from '#shared/domain/frame-proof'
import type { DurationSeconds } from '#shared/domain/shot'
import type { Sequence } from '#shared/domain/take'
import type { OnProgress } from '../../ports/progress'
import { checkFrames, FOREIGN_CODES, type CheckedFrame, type PlacedFrame } from './check-frames'
import type { ExrFrames } from './exr-frames'
import { acceptedCounts } from './frame-counts'
import type { FrameStatistics } from './frame-statistics'
import { sumNumbers, toFrameNumbers } from './sequence-numbers'
import { agreeOnFacts } from './sequence-headers'

export interface ProveSequenceOptions {
  baseName: string
  firstFrame: number
  /** Digits of the frame number in the names. */
  padding?: number
  /** Places in all, the empty ones too. */
  count: number
  /** The frames that are there. */
  frames: readonly PlacedFrame[]
  /** What is known already: why places are empty. */
  known?: readonly Finding[]
  asked?: Asked
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

export interface Asked {
  width: number
  height: number
  duration?: DurationSeconds
  /** The exact count, instead of what the duration makes. */
  frames?: number
}

export interface SequenceProof {
  /** Of the good frames; null when there is none. */
  sequence: Sequence | null
  /** The worst first. */
  findings: Finding[]
  /** Null with `sequence`. */
  numbers: FrameProof | null
}

/** Decodes frames of a kind that is not decoded here for their numbers; its findings name those that do not decode. */
export type MeasureElsewhere = (
  frames: readonly CheckedFrame[],
  size: { width: number; height: number },
) => Promise<{ statistics: FrameStatistics[]; findings: Finding[] }>

const MIDDLE_GREY = 0.18
/** Half's smallest step: a picture without light still has a number of stops. */
const DARKEST = 2 ** -24

/**
 * Rejects with Failure `exr-unreadable` for a kind of picture nobody here reads, with what `measure` rejects with, the
 * disk's own errors, or the signal's reason.
 */
export async function proveSequence(
  { exr, measure }: { exr: ExrFrames; measure: MeasureElsewhere },
  options: ProveSequenceOptions,
): Promise<SequenceProof> {
  const {
    baseName,
    firstFrame,
    padding = FRAME_PADDING,
    count,
    known = [],
    asked,
    signal,
    onProgress,
  } = options
  signal?.throwIfAborted()
  const checked = await checkFrames(exr, options.frames, signal, onProgress)
  const findings = [...known, ...checked.findings]
  if (checked.good.length === 0) return withoutSequence(findings)
  const { facts, findings: differences } = agreeOnFacts(checked.good)
  findings.push(...differences, ...(asked ? findUnasked({ ...facts, count }, asked) : []))
  const elsewhere = await measure(
    without(checked.good, findings).filter(({ totals }) => !totals),
    facts,
  )
  findings.push(...elsewhere.findings)
  const good = without(checked.good, findings)
  if (good.length === 0) return withoutSequence(findings)
  const { brightest, nanCount, infCount, negativeCount, aboveOneCount, pixelCount } = sumNumbers(
    good,
    elsewhere.statistics,
  )
  const value = brightest?.value ?? 0
  const sequence: Sequence = {
    ...{ baseName, firstFrame, padding, count, bytes: good.reduce((sum, { bytes }) => sum + bytes, 0) },
    ...facts,
    brightest: {
      value,
      frame: brightest?.frame ?? firstFrame,
      exposureStops: Math.log2(Math.max(value, DARKEST) / MIDDLE_GREY),
    },
    ...{ nanCount, infCount, negativeCount },
    aboveOneShare: pixelCount === 0 ? 0 : aboveOneCount / pixelCount,
  }
  const { width, height } = facts
  const numbers: FrameProof = {
    version: 1,
    firstFrame,
    count,
    width,
    height,
    frames: good.map(toFrameNumbers),
  }
  return { sequence, findings: orderFindings(findings), numbers }
}

/** Throws Failure `exr-unreadable` where the frames may be whole, but of a kind nobody here reads. */
function withoutSequence(findings: readonly Finding[]): SequenceProof {
  const foreign = findings.find(({ code }) => FOREIGN_CODES.includes(code))
  if (foreign) {
    const { frame, code, sentence: reason } = foreign
    throw new Failure('exr-unreadable', `Frame ${frame} cannot be read: ${reason}`, { frame, code, reason })
  }
  return { sequence: null, findings: orderFindings(findings), numbers: null }
}

function without(frames: readonly CheckedFrame[], findings: readonly Finding[]): CheckedFrame[] {
  const bad = new Set(badFramesOf(findings))
  return frames.filter(({ frame }) => !bad.has(frame))
}

/** Size and count of the whole against what was asked for. */
export function findUnasked(
  found: { width: number; height: number; count: number },
  asked: Asked,
): Finding[] {
  const findings: Finding[] = []
  const size = ({ width, height }: { width: number; height: number }) => `${width} × ${height}`
  if (found.width !== asked.width || found.height !== asked.height) {
    const sentence = `The frames are ${size(found)}; asked for were ${size(asked)}.`
    findings.push({ code: 'size-not-as-asked', severity: 'damage', frame: null, sentence })
  }
  const counts = acceptedCounts(asked)
  if (counts.length > 0 && !counts.includes(found.count)) {
    const sentence = `There are ${found.count} frames; asked for were ${counts.join(' or ')}.`
    findings.push({ code: 'count-not-as-asked', severity: 'damage', frame: null, sentence })
  }
  return findings
}
