// Calls that concern the queue and the money of takes.
import { Failure } from '#shared/domain/failure'
import { toLedgerCsv } from '#shared/domain/ledger-csv'
import { toSafeFileName } from '#shared/domain/names'
import { writeDurably } from '../disk/durable'
import { readTakeEvents } from '../features/projects/take-events'
import type { HandlersOf, HandlerSources } from './handler-sources'

type Names =
  | 'setQueueFlow'
  | 'setQueueAtOnce'
  | 'moveWaitingTake'
  | 'withdrawTake'
  | 'approveTake'
  | 'getTakeHistory'
  | 'exportLedger'

export function createQueueHandlers(sources: HandlerSources): HandlersOf<Names> {
  const { host, changed } = sources

  function assertWaiting(takeId: string): void {
    if (sources.session().pipeline.queue.isWaiting(takeId)) return
    throw new Failure('take-not-waiting', 'The take was sent meanwhile.', { takeId })
  }

  return {
    async setQueueFlow({ flow }) {
      const { pipeline } = sources.session()
      await pipeline.queue.setFlow(flow, pipeline.underWay())
      pipeline.sendWaiting()
      changed()
      return {}
    },

    async setQueueAtOnce({ atOnce }) {
      const { pipeline } = sources.session()
      await pipeline.queue.setAtOnce(atOnce)
      pipeline.sendWaiting()
      changed()
      return {}
    },

    async moveWaitingTake({ takeId, place }) {
      assertWaiting(takeId)
      await sources.session().pipeline.queue.move(takeId, place)
      changed()
      return {}
    },

    async withdrawTake({ takeId }) {
      const { pipeline } = sources.session()
      if (!(await pipeline.withdraw(takeId))) assertWaiting(takeId)
      changed()
      return {}
    },

    async approveTake({ takeId, isApproved }) {
      await sources.session().store.updateTake(takeId, { isApproved })
      changed()
      return {}
    },

    async getTakeHistory({ takeId }) {
      const { store } = sources.session()
      store.take(takeId)
      return { events: await readTakeEvents(store.folder, takeId) }
    },

    async exportLedger() {
      const { store } = sources.session()
      const name = `${toSafeFileName(store.project.name)}_takes.csv`
      const path = await host.desktop.pickTarget('Save takes and their money', name)
      if (path === undefined) return { isSaved: false }
      // The mark at the front tells a spreadsheet that the text is UTF-8.
      await writeDurably(path, `\uFEFF${toLedgerCsv(store.takes())}`)
      return { isSaved: true }
    },
  }
}
