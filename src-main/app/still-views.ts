// The pictures the window shows of stills: made once per still, kept in a cache that can be deleted at any time.
// The small one is there when the still is; the large one is made afterwards, one at a time, behind everything else.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Still } from '#shared/domain/shot'
import { stillsFolder } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import { pictureExtension, renderPicture, type PictureKind } from '../features/stills/still-pictures'
import type { Clock } from '../ports/clock'
import type { MediaRegistry } from './media-registry'

export interface StillViews {
  mediaIds(still: Still): { thumbMediaId: string; mediaId: string | null }
  /** Makes the small picture when it is not there yet. Rejects where the still cannot be read to its end. */
  ensureThumb(still: Still, stillPath: string): Promise<void>
  /** The path of the large picture, or of the small one while there is no large one; undefined without either. */
  pathOf(still: Still): string | undefined
  /** Makes what is missing, later; `onMade` tells. */
  makeLater(still: Still, stillPath: string): void
  /** The same for all stills of a project. */
  makeMissing(store: ProjectStore): void
  /** Nothing new is begun until the returned function was called: an import goes before. */
  hold(): () => void
  /** Tells `onMade` soon, a few times a second at most. */
  tellSoon(): void
  /** Resolves when nothing is being made any more. */
  settle(): Promise<void>
}

// Two took as long on two cores and 50 MB more (bench/import-stills.ts).
const AT_ONCE = 1
const TELL_EVERY_MS = 300

export function createStillViews(options: {
  cacheFolder: string
  media: MediaRegistry
  clock: Clock
  log(line: string): void
  /** Aborted: nothing more is begun. */
  signal: AbortSignal
  onMade(): void
}): StillViews {
  const { cacheFolder, media, clock, log, signal, onMade } = options
  const toPath = (still: Still, kind: PictureKind): string =>
    join(cacheFolder, `${still.sha256}.${kind}${pictureExtension(still)}`)
  // Asked once for each picture, because snapshots are built often.
  const made = new Map<string, boolean>()
  const waiting = new Map<string, { still: Still; stillPath: string }>()
  const running = new Set<Promise<void>>()
  let holds = 0
  let isTelling = false

  function isMade(path: string): boolean {
    const known = made.get(path)
    if (known !== undefined) return known
    const found = statSync(path, { throwIfNoEntry: false }) !== undefined
    made.set(path, found)
    return found
  }

  async function make(still: Still, stillPath: string, kind: PictureKind): Promise<void> {
    const outPath = toPath(still, kind)
    if (isMade(outPath)) return
    await renderPicture({ kind, stillPath, still, outPath })
    made.set(outPath, true)
  }

  function tellSoon(): void {
    if (isTelling || signal.aborted) return
    isTelling = true
    clock.sleep(TELL_EVERY_MS, signal).then(
      () => {
        isTelling = false
        onMade()
      },
      () => undefined,
    )
  }

  async function makeBoth({ still, stillPath }: { still: Still; stillPath: string }): Promise<void> {
    try {
      await make(still, stillPath, 'thumb')
      await make(still, stillPath, 'view')
      tellSoon()
    } catch (error) {
      // The still's file may be gone; the shot opens all the same.
      log(`still view: ${String(error)}`)
    }
  }

  function pump(): void {
    for (const [key, work] of waiting) {
      if (holds > 0 || signal.aborted || running.size >= AT_ONCE) return
      waiting.delete(key)
      const done: Promise<void> = makeBoth(work).finally(() => {
        running.delete(done)
        pump()
      })
      running.add(done)
    }
  }

  function makeLater(still: Still, stillPath: string): void {
    if (isMade(toPath(still, 'thumb')) && isMade(toPath(still, 'view'))) return
    waiting.set(still.sha256, { still, stillPath })
    pump()
  }

  return {
    mediaIds(still) {
      const thumb = toPath(still, 'thumb')
      const view = toPath(still, 'view')
      return {
        // Another id once it is there, so that a window that found nothing looks again.
        thumbMediaId: media.register(thumb, isMade(thumb) ? 'made' : 'awaited'),
        mediaId: isMade(view) ? media.register(view) : null,
      }
    },
    ensureThumb: (still, stillPath) => make(still, stillPath, 'thumb'),
    pathOf: (still) => [toPath(still, 'view'), toPath(still, 'thumb')].find(isMade),
    makeLater,
    makeMissing(store) {
      for (const shot of store.shots()) {
        for (const still of shot.stills)
          makeLater(still, join(stillsFolder(store.folder, shot.name), still.fileName))
      }
    },
    hold() {
      holds += 1
      let isHeld = true
      return () => {
        if (isHeld) holds -= 1
        isHeld = false
        pump()
      }
    },
    tellSoon,
    async settle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
