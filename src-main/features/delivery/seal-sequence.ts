// Stamps and seals a proven sequence. The stamped frames grow in a folder of their own, are sealed there, and take the
// place of the unstamped ones by two renames: whatever a crash leaves is taken up to the same result.
import { mkdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import pLimit from 'p-limit'
import { Failure } from '#shared/domain/failure'
import {
  renameDurably,
  requireFreeSpace,
  syncFolder,
  toDiskFailure,
  writeJsonDurably,
} from '../../disk/durable'
import type { OnProgress } from '../../ports/progress'
import { checkSeal } from './check-seal'
import { readExrFileHeader } from './exr-file'
import { isSealed, sealFolder, type SealedFolder, type SealFacts } from './seal-folder'
import { toHeaderStamp, toStampFacts, type StampFacts, type StampOrder } from './stamp-attributes'
import { stampFrame, type StampedFrame } from './stamp-frame'

export interface SealSequenceOptions extends SealFacts {
  exrFolder: string
  /** File names, from take frame 0 on. */
  frames: readonly string[]
  order: StampOrder
  /** Where it is recorded that every frame's chunks are as they came. */
  recordPath: string
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

export interface SealedSequence {
  seal: SealedFolder
  /** Read from the first frame as it lies there now. */
  stamped: StampFacts
}

const AT_ONCE = 2

/** Rejects with Failure `seal-broken`, `disk-full`, `disk-refused`, or with the signal's reason when aborted. */
export async function sealSequence(options: SealSequenceOptions): Promise<SealedSequence> {
  const { exrFolder, frames, signal } = options
  const staged = `${exrFolder}.sealing`
  const unstamped = `${exrFolder}.unstamped`
  try {
    await settleExchange(exrFolder, staged, unstamped)
    const [first] = frames
    if (first === undefined) throw new Failure('sequence-empty', 'There are no EXR frames')
    if (!(await isSealed(exrFolder))) {
      await rm(staged, { recursive: true, force: true })
      await requireFreeSpace(staged, await sizeOf(exrFolder, frames))
      const seal = await sealFrames(options, staged)
      signal?.throwIfAborted()
      await renameDurably(exrFolder, unstamped)
      await renameDurably(staged, exrFolder)
      await rm(unstamped, { recursive: true, force: true })
      return { seal, stamped: await readStamp(join(exrFolder, first)) }
    }
    return { seal: await takeUp(exrFolder, signal), stamped: await readStamp(join(exrFolder, first)) }
  } catch (error) {
    throw toDiskFailure(error, exrFolder)
  }
}

/**
 * A crash between the renames leaves the name free: what was sealed whole takes it, or what was there takes it back.
 */
async function settleExchange(exrFolder: string, staged: string, unstamped: string): Promise<void> {
  if (!(await isFolder(exrFolder))) {
    if ((await isFolder(staged)) && (await isSealed(staged))) await renameDurably(staged, exrFolder)
    else if (await isFolder(unstamped)) await renameDurably(unstamped, exrFolder)
  }
  await rm(unstamped, { recursive: true, force: true })
}

async function sealFrames(options: SealSequenceOptions, staged: string): Promise<SealedFolder> {
  const { exrFolder, frames, recordPath, signal, onProgress } = options
  await mkdir(staged, { recursive: true })
  const stamped = await stampFrames({ ...options, folder: exrFolder, outFolder: staged, signal, onProgress })
  await syncFolder(staged)
  await writeJsonDurably(recordPath, toStampRecord(stamped))
  const known = new Map(stamped.map(({ fileName, hashes }) => [fileName, hashes]))
  if (known.size !== frames.length) throw new Failure('internal', 'Two frames have one name.')
  return sealFolder({ ...options, root: staged, name: basename(exrFolder), known })
}

export interface StampFramesOptions {
  folder: string
  outFolder: string
  frames: readonly string[]
  order: StampOrder
  signal?: AbortSignal | undefined
  onProgress?: OnProgress | undefined
}

/** Every frame written anew into `outFolder`, read back and proven; in the order of the frames. */
export async function stampFrames(options: StampFramesOptions): Promise<StampedFrame[]> {
  const { folder, outFolder, frames, order, signal, onProgress } = options
  const atOnce = pLimit(AT_ONCE)
  let done = 0
  return Promise.all(
    frames.map((fileName, takeFrame) =>
      atOnce(async () => {
        signal?.throwIfAborted()
        const source = join(folder, fileName)
        const header = await readExrFileHeader(source)
        const stamp = toHeaderStamp(header, order, takeFrame)
        const stamped = await stampFrame(source, join(outFolder, fileName), header, stamp)
        onProgress?.({ done: (done += 1), total: frames.length })
        return stamped
      }),
    ),
  )
}

/** For each frame, the hash of its compressed chunks: the same before and after. */
export function toStampRecord(stamped: readonly StampedFrame[]) {
  return {
    version: 1,
    frames: stamped.map(({ fileName, chunks }) => ({
      fileName,
      chunkBytes: chunks.bytes,
      chunksXxh64: chunks.xxh64,
    })),
  }
}

/** What lies there sealed is believed only when all of it reads back as it was sealed. */
async function takeUp(exrFolder: string, signal: AbortSignal | undefined): Promise<SealedFolder> {
  const { seal, findings } = await checkSeal(exrFolder, { signal })
  const [finding] = findings
  if (finding) {
    const sentence = `${finding.path} in ${basename(exrFolder)} is not as it was sealed (${finding.kind})`
    throw new Failure('seal-broken', sentence, {
      path: finding.path,
      kind: finding.kind,
      count: findings.length,
    })
  }
  return seal
}

async function readStamp(path: string): Promise<StampFacts> {
  return toStampFacts(await readExrFileHeader(path))
}

async function sizeOf(folder: string, names: readonly string[]): Promise<number> {
  const sizes = await Promise.all(names.map((name) => stat(join(folder, name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
}
