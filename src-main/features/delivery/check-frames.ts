// Has every frame read, checked and decoded once, beside the main thread, and says by frame number what is wrong.
import { basename } from 'node:path'
import pLimit from 'p-limit'
import type { Finding } from '#shared/domain/finding'
import { isExrError, type ExrHeader } from '#shared/exr/header'
import type { OnProgress } from '../../ports/progress'
import type { ExrFrames } from './exr-frames'
import type { ExrAnswer } from './exr-question'

export interface PlacedFrame {
  /** The conformed number. */
  frame: number
  /** Absolute. */
  path: string
}

export interface CheckedFrame extends PlacedFrame {
  bytes: number
  header: ExrHeader
  channels: ExrAnswer['channels']
  /** Null for a kind of picture that is not decoded here; the file itself is whole. */
  totals: ExrAnswer['totals']
}

export interface CheckedFrames {
  /** The good ones, in order. */
  good: CheckedFrame[]
  findings: Finding[]
}

const FINDINGS_PER_FRAME = 3
/** The file may be whole, but nobody here can read its kind. */
export const FOREIGN_CODES: readonly string[] = [
  ...['unsupported-version', 'unsupported-compression', 'too-large', 'bad-request'],
]

/** Rejects with the disk's own errors and with the signal's reason. */
export async function checkFrames(
  exr: ExrFrames,
  frames: readonly PlacedFrame[],
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<CheckedFrames> {
  const atOnce = pLimit(exr.atOnce)
  let done = 0
  const check = async (frame: PlacedFrame): Promise<CheckedFrame | Finding[]> => {
    signal?.throwIfAborted()
    const answer = await exr.read({ path: frame.path, wish: 'totals' }, signal).catch((error: unknown) => {
      signal?.throwIfAborted()
      return error
    })
    const checked = isAnswer(answer) ? toChecked(frame, answer) : [toFinding(answer, frame)]
    // What is not decoded here is measured, and told of, in another pass.
    if (Array.isArray(checked) || checked.totals) onProgress?.({ done: (done += 1), total: frames.length })
    return checked
  }
  const checked = await Promise.all(frames.map((frame) => atOnce(() => check(frame))))
  signal?.throwIfAborted()
  return {
    good: checked.flatMap((one) => (Array.isArray(one) ? [] : [one])),
    findings: checked.flatMap((one) => (Array.isArray(one) ? one : [])),
  }
}

function isAnswer(answer: unknown): answer is ExrAnswer {
  return typeof answer === 'object' && answer !== null && 'structure' in answer
}

function toChecked({ frame, path }: PlacedFrame, answer: ExrAnswer): CheckedFrame | Finding[] {
  const { bytes, header, structure, channels, totals, undecoded } = answer
  const damage = structure.findings.filter(({ severity }) => severity === 'damage')
  if (damage.length > 0) {
    return damage.slice(0, FINDINGS_PER_FRAME).map(({ code, sentence, byteOffset }) => {
      return { code, severity: 'damage', frame, sentence: `${sentence} (byte ${byteOffset})` }
    })
  }
  if (undecoded && undecoded.code !== 'unsupported-picture') {
    const code = FOREIGN_CODES.includes(undecoded.code) ? undecoded.code : 'not-decodable'
    return [{ code, severity: 'damage', frame, sentence: undecoded.message }]
  }
  return { frame, path, bytes, header, channels, totals }
}

function toFinding(error: unknown, { frame, path }: PlacedFrame): Finding {
  if (isExrError(error)) {
    const { code, message } = error
    const sentence = code === 'needs-more-bytes' ? 'The file ends inside its header.' : message
    return { code, severity: 'damage', frame, sentence }
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    const sentence = `There is no file ${basename(path)}.`
    return { code: 'frame-missing', severity: 'damage', frame, sentence }
  }
  throw error
}
