// Calls that concern takes: making one, going on with it, looking at it.
import pLimit from 'p-limit'
import { takePaths } from '../features/projects/project-paths'
import { Failure } from '#shared/domain/failure'
import { canAskAgain } from './ask-again'
import { assertCanPractice, intendTakes } from './buy-take'
import type { HandlersOf, HandlerSources } from './handler-sources'
import { ingest } from './ingest-take'
import { isThere } from './take-steps'

export function createTakeHandlers(
  sources: HandlerSources,
): HandlersOf<
  'buyTake' | 'resumeTake' | 'downloadAgain' | 'ingestDeliveries' | 'getStillFrame' | 'revealTake'
> {
  const { host, rooms, services, media, frames, changed } = sources
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
      if (take.state === 'arrived' && take.proxies) await store.updateTake(takeId, { proxies: null })
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

    async getStillFrame({ takeId, frame }) {
      const { store } = sources.session()
      const take = store.take(takeId)
      await store.assertPresent()
      const paths = takePaths(store.folder, take.shotName, take.number)
      return { mediaId: media.register(await frames.get(take, paths, frame, sources.signal)) }
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
