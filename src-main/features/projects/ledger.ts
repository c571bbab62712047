// The append-only record of takes: one line per event, on the disk before the act it announces. A torn last line is
// a write that never finished and is passed over.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { takeSchema, takeStateSchema, type Take, type TakeState } from '#shared/domain/take'
import { appendLineDurably, errorCode } from '../../disk/durable'

const intentRecord = z.object({
  version: z.literal(1),
  at: z.string(),
  event: z.literal('intended'),
  take: takeSchema,
})
const stateRecord = z.object({
  version: z.literal(1),
  at: z.string(),
  event: z.literal('state'),
  takeId: z.string(),
  state: takeStateSchema,
  billedUsd: z.number().nullable().optional(),
})
/** On the disk right before every POST of the task: a take without one was surely never sent. */
const postingRecord = z.object({
  version: z.literal(1),
  at: z.string(),
  event: z.literal('posting'),
  takeId: z.string(),
})
const recordSchema = z.discriminatedUnion('event', [intentRecord, stateRecord, postingRecord])
export type LedgerRecord = z.infer<typeof recordSchema>

export interface LedgerEntry {
  /** The take as it was intended. */
  take: Take
  state: TakeState
  intendedAt: string
  isPosted: boolean
}

export async function appendRecord(file: string, record: LedgerRecord): Promise<void> {
  await appendLineDurably(file, JSON.stringify(record))
}

/** Every take ever intended with its last recorded state, in order of intent. Unreadable lines are counted. */
export async function readLedger(
  file: string,
): Promise<{ entries: Map<string, LedgerEntry>; unreadableLines: number }> {
  const entries = new Map<string, LedgerEntry>()
  let unreadableLines = 0
  for (const line of (await readIfThere(file)).split('\n')) {
    if (line.trim() === '') continue
    const record = parseLine(line)
    if (!record) unreadableLines += 1
    else if (record.event === 'intended') {
      entries.set(record.take.id, {
        take: record.take,
        state: 'intended',
        intendedAt: record.at,
        isPosted: false,
      })
    } else {
      const entry = entries.get(record.takeId)
      if (!entry) continue
      const news = record.event === 'state' ? { state: record.state } : { isPosted: true }
      entries.set(record.takeId, { ...entry, ...news })
    }
  }
  return { entries, unreadableLines }
}

function parseLine(line: string): LedgerRecord | undefined {
  try {
    return recordSchema.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}
