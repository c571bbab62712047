// The append-only record of takes: one line per event, on the disk before the act it announces. A torn last line is
// a write that never finished and is passed over; lines that cannot be read are counted, never thrown away.
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { Failure } from '#shared/domain/failure'
import {
  takeFailureSchema,
  takeSchema,
  takeStateSchema,
  type Take,
  type TakeFailure,
} from '#shared/domain/take'
import { applyTakeEvent, moveTo, type TakeEvent, type TakeLife } from '#shared/domain/take-life'
import { appendLineDurably, errorCode } from '../../disk/durable'

const VERSION = 1
const common = { version: z.literal(VERSION), at: z.string() }
const ofTake = { ...common, takeId: z.string() }

export const ledgerRecordSchema = z.discriminatedUnion('event', [
  z.object({
    ...common,
    event: z.literal('intended'),
    take: takeSchema,
    /** Every POST of this take has a `posting` line of its own. Older lines lack it: their POST was not announced. */
    isPostingAnnounced: z.literal(true).optional(),
  }),
  z.object({ ...ofTake, event: z.literal('posting') }),
  z.object({ ...ofTake, event: z.literal('refused'), failure: takeFailureSchema.optional() }),
  z.object({ ...ofTake, event: z.literal('amended'), request: z.record(z.string(), z.unknown()) }),
  z.object({ ...ofTake, event: z.literal('billed'), billedUsd: z.number().nonnegative() }),
  z.object({
    ...ofTake,
    event: z.literal('state'),
    state: takeStateSchema,
    /** Why it rests, for `parked`, `failed` and `damaged`. */
    failure: takeFailureSchema.optional(),
    /** For `ready`: the addresses of the result run out some time after this, ISO 8601. */
    urlsGivenAt: z.string().optional(),
  }),
])
export type LedgerRecord = z.infer<typeof ledgerRecordSchema>

export interface LedgerEntry {
  /** The take as it was intended, with its request as last amended. */
  take: Take
  life: TakeLife
  intendedAt: string
  /** Why it rests in its present state; null when the ledger gives no reason. */
  failure: TakeFailure | null
  urlsGivenAt: string | null
}

export interface Ledger {
  /** Every take ever intended, in order of intent. */
  entries: Map<string, LedgerEntry>
  unreadableLines: number
}

export async function appendRecord(file: string, record: LedgerRecord): Promise<void> {
  await appendLineDurably(file, JSON.stringify(record))
}

export const takeIdOf = (record: LedgerRecord): string =>
  record.event === 'intended' ? record.take.id : record.takeId

/** Rejects with `project-newer` when a newer Latitude has written into it. */
export async function readLedger(file: string, onRecord?: (record: LedgerRecord) => void): Promise<Ledger> {
  const entries = new Map<string, LedgerEntry>()
  let unreadableLines = 0
  for (const line of (await readIfThere(file)).split('\n')) {
    if (line.trim() === '') continue
    const record = parseLine(line, file)
    if (record) {
      take(entries, record)
      onRecord?.(record)
    } else unreadableLines += 1
  }
  return { entries, unreadableLines }
}

/** The same, with every event of each take in order. */
export async function readEvents(file: string): Promise<Ledger & { events: Map<string, LedgerRecord[]> }> {
  const events = new Map<string, LedgerRecord[]>()
  const keep = (record: LedgerRecord): void => {
    const known = events.get(takeIdOf(record))
    if (known) known.push(record)
    else events.set(takeIdOf(record), [record])
  }
  return { ...(await readLedger(file, keep)), events }
}

/** Everything that was ever recorded of one take, in order. */
export async function readHistory(file: string, takeId: string): Promise<LedgerRecord[]> {
  return (await readIfThere(file)).split('\n').flatMap((line) => {
    if (!line.includes(takeId)) return []
    const record = parseLine(line, file)
    return record && takeIdOf(record) === takeId ? [record] : []
  })
}

function take(entries: Map<string, LedgerEntry>, record: LedgerRecord): void {
  if (record.event === 'intended') {
    if (!entries.has(record.take.id)) entries.set(record.take.id, toEntry(record))
    return
  }
  const entry = entries.get(record.takeId)
  if (!entry) return
  entry.life = believe(entry.life, record)
  if (record.event === 'amended') entry.take = { ...entry.take, request: record.request }
  if (record.event !== 'state') return
  entry.failure = record.failure ?? null
  if (record.urlsGivenAt !== undefined) entry.urlsGivenAt = record.urlsGivenAt
}

function toEntry(record: Extract<LedgerRecord, { event: 'intended' }>): LedgerEntry {
  const life = applyTakeEvent(undefined, record)
  if (!life) throw new Failure('internal', 'A life begins with an intent.')
  // Without announcements nobody knows whether it was posted: the careful reading is that it was.
  const unannounced = life.isBrought
    ? life
    : { ...life, postings: 1, openPostings: 1, firstPostedAt: record.at }
  return {
    take: record.take,
    life: record.isPostingAnnounced ? life : unannounced,
    intendedAt: record.at,
    failure: null,
    urlsGivenAt: null,
  }
}

/** What the disk says is believed, also where the order is not one this version would write. */
function believe(life: TakeLife, event: TakeEvent): TakeLife {
  const after = applyTakeEvent(life, event)
  if (after) return after
  return event.event === 'state' ? moveTo(life, event.state) : life
}

function parseLine(line: string, file: string): LedgerRecord | undefined {
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return undefined
  }
  const parsed = ledgerRecordSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const version = z.looseObject({ version: z.number() }).safeParse(json)
  if (version.success && version.data.version > VERSION)
    throw new Failure('project-newer', `${file} was written by a newer Latitude.`, { path: file })
  return undefined
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return ''
    throw new Failure('project-unreadable', `${file} cannot be read.`, { path: file }, { cause: error })
  }
}
