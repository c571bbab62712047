// The pictures the bench shows of stills: made once per still, kept in a cache that can be deleted at any time.
import { join } from 'node:path'
import type { Still } from '#shared/domain/shot'
import { renderStillView } from '../features/stills/render-still'
import type { MediaRegistry } from './media-registry'
import { isThere } from './take-steps'

export interface StillViews {
  mediaIds(still: Still): { thumbMediaId: string; mediaId: string | null }
  /** Makes the picture when it is not there yet. */
  ensure(still: Still, stillPath: string): Promise<void>
}

export function createStillViews(cacheFolder: string, media: MediaRegistry): StillViews {
  const toPath = (still: Still): string => join(cacheFolder, `${still.sha256}.jpg`)
  return {
    mediaIds(still) {
      const mediaId = media.register(toPath(still))
      return { thumbMediaId: mediaId, mediaId }
    },
    async ensure(still, stillPath) {
      const outPath = toPath(still)
      if (!(await isThere(outPath))) await renderStillView({ stillPath, still, outPath })
    },
  }
}
