// ffmpeg's output files: written under a temporary name beside the target and renamed once ffmpeg has ended well.
// Knows files and names only.
import { randomBytes } from 'node:crypto'
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { renameDurably, syncFile, toDiskFailure } from '../../disk/durable'

/** A printf-like number in a file's name makes it an image sequence. `%%` is a plain percent sign. */
const NUMBER = /%0?(\d*)d/

export interface OutputFile {
  /** What ffmpeg is told to write. */
  writeTo: string
  /** Puts the finished file in place. Throws Failure `disk-full` or `disk-refused`. */
  publish(): Promise<void>
  /** Removes whatever ffmpeg left. Never throws. */
  discard(): Promise<void>
}

/** Sequences are written in place: there one frame is one file, and the folder is the caller's to publish. */
export async function openOutputFile(target: string): Promise<OutputFile> {
  return isSequencePattern(target) ? openSequence(target) : openSingle(target)
}

export function isSequencePattern(target: string): boolean {
  return NUMBER.test(basename(target).replaceAll('%%', ''))
}

/** The files an image-sequence pattern stands for, as a test on file names. */
export function toSequenceTest(pattern: string): RegExp {
  const name = basename(pattern)
  const parts = name.split(/(%%|%0?\d*d)/).map((part) => {
    if (part === '%%') return '%'
    if (NUMBER.test(part)) return '\\d+'
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`)
}

function openSingle(target: string): OutputFile {
  // The extension stays last: ffmpeg chooses the format by it.
  const writeTo = join(dirname(target), `.part-${randomBytes(4).toString('hex')}-${basename(target)}`)
  return {
    writeTo,
    async publish() {
      try {
        await syncFile(writeTo)
        await renameDurably(writeTo, target)
      } catch (error) {
        throw toDiskFailure(error, target)
      }
    },
    async discard() {
      await rm(writeTo, { force: true }).catch(() => undefined)
    },
  }
}

async function openSequence(target: string): Promise<OutputFile> {
  const folder = dirname(target).replaceAll('%%', '%')
  const before = await listSequence(folder, target)
  return {
    writeTo: target,
    publish: () => Promise.resolve(),
    async discard() {
      const now = await listSequence(folder, target)
      for (const [name, stamp] of now) {
        if (before.get(name) !== stamp) await rm(join(folder, name), { force: true }).catch(() => undefined)
      }
    },
  }
}

async function listSequence(folder: string, pattern: string): Promise<Map<string, string>> {
  const isFrame = toSequenceTest(pattern)
  const names = await readdir(folder).catch(() => [])
  const stamps = new Map<string, string>()
  for (const name of names.filter((each) => isFrame.test(each))) {
    const found = await stat(join(folder, name)).catch(() => undefined)
    if (found) stamps.set(name, `${found.mtimeMs}:${found.size}`)
  }
  return stamps
}
