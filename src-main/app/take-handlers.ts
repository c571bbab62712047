// Calls that concern takes: making one, going on with it, looking at it.
import { join } from 'node:path'
import pLimit from 'p-limit'
import { Failure } from '#shared/domain/failure'
import { frameFileName } from '#shared/domain/names'
import { isSealIntact } from '#shared/domain/seal'
import type { OnProgress } from '../ports/progress'
import { takePaths } from '../features/projects/project-paths'
import { canAskAgain } from './ask-again'
import { assertCanPractice, intendTakes } from './buy-take'
import { readDisplayViews } from './display-views'
import type { HandlersOf, HandlerSources } from './handler-sources'
import { checkTakeSeal } from './seal-take'
import { ingest } from './ingest-take'
import { isThere } from './take-steps'

export function createTakeHandlers(
  sources: HandlerSources,
): HandlersOf<
  | 'buyTake'
  | 'resumeTake'
  | 'downloadAgain'
  | 'ingestDeliveries'
  | 'getFrameFile'
  | 'getDisplayViews'
  | 'checkSeal'
  | 'revealTake'
> {
  const { host, rooms, services, media, changed } = sources
  // One purchase after another: the budget and the look for repeats are of the takes that stand when they are asked.
  const inTurn = pLimit(1)

  return {
    buyTake: ({ shotName, count, isRepeatMeant }) =>
      inTurn(async () => {
        const { store, pipeline } = sources.session()
        await store.settle()
        const origin = services.current()
        const shot = store.shot(shotName)
        if (origin === 'practice') assertCanPractice(rooms.capabilities())
        // Before anything is prepared or recorded: without a key the take could only wait.
        else sources.keyRing.key()
        const takes = await intendTakes({
          store,
          shot,
          origin,
          stills: services.of(origin).stills,
          count,
          isRepeatMeant,
          clock: host.clock,
          canvases: rooms.canvases.table(),
          signal: sources.signal,
        })
        pipeline.sendWaiting()
        changed()
        const takeIds = takes.map((take) => take.id)
        return { takeId: takeIds[0] ?? '', takeIds }
      }),

    async resumeTake({ takeId }) {
      const { store, pipeline } = sources.session()
      const take = store.take(takeId)
      if (take.state === 'sealed' && take.proxies) await store.updateTake(takeId, { proxies: null })
      void pipeline.resume(takeId, true)
      changed()
      return {}
    },

    async downloadAgain({ takeId }) {
      const { store, pipeline } = sources.session()
      await store.assertWritable()
      if (!canAskAgain(store, store.take(takeId)))
        throw new Failure('invalid-input', 'This take cannot be downloaded again.', { takeId })
      void pipeline.downloadAgain(takeId)
      changed()
      return {}
    },

    ingestDeliveries: ({ shotName, paths }) => inTurn(() => ingest(sources, shotName, paths)),

    async getFrameFile({ takeId, frame }) {
      const { store } = sources.session()
      const take = store.take(takeId)
      const { sequence } = take
      if (!sequence || frame >= sequence.count) {
        throw new Failure('invalid-input', 'The take has no such frame.', { frame })
      }
      await store.assertPresent()
      const { exr } = takePaths(store.folder, take.shotName, take.number)
      const name = frameFileName(sequence.baseName, sequence.firstFrame + frame, sequence.padding)
      return { mediaId: media.register(join(exr, name)) }
    },

    getDisplayViews: async () => ({
      views: await readDisplayViews(join(host.paths.assets, 'luts'), media),
    }),

    async checkSeal({ takeId }) {
      const { store } = sources.session()
      const take = store.take(takeId)
      if (!take.seal) throw new Failure('seal-unreadable', 'The take was never sealed.', { takeId })
      await store.assertPresent()
      const onProgress: OnProgress = ({ done, total }) =>
        sources.activities.report(takeId, 'checking', total ? Math.min(1, done / total) : null)
      try {
        const paths = takePaths(store.folder, take.shotName, take.number)
        const control = { signal: sources.signal, onProgress, now: host.clock.now() }
        const seal = await checkTakeSeal(rooms.delivery, take.seal, paths, control)
        // Of a project that another process drives the answer is given and not kept.
        if (!store.isReadOnly) await store.updateTake(takeId, { seal })
        return { isIntact: isSealIntact(seal) }
      } finally {
        sources.activities.end(takeId)
        changed()
      }
    },

    async revealTake({ takeId }) {
      const { store } = sources.session()
      const take = store.take(takeId)
      const paths = takePaths(store.folder, take.shotName, take.number)
      host.desktop.reveal((await isThere(paths.exr)) ? paths.exr : paths.root)
      return {}
    },
  }
}
