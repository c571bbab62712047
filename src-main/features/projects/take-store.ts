// The takes of an open project: every event in the ledger before the act it announces, and in take.json after it.
// What may come when is the state machine's; this only writes.
import { mkdir } from 'node:fs/promises'
import { Failure } from '#shared/domain/failure'
import type { Take, TakeFailure, TakeState } from '#shared/domain/take'
import { applyTakeEvent, isSurelyUnsent, type TakeEvent, type TakeLife } from '#shared/domain/take-life'
import type { Clock } from '../../ports/clock'
import { toDiskFailure, writeJsonDurably } from '../../disk/durable'
import { appendRecord, readHistory, type LedgerRecord } from './ledger'
import { ledgerFile, takePaths } from './project-paths'
import type { KeptTake } from './read-takes'

export interface TakeStore {
  takes(shotName?: string): Take[]
  /** Throws `take-unknown`. */
  take(id: string): Take
  /** What the take's events say: whether it was sent, accepted, billed. Throws `take-unknown`. */
  life(id: string): TakeLife
  /** Whether the service may have something of the take; if not, it can wait, be posted or be withdrawn. */
  isPosted(id: string): boolean
  /** When the take's intent was recorded, epoch ms. */
  intendedAt(takeId: string): number
  nextTakeNumber(shotName: string): number
  /** Everything that was recorded of a take, in order, with times. */
  historyOf(takeId: string): Promise<LedgerRecord[]>
  /**
   * Records a new take's intent; returns the take when it is on the disk. A number that another take of the shot got
   * meanwhile is replaced by the next free one: no two takes share a folder.
   */
  intendTake(take: Take): Promise<Take>
  /** To be awaited right before every POST of the take. Throws `internal` when it may not be posted now. */
  recordPosting(id: string): Promise<void>
  /** The service refused the POST that was announced last: it cost nothing. */
  recordRefusal(id: string, failure: TakeFailure): Promise<Take>
  /** Another request under the same id; only while the service surely has nothing of the take. */
  amendTake(id: string, request: Take['request']): Promise<Take>
  /** What the service billed, USD. */
  billTake(id: string, billedUsd: number): Promise<Take>
  /** Moves a take to a state and merges `changes`. Throws `internal` on a move the state machine does not know. */
  moveTake(id: string, state: TakeState, changes?: Partial<Take>): Promise<Take>
  /** Merges changes that are no change of state. */
  updateTake(id: string, changes: Partial<Take>): Promise<Take>
}

export interface TakeStoreOptions {
  folder: string
  clock: Clock
  takes: Map<string, KeptTake>
  inOrder<T>(work: () => Promise<T>): Promise<T>
  assertWritable(): Promise<void>
}

// An event, and what of it stands in the ledger's line beside its name and its time.
type Happening = TakeEvent extends infer Event
  ? Event extends { at: string }
    ? Omit<Event, 'at'>
    : never
  : never

/** Mutating functions throw `project-gone` and `project-read-only`. */
export function createTakeStore({
  folder,
  clock,
  takes,
  inOrder,
  assertWritable,
}: TakeStoreOptions): TakeStore {
  const now = (): string => new Date(clock.now()).toISOString()

  function find(id: string): KeptTake {
    const kept = takes.get(id)
    if (!kept) throw new Failure('take-unknown', 'There is no such take.', { takeId: id })
    return kept
  }

  /** The ledger first, then take.json, then memory. */
  function record(id: string, what: Happening, changes: Partial<Take>, extra: object = {}): Promise<Take> {
    return inOrder(async () => {
      const kept = find(id)
      const at = now()
      const life = applyTakeEvent(kept.life, { ...what, at })
      if (!life) throw impossible(kept, what)
      await assertWritable()
      const line = { version: 1, at, takeId: id, ...what, ...extra } as LedgerRecord
      await appendRecord(ledgerFile(folder), line)
      return keep({ ...kept, life, take: { ...kept.take, ...changes, id, state: life.state } })
    })
  }

  async function keep(kept: KeptTake): Promise<Take> {
    const { take } = kept
    await writeJsonDurably(takePaths(folder, take.shotName, take.number).json, take)
    takes.set(take.id, kept)
    return take
  }

  function update(id: string, changes: Partial<Take>): Promise<Take> {
    return inOrder(async () => {
      await assertWritable()
      const kept = find(id)
      return keep({ ...kept, take: { ...kept.take, ...changes, id, state: kept.take.state } })
    })
  }

  const store: TakeStore = {
    takes: (shotName) =>
      [...takes.values()].flatMap(({ take }) =>
        shotName === undefined || take.shotName === shotName ? [take] : [],
      ),
    take: (id) => find(id).take,
    life: (id) => find(id).life,
    isPosted: (id) => !isSurelyUnsent(find(id).life),
    intendedAt: (id) => takes.get(id)?.intendedAt ?? 0,
    nextTakeNumber: (shotName) => Math.max(0, ...store.takes(shotName).map((take) => take.number)) + 1,
    historyOf: (id) => readHistory(ledgerFile(folder), id),

    intendTake: (wanted) =>
      inOrder(async () => {
        await assertWritable()
        const take = { ...wanted, number: Math.max(wanted.number, store.nextTakeNumber(wanted.shotName)) }
        const at = now()
        const life = applyTakeEvent(takes.get(take.id)?.life, { event: 'intended', at, take })
        if (!life) throw new Failure('internal', 'A take is intended once.', { takeId: take.id })
        await mkdir(takePaths(folder, take.shotName, take.number).root, { recursive: true }).catch(
          (error: unknown) => {
            throw toDiskFailure(error, folder)
          },
        )
        const line = { version: 1, at, event: 'intended', take, isPostingAnnounced: true } as const
        await appendRecord(ledgerFile(folder), line)
        return keep({ take, life, intendedAt: Date.parse(at) })
      }),

    async recordPosting(id) {
      // The ledger's line is all that is needed: the task leaves as soon as it is on the disk.
      await inOrder(async () => {
        const kept = find(id)
        const at = now()
        const life = applyTakeEvent(kept.life, { event: 'posting', at })
        if (!life) throw impossible(kept, { event: 'posting' })
        await assertWritable()
        await appendRecord(ledgerFile(folder), { version: 1, at, event: 'posting', takeId: id })
        takes.set(id, { ...kept, life })
      })
    },

    recordRefusal: (id, failure) => record(id, { event: 'refused' }, { failure }, { failure }),
    amendTake: (id, request) => record(id, { event: 'amended' }, { request }, { request }),
    billTake: (id, billedUsd) => record(id, { event: 'billed', billedUsd }, { billedUsd }),

    moveTake(id, state, changes = {}) {
      const isRepeated = takes.get(id)?.take.state === state && state !== 'parked' && state !== 'ready'
      if (isRepeated) return update(id, changes)
      const extra = {
        ...(changes.failure ? { failure: changes.failure } : {}),
        ...(changes.urlsGivenAt ? { urlsGivenAt: changes.urlsGivenAt } : {}),
      }
      return record(id, { event: 'state', state }, changes, extra)
    },
    updateTake: update,
  }
  return store
}

function impossible({ take, life }: KeptTake, what: Happening): Failure {
  const wanted = what.event === 'state' ? what.state : what.event
  return new Failure('internal', `A take cannot go from ${life.state} to ${wanted}.`, { takeId: take.id })
}
