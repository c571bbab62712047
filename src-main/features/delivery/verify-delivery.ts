// A delivery proven where it lies: nothing is kept, nothing is changed. Its frames are told by their own files' names.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import { isDamage, type Finding } from '#shared/domain/finding'
import type { Sequence } from '#shared/domain/take'
import type { OnProgress } from '../../ports/progress'
import { arrangeFrames } from './arrange-frames'
import { lookAtDelivery } from './bring-in'
import type { PlacedFrame } from './check-frames'
import type { ExrFrames } from './exr-frames'
import { proveSequence } from './prove-sequence'
import { unpack } from './unpack'
import type { ZipLimits } from './zip-rules'

export interface VerifiedDelivery {
  name: string
  /** No damage; warnings and notes may stand. */
  isIntact: boolean
  frames: number
  sequence: Sequence | null
  /** `file`: null where the finding concerns the whole or a file that is not there. */
  findings: (Finding & { file: string | null })[]
}

export interface VerifyDeliveryOptions {
  path: string
  /** Caps on an archive that are other than the built-in ones. */
  limits?: Partial<ZipLimits>
  signal?: AbortSignal
  onProgress?: OnProgress
}

/**
 * Rejects with Failure `ingest-missing`, `ingest-unknown`, `disk-full`, `disk-refused`; what is wrong with the delivery
 * as a whole (refused, unreadable, not one sequence) is a finding with that code.
 */
export async function verifyDelivery(
  exr: ExrFrames,
  { path, limits, signal, onProgress }: VerifyDeliveryOptions,
): Promise<VerifiedDelivery> {
  const name = basename(path)
  const { kind, files } = await lookAtDelivery(path)
  const temporary = await mkdtemp(join(tmpdir(), 'latitude-verify-'))
  try {
    const unpacked =
      kind === 'zip'
        ? await unpack({ zipPath: path, folder: join(temporary, 'unpacked'), limits, signal })
        : { files, broken: [] }
    const arranged = await arrangeFrames(unpacked.files, unpacked.broken, 0, signal)
    const frames = arranged.frames.map(({ index, path: at }): PlacedFrame => ({ frame: index, path: at }))
    const proof = await proveSequence(
      { exr, measure: async (unread) => ({ statistics: [], findings: unread.map(toUnread) }) },
      {
        ...{ baseName: '', firstFrame: 0, count: arranged.count, frames, known: arranged.findings },
        ...{ signal, onProgress },
      },
    )
    const fileOf = new Map(frames.map(({ frame, path: at }) => [frame, basename(at)]))
    const findings = proof.findings.map((finding) => {
      return { ...finding, file: finding.frame === null ? null : (fileOf.get(finding.frame) ?? null) }
    })
    const isIntact = proof.sequence !== null && !proof.findings.some(isDamage)
    return { name, isIntact, frames: arranged.count, sequence: proof.sequence, findings }
  } catch (error) {
    signal?.throwIfAborted()
    if (!isFailure(error) || !OF_THE_DELIVERY.includes(error.code)) throw error
    const rule = typeof error.details['rule'] === 'string' ? `/${error.details['rule']}` : ''
    const finding = { severity: 'damage', frame: null, file: null, sentence: error.message } as const
    const code = `${error.code}${rule}`
    return { name, isIntact: false, frames: 0, sequence: null, findings: [{ code, ...finding }] }
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

/** Its structure was checked; its chunks were not unpacked. */
function toUnread({ frame }: PlacedFrame): Finding {
  const sentence = 'It is of a kind that is not decoded here; its structure is intact.'
  return { code: 'not-decoded', severity: 'warning', frame, sentence }
}

const OF_THE_DELIVERY: readonly string[] = [
  ...['zip-refused', 'zip-unreadable', 'sequence-empty', 'sequence-mixed', 'exr-unreadable'],
]
