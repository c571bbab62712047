// The queue of one open project: the artist's order and pause, what holds it, and what it remembers on the disk.
// Which take is next is decided in shared/domain/queue; sending it is the pipeline's business.
import type { QueueView } from '#shared/contract/views'
import {
  addHold,
  fromQueueFile,
  inOrder,
  moveInOrder,
  nextToSend,
  removeHold,
  resumeFlow,
  settleFlow,
  toQueueFile,
  type Flow,
  type HoldKind,
  type Queue,
  type WaitingTake,
} from '#shared/domain/queue'
import { readQueueFile, writeQueueFile } from '../features/projects/queue-file'

export interface TakeQueue {
  view(): QueueView
  isWaiting(takeId: string): boolean
  /** The take to be sent now, when `underWay` others have not come to rest. */
  next(underWay: number): string | undefined
  /** To a place among the waiting, from 0. */
  move(takeId: string, place: number): Promise<void>
  setAtOnce(atOnce: number): Promise<void>
  /** `going` also lifts a hold for the key or for money. */
  setFlow(flow: Flow, underWay: number): Promise<void>
  /** Keeps everything back; true when it was not held for this before. */
  hold(kind: HoldKind, message: string): boolean
  release(kind: HoldKind): void
  /** What was to be stopped after what is under way stops when nothing is; true when it has just done so. */
  settle(underWay: number): boolean
}

export interface TakeQueueOptions {
  folder: string
  /** The takes that wait to be sent, in the ledger's order. */
  waiting(): WaitingTake[]
  log(line: string): void
}

export async function openTakeQueue({ folder, waiting, log }: TakeQueueOptions): Promise<TakeQueue> {
  let queue: Queue = fromQueueFile(await readQueueFile(folder))
  const messages = new Map<HoldKind, string>()
  let writing: Promise<void> = Promise.resolve()

  const ordered = (): WaitingTake[] => inOrder(queue.order, waiting())

  /** One write at a time, of what is true when its turn comes. */
  function save(): Promise<void> {
    const order = ordered().map((take) => take.id)
    queue = { ...queue, order }
    const write = (): Promise<void> => writeQueueFile(folder, toQueueFile(queue))
    const next = writing.then(write)
    writing = next.catch(() => undefined)
    return next
  }

  return {
    view: () => ({
      flow: queue.flow,
      atOnce: queue.atOnce,
      holds: queue.holds.map((kind) => ({ kind, message: messages.get(kind) ?? '' })),
      waiting: ordered().map((take) => take.id),
    }),
    isWaiting: (takeId) => waiting().some((take) => take.id === takeId),
    next: (underWay) => nextToSend(queue, ordered(), underWay),
    move(takeId, place) {
      const order = moveInOrder(
        ordered().map((take) => take.id),
        takeId,
        place,
      )
      queue = { ...queue, order }
      return save()
    },
    setAtOnce(atOnce) {
      queue = { ...queue, atOnce }
      return save()
    },
    setFlow(flow, underWay) {
      queue = flow === 'going' ? resumeFlow(queue) : settleFlow({ ...queue, flow }, underWay)
      return save()
    },
    hold(kind, message) {
      const before = queue
      queue = addHold(queue, kind)
      if (queue !== before) messages.set(kind, message)
      return queue !== before
    },
    release(kind) {
      queue = removeHold(queue, kind)
    },
    settle(underWay) {
      const before = queue.flow
      queue = settleFlow(queue, underWay)
      if (queue.flow === before) return false
      // It was written as paused when it was asked to stop; this only brings the order up to date.
      save().catch((error: unknown) => log(`the queue could not be written: ${String(error)}`))
      return true
    },
  }
}
