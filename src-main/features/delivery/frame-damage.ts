// Reads and checks every conformed frame's header and structure, and says damage by frame number.
import { join } from 'node:path'
import { Failure, type FailureDetails } from '#shared/domain/failure'
import { frameFileName } from '#shared/domain/names'
import { isExrError, type ExrHeader } from '#shared/exr/header'
import type { FrameRange } from './decode-frames'
import { readExrFile, type Scratch } from './exr-file'

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
}

const FINDINGS_PER_FRAME = 3
const MAX_FINDINGS = 200
/** The file may be whole, but nobody here can read its kind. */
const FOREIGN_CODES = ['unsupported-version', 'unsupported-compression', 'too-large']

/** Throws Failure `exr-damaged` (details: frames, findings) or `exr-unreadable` (details: frame, code, reason). */
export async function checkFrames(range: FrameRange, signal?: AbortSignal): Promise<CheckedFrames> {
  const checked: CheckedFrames = { headers: [], bytes: 0 }
  const findings: FrameFinding[] = []
  const scratch: Scratch = { bytes: new Uint8Array() }
  for (let frame = range.firstFrame; frame < range.firstFrame + range.count; frame += 1) {
    signal?.throwIfAborted()
    try {
      const { bytes, header, structure } = await readExrFile(
        join(range.folder, frameFileName(range.baseName, frame)),
        scratch,
      )
      checked.headers.push({ frame, header })
      checked.bytes += bytes
      const damage = structure.findings.filter(({ severity }) => severity === 'damage')
      for (const { code, chunk, byteOffset, sentence } of damage.slice(0, FINDINGS_PER_FRAME)) {
        findings.push({ frame, code, chunk, byteOffset, sentence })
      }
    } catch (error) {
      findings.push(toFinding(error, frame))
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
