// Has every conformed frame read, checked and decoded, and says damage by frame number.
import { join } from 'node:path'
import pLimit from 'p-limit'
import { Failure, type FailureDetails } from '#shared/domain/failure'
import { frameFileName } from '#shared/domain/names'
import { isExrError, type ExrHeader } from '#shared/exr/header'
import type { OnProgress } from '../../ports/progress'
import type { FrameRange } from './decode-frames'
import type { ExrFrames } from './exr-frames'
import type { ExrAnswer } from './exr-question'
import type { FrameNumbers } from './sequence-numbers'

/** One thing wrong with one frame; codes are those of the EXR room, `frame-missing` or `not-decodable`. */
export interface FrameFinding {
  frame: number
  code: string
  chunk: number | null
  byteOffset: number | null
  sentence: string
}

export interface CheckedFrames {
  headers: { frame: number; header: ExrHeader }[]
  /** Of all files. */
  bytes: number
  numbers: FrameNumbers[]
}

const FINDINGS_PER_FRAME = 3
const MAX_FINDINGS = 200
/** The file may be whole, but nobody here can read its kind. */
const FOREIGN_CODES = ['unsupported-version', 'unsupported-compression', 'too-large']

/**
 * Every frame once: read, checked, decoded. Throws Failure `exr-damaged` (details: frames, findings) for what is wrong
 * in a header or a structure, or `exr-unreadable` (details: frame, code, reason); `numbers` says what did not decode.
 */
export async function checkFrames(
  exr: ExrFrames,
  range: FrameRange,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<CheckedFrames> {
  const atOnce = pLimit(exr.atOnce)
  let done = 0
  const read = async (frame: number): Promise<ExrAnswer | FrameFinding[]> => {
    signal?.throwIfAborted()
    const path = join(range.folder, frameFileName(range.baseName, frame, range.padding))
    const found = await exr.read({ path, wish: 'totals' }, signal).catch((error: unknown) => {
      signal?.throwIfAborted()
      return [toFinding(error, frame)]
    })
    // What is not decoded here is measured, and reported, in another pass.
    const isForLater = !Array.isArray(found) && found.undecoded?.code === 'unsupported-picture'
    if (!isForLater) onProgress?.({ done: (done += 1), total: range.count })
    return found
  }
  const frames = Array.from({ length: range.count }, (_, index) => range.firstFrame + index)
  const answers = await Promise.all(frames.map((frame) => atOnce(() => read(frame))))
  signal?.throwIfAborted()
  const checked: CheckedFrames = { headers: [], bytes: 0, numbers: [] }
  const findings: FrameFinding[] = []
  for (const [index, answer] of answers.entries()) {
    const frame = range.firstFrame + index
    if (Array.isArray(answer)) {
      findings.push(...answer)
      continue
    }
    const { bytes, header, structure, totals, undecoded } = answer
    checked.headers.push({ frame, header })
    checked.numbers.push({ frame, totals, undecoded })
    checked.bytes += bytes
    const damage = structure.findings.filter(({ severity }) => severity === 'damage')
    for (const { code, chunk, byteOffset, sentence } of damage.slice(0, FINDINGS_PER_FRAME)) {
      findings.push({ frame, code, chunk, byteOffset, sentence })
    }
  }
  if (findings.length > 0) throw exrDamaged(findings)
  return checked
}

function toFinding(error: unknown, frame: number): FrameFinding {
  if (isExrError(error)) {
    const { code, byteOffset, message } = error
    if (FOREIGN_CODES.includes(code)) {
      const sentence = `Frame ${frame} cannot be read: ${message}`
      throw new Failure('exr-unreadable', sentence, { frame, code, reason: message }, { cause: error })
    }
    const sentence = code === 'needs-more-bytes' ? 'The file ends inside its header.' : message
    return { frame, code, chunk: null, byteOffset, sentence }
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return { frame, code: 'frame-missing', chunk: null, byteOffset: null, sentence: 'The file is not there.' }
  }
  throw error
}

/** `findings` is not empty; frames are named in their order, each once. */
export function exrDamaged(findings: readonly FrameFinding[]): Failure {
  const frames = [...new Set(findings.map(({ frame }) => frame))].sort((one, other) => one - other)
  const [first] = findings
  const what =
    frames.length === 1 ? `Frame ${frames.join()} is damaged` : `${frames.length} frames are damaged`
  const details = findings
    .slice(0, MAX_FINDINGS)
    .map(({ frame, code, chunk, byteOffset, sentence }): FailureDetails => {
      return { frame, code, chunk, byteOffset, sentence }
    })
  return new Failure('exr-damaged', `${what}: ${first?.sentence ?? ''}`, { frames, findings: details })
}
