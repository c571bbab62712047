// The takes of a project as its files tell them: take.json for the details, the ledger for the truth about state.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isFinished, takeSchema, type Take } from '#shared/domain/take'
import { readLedger, type LedgerEntry } from './ledger'
import { ledgerFile, takesFolder } from './project-paths'
import { readDocument } from './read-documents'

/** An intent without a take.json is found again. */
export async function readTakes(
  folder: string,
  shotNames: readonly string[],
): Promise<{ takes: Map<string, Take>; intendedAt: Map<string, number>; posted: Set<string> }> {
  const { entries } = await readLedger(ledgerFile(folder))
  const stored = new Map<string, Take>()
  for (const shotName of shotNames) {
    for (const version of await readdir(takesFolder(folder, shotName)).catch(() => [])) {
      const take = await readDocument(join(takesFolder(folder, shotName), version, 'take.json'), takeSchema)
      if (take) stored.set(take.id, take)
    }
  }
  const takes = new Map<string, Take>()
  const intendedAt = new Map<string, number>()
  const posted = new Set<string>()
  for (const [id, entry] of entries) {
    intendedAt.set(id, Date.parse(entry.intendedAt))
    if (entry.isPosted) posted.add(id)
    takes.set(id, reconcile(stored.get(id), entry))
  }
  for (const [id, take] of stored) if (!takes.has(id)) takes.set(id, take)
  return { takes, intendedAt, posted }
}

/**
 * The ledger is written first, so it may be one step ahead. An end is believed only together with its details:
 * without them the steps before it are taken again, which costs nothing.
 */
function reconcile(stored: Take | undefined, entry: LedgerEntry): Take {
  if (!stored) return { ...entry.take, state: isFinished(entry.state) ? 'running' : entry.state }
  if (isFinished(entry.state)) return stored
  return { ...stored, state: entry.state }
}
