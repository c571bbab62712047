// The takes of a project as its files tell them: take.json for the details, the ledger for the truth about state.
import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { hasArrived, isFinished, takeSchema, type Take } from '#shared/domain/take'
import { applyTakeEvent, moveTo, type TakeLife } from '#shared/domain/take-life'
import { readLedger, type LedgerEntry } from './ledger'
import { ledgerFile, takesFolder } from './project-paths'
import { parseDocument } from './read-documents'

/** A take with what its events say of it. */
export interface KeptTake {
  take: Take
  life: TakeLife
  /** Epoch ms. */
  intendedAt: number
}

// Read by the dozen without leaving the thread: a handful of microseconds each, where a turn through the pool takes
// ten times as long. In between, everything else gets its turn.
const READ_AT_ONCE = 64

/** An intent without a take.json is found again. */
export async function readTakes(
  folder: string,
  shotNames: readonly string[],
): Promise<{ takes: Map<string, KeptTake>; unreadableLines: number }> {
  const { entries, unreadableLines } = await readLedger(ledgerFile(folder))
  const stored = await readTakeFiles(folder, shotNames)
  const takes = new Map<string, KeptTake>()
  for (const [id, entry] of entries) takes.set(id, reconcile(stored.get(id), entry))
  for (const [id, take] of stored) if (!takes.has(id)) takes.set(id, unrecorded(take))
  return { takes, unreadableLines }
}

async function readTakeFiles(folder: string, shotNames: readonly string[]): Promise<Map<string, Take>> {
  const stored = new Map<string, Take>()
  for (const shotName of shotNames) {
    const names = await readdir(takesFolder(folder, shotName)).catch(() => [])
    for (const [index, version] of names.entries()) {
      if (index % READ_AT_ONCE === READ_AT_ONCE - 1) await breathe()
      const path = join(takesFolder(folder, shotName), version, 'take.json')
      const take = parseDocument(path, () => readFileSync(path, 'utf8'), takeSchema)
      if (take) stored.set(take.id, take)
    }
  }
  return stored
}

/**
 * The ledger is written first, so it may be one step ahead. An end is believed only together with its details:
 * without them the steps before it are taken again, which costs nothing.
 */
function reconcile(stored: Take | undefined, entry: LedgerEntry): KeptTake {
  const { life, failure, urlsGivenAt } = entry
  const known: Take = {
    ...(stored ?? entry.take),
    request: entry.take.request,
    billedUsd: life.billedUsd ?? stored?.billedUsd ?? null,
    urlsGivenAt: urlsGivenAt ?? stored?.urlsGivenAt ?? null,
  }
  const take = atState(known, stored, life, failure)
  return { take, life: { ...life, state: take.state }, intendedAt: Date.parse(entry.intendedAt) }
}

function atState(
  known: Take,
  stored: Take | undefined,
  { state }: TakeLife,
  failure: LedgerEntry['failure'],
): Take {
  if (stored?.state === state) return known
  if (state === 'trashed') return { ...known, state }
  // Sealing what has arrived once more finds the seal that is there.
  if (state === 'sealed' && stored?.state === 'arrived') return known
  if (hasArrived(state) || (isFinished(state) && state !== 'withdrawn' && !failure)) {
    return { ...known, state: stored && !isFinished(stored.state) ? stored.state : 'running' }
  }
  return { ...known, state, failure }
}

/** A take of which the ledger knows nothing: the careful reading is that it was posted. */
function unrecorded(take: Take): KeptTake {
  const at = take.createdAt
  const intended = applyTakeEvent(undefined, { event: 'intended', at, take })
  const posted = intended?.isBrought
    ? intended
    : intended && applyTakeEvent(intended, { event: 'posting', at })
  if (!posted) throw new Error('A life begins with an intent and a POST.')
  return { take, life: moveTo(posted, take.state), intendedAt: Date.parse(at) }
}
