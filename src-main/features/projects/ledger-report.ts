// Everything the ledger knows, take by take, with where the files are: for a look from outside that changes nothing
// and needs no lock.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Take, TakeState } from '#shared/domain/take'
import { readEvents, type LedgerEntry, type LedgerRecord } from './ledger'
import { ledgerFile, shotsFolder, takePaths } from './project-paths'
import { readTakes } from './read-takes'

export interface TakeReport {
  /** The id it was sent under, and the only one. */
  takeId: string
  shotName: string
  number: number
  origin: Take['origin']
  /** As the ledger has it. */
  state: TakeState
  /** POSTs that were announced; 0 was never sent. */
  postings: number
  isAccepted: boolean
  listedUsd: number
  billedUsd: number | null
  /** In order; `state` only where the event is a change of state, `code` where it has a reason. */
  events: { at: string; event: string; state?: TakeState; code?: string }[]
  /** The take's folder, a whole path. */
  folder: string
  /** Paths inside the take's folder, of what was received and made. */
  received: string[]
  frames: number
  proxies: string[]
}

export interface LedgerReport {
  takes: TakeReport[]
  unreadableLines: number
}

/** Throws `project-newer` and `project-unreadable`. A folder without a ledger has an empty report. */
export async function readLedgerReport(folder: string): Promise<LedgerReport> {
  const { entries, events, unreadableLines } = await readEvents(ledgerFile(folder))
  const takes: TakeReport[] = []
  for (const [takeId, entry] of entries) takes.push(await toReport(folder, entry, events.get(takeId) ?? []))
  return { takes, unreadableLines }
}

/** Every take with its details, in order of intent. Throws like `readLedgerReport`. */
export async function readLedgerTakes(folder: string): Promise<Take[]> {
  const { takes } = await readTakes(folder, await namesIn(shotsFolder(folder)))
  return [...takes.values()].map(({ take }) => take)
}

async function toReport(
  folder: string,
  { take, life }: LedgerEntry,
  events: readonly LedgerRecord[],
): Promise<TakeReport> {
  const paths = takePaths(folder, take.shotName, take.number)
  const received = (await namesIn(paths.received)).map((name) => join('received', name))
  return {
    ...{ takeId: take.id, shotName: take.shotName, number: take.number, origin: take.origin },
    ...{ state: life.state, postings: life.postings, isAccepted: life.isAccepted },
    ...{ listedUsd: take.listedUsd, billedUsd: life.billedUsd },
    events: events.map(toEvent),
    folder: paths.root,
    received,
    frames: (await namesIn(paths.exr)).filter((name) => name.endsWith('.exr')).length,
    proxies: (await namesIn(paths.proxies)).map((name) => join('proxies', name)),
  }
}

function toEvent(record: LedgerRecord): TakeReport['events'][number] {
  const { at, event } = record
  if (event === 'state')
    return { at, event, state: record.state, ...(record.failure ? { code: record.failure.code } : {}) }
  return { at, event, ...(event === 'refused' && record.failure ? { code: record.failure.code } : {}) }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  // The seal beside the files is none of them.
  return names.filter((name) => !name.startsWith('.') && name !== 'ascmhl').sort()
}
