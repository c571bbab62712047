// What stamping, sealing and checking mean for a take: which folders, which frames, and what is written in its record.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ConformSettings } from '#shared/domain/conform-settings'
import { frameFileName } from '#shared/domain/names'
import { FINDINGS_KEPT, type Seal, type SealedRoot } from '#shared/domain/seal'
import type { Sequence, Stamp, Take } from '#shared/domain/take'
import type { Delivery } from '../features/delivery/create-delivery'
import type { SealedFolder, SealFacts } from '../features/delivery/seal-folder'
import type { TakePaths } from '../features/projects/project-paths'
import type { StepControl } from './take-steps'

interface SealTakeOptions {
  delivery: Pick<Delivery, 'sealSequence' | 'sealReceived'>
  take: Take
  paths: TakePaths
  control: StepControl
  /** For a sequence that is not stamped yet. */
  conform: ConformSettings
  facts: SealFacts
}

/** Rejects with `seal-broken`, `disk-full` or `disk-refused`. Done again it gives the same seal. */
export async function sealTake(options: SealTakeOptions): Promise<Pick<Take, 'stamp' | 'seal'>> {
  const { delivery, take, paths, control, conform, facts } = options
  const { signal, onProgress } = control
  const roots: SealedRoot[] = []
  let stamp: Stamp | null = null
  let sealedAt = new Date(facts.now).toISOString()
  if (take.sequence) {
    const { baseName, firstFrame } = take.sequence
    const { frameRate, startTimeCode, isAssumedSpaceStamped } = conform
    const { seal, stamped } = await delivery.sealSequence({
      exrFolder: paths.exr,
      frames: frameNames(take.sequence),
      order: {
        timing: { frameRate, startTimeCode, firstFrame },
        reelName: baseName,
        origin: originLine(take),
        isAssumedSpaceStamped,
      },
      recordPath: paths.stampRecord,
      signal,
      onProgress,
      ...facts,
    })
    roots.push(toRoot('exr', seal))
    sealedAt = seal.sealedAt
    stamp = {
      frameRate: stamped.frameRate,
      startTimeCode: stamped.timeCode,
      reelName: stamped.reelName,
      colorSpace: !stamped.saysColorSpace ? 'unsaid' : take.sequence.isColorSpaceAssumed ? 'assumed' : 'read',
    }
  }
  const arrived = [take.archive, take.video].flatMap((file) =>
    file ? [[file.fileName, file.sha256] as const] : [],
  )
  if (arrived.length > 0) {
    const seal = await delivery.sealReceived({
      folder: paths.received,
      arrived: new Map(arrived),
      signal,
      ...facts,
    })
    roots.push(toRoot('received', seal))
  }
  return { stamp, seal: { sealedAt, roots, lastCheck: null } }
}

/** Reads and compares everything again. Rejects with `seal-unreadable`. */
export async function checkTakeSeal(
  { checkSeal }: Pick<Delivery, 'checkSeal'>,
  seal: Seal,
  paths: TakePaths,
  { signal, onProgress, now }: StepControl & { now: number },
): Promise<Seal> {
  const total = seal.roots.reduce((sum, { bytes }) => sum + bytes, 0)
  let before = 0
  const all: NonNullable<Seal['lastCheck']>['findings'] = []
  for (const { folder, bytes } of seal.roots) {
    const { findings } = await checkSeal(join(paths.root, folder), {
      signal,
      onProgress: ({ done }) => onProgress({ done: before + done, total }),
    })
    before += bytes
    all.push(...findings.map(({ kind, path }) => ({ kind, path: `${folder}/${path}` })))
  }
  const lastCheck = {
    at: new Date(now).toISOString(),
    findings: all.slice(0, FINDINGS_KEPT),
    findingCount: all.length,
  }
  return { ...seal, lastCheck }
}

function frameNames({ baseName, firstFrame, count, padding }: Sequence): string[] {
  return Array.from({ length: count }, (_, index) => frameFileName(baseName, firstFrame + index, padding))
}

/** Says which take and which words, and gives away neither account nor prompt. */
function originLine({ id, asked }: Take): string {
  const prompt = createHash('sha256').update(asked.prompt).digest('hex')
  return asked.prompt === '' ? `take ${id}` : `take ${id}, prompt sha256 ${prompt}`
}

function toRoot(
  folder: SealedRoot['folder'],
  { files, bytes, manifestName, rootHash }: SealedFolder,
): SealedRoot {
  return { folder, files, bytes, manifestName, rootHash }
}
