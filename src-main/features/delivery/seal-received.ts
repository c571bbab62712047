// Seals what was received where it lies: the files are what they were when they arrived, and a manifest beside them.
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Failure } from '#shared/domain/failure'
import type { OnProgress } from '../../ports/progress'
import { checkSeal } from './check-seal'
import { hashReceived } from './received-hash'
import { isSealed, sealFolder, type SealedFolder, type SealFacts } from './seal-folder'

export interface SealReceivedOptions extends SealFacts {
  folder: string
  /** File names with the SHA-256 they had when they arrived. */
  arrived: ReadonlyMap<string, string>
  signal?: AbortSignal
  /** Units are bytes. */
  onProgress?: OnProgress
}

/**
 * Rejects with Failure `seal-broken` where a file is not what arrived, or a seal that lies there does not hold; the
 * artist's own files beside them are sealed too. Done again after a crash at any point it gives the same seal.
 */
export async function sealReceived(options: SealReceivedOptions): Promise<SealedFolder> {
  const { folder, arrived, signal, onProgress } = options
  for (const [name, sha256] of arrived) {
    if ((await hashReceived(join(folder, name), signal)) !== sha256) {
      throw new Failure('seal-broken', `${name} is not what arrived`, { path: name })
    }
  }
  if (await isSealed(folder)) {
    const { seal, findings } = await checkSeal(folder, { signal })
    const known = findings.filter(({ kind }) => kind !== 'added')
    if (findings.length === 0) return seal
    const [finding] = known
    if (finding) {
      const sentence = `${finding.path} in ${basename(folder)} is not as it was sealed (${finding.kind})`
      throw new Failure('seal-broken', sentence, { path: finding.path, kind: finding.kind })
    }
    // A file came since, on the way to a seal that was never recorded: what is whole is sealed anew with it.
    await rm(join(folder, 'ascmhl'), { recursive: true, force: true })
  }
  return sealFolder({
    ...options,
    root: folder,
    name: basename(folder),
    ...(onProgress ? { onProgress } : {}),
  })
}
