// True frames as pictures for the stage: made on demand, at most two at a time, the oldest forgotten.
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { Failure } from '#shared/domain/failure'
import { frameFileName } from '#shared/domain/names'
import type { Take } from '#shared/domain/take'
import type { Preview } from '../features/preview/create-preview'
import type { TakePaths } from '../features/projects/project-paths'

export interface FrameCache {
  /** The picture's path; `frame` counts from 0. Rejects with `ffmpeg-…` or `exr-…` Failures. */
  get(take: Take, paths: TakePaths, frame: number, signal: AbortSignal): Promise<string>
  clear(): Promise<void>
}

const AT_ONCE = 2
const MOST_FRAMES = 300

export function createFrameCache(folder: string, preview: Preview): FrameCache {
  const limit = pLimit(AT_ONCE)
  const frames = new Map<string, Promise<string>>()

  function forgetOldest(): void {
    for (const key of frames.keys()) {
      if (frames.size <= MOST_FRAMES) return
      frames.delete(key)
      void rm(join(folder, key), { force: true }).catch(() => undefined)
    }
  }

  return {
    get(take, paths, frame, signal) {
      const { sequence } = take
      if (!sequence || frame >= sequence.count) {
        return Promise.reject(new Failure('invalid-input', 'The take has no such frame.', { frame }))
      }
      const key = `${take.id}-${frame}.png`
      const known = frames.get(key)
      if (known) return known
      const outPath = join(folder, key)
      const number = sequence.firstFrame + frame
      const framePath = join(paths.exr, frameFileName(sequence.baseName, number, sequence.padding))
      const made = limit(async () => {
        await mkdir(folder, { recursive: true })
        await preview.renderFrame({ framePath, chromaticities: sequence.chromaticities, outPath, signal })
        return outPath
      })
      frames.set(key, made)
      made.catch(() => frames.delete(key))
      forgetOldest()
      return made
    },
    async clear() {
      frames.clear()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
