// Calls that concern the queue and the money of takes.
import type { TakeEvent } from '#shared/contract/views'
import { Failure } from '#shared/domain/failure'
import { toLedgerCsv } from '#shared/domain/ledger-csv'
import { toSafeFileName } from '#shared/domain/names'
import { writeDurably } from '../disk/durable'
import type { LedgerRecord } from '../features/projects/ledger'
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
      const { pipeline, store } = sources.session()
      await store.assertWritable()
      await pipeline.queue.setFlow(flow, pipeline.underWay())
      pipeline.sendWaiting()
      changed()
      return {}
    },

    async setQueueAtOnce({ atOnce }) {
      const { pipeline, store } = sources.session()
      await store.assertWritable()
      await pipeline.queue.setAtOnce(atOnce)
      pipeline.sendWaiting()
      changed()
      return {}
    },

    async moveWaitingTake({ takeId, place }) {
      await sources.session().store.assertWritable()
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
      return { events: (await store.historyOf(takeId)).map(toEventView) }
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

function toEventView(record: LedgerRecord): TakeEvent {
  const { at, event } = record
  const usd = event === 'intended' ? record.take.listedUsd : event === 'billed' ? record.billedUsd : null
  const failure = event === 'refused' || event === 'state' ? record.failure : undefined
  return { at, event, state: event === 'state' ? record.state : null, usd, code: failure?.code ?? null }
}
