// What the ledger tells of one take, line by line. Reads events it has no name for, so that a take's history is
// whole whatever wrote it.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { takeStateSchema, type TakeState } from '#shared/domain/take'
import { errorCode } from '../../disk/durable'
import { ledgerFile } from './project-paths'

export interface TakeEventRecord {
  at: string
  event: string
  state: TakeState | null
  /** USD: as listed with the intent, as billed with anything else. */
  usd: number | null
}

const line = z.looseObject({
  at: z.string(),
  event: z.string(),
  takeId: z.string().optional(),
  state: takeStateSchema.optional().catch(undefined),
  billedUsd: z.number().nullish().catch(null),
  take: z.looseObject({ id: z.string(), listedUsd: z.number() }).optional().catch(undefined),
})

/** In the order they were written; lines that cannot be read are passed over. */
export async function readTakeEvents(folder: string, takeId: string): Promise<TakeEventRecord[]> {
  const text = await readFile(ledgerFile(folder), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  })
  return text.split('\n').flatMap((written) => {
    // Most lines are of other takes, and long.
    if (!written.includes(takeId)) return []
    const record = parse(written)
    if (!record || (record.takeId ?? record.take?.id) !== takeId) return []
    const { at, event, state = null, billedUsd, take } = record
    return [{ at, event, state, usd: billedUsd ?? take?.listedUsd ?? null }]
  })
}

function parse(written: string): z.infer<typeof line> | undefined {
  try {
    return line.parse(JSON.parse(written))
  } catch {
    return undefined
  }
}
