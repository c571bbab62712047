// Which waiting take is sent next, and why none is. Pure decisions over ids; nothing here sends, counts money or
// knows a file. A take that is with the service is no business of the queue: it goes on whatever the queue does.
import { z } from 'zod'

export const AT_ONCE_MAX = 4
export const AT_ONCE_DEFAULT = 2

/** `queue.json`. `order` may name takes that wait no longer, and need not name all that do. */
export const queueFileSchema = z.object({
  version: z.literal(1),
  order: z.array(z.string()),
  isPaused: z.boolean(),
  atOnce: z.number().int().min(1).max(AT_ONCE_MAX),
})
export type QueueFile = z.infer<typeof queueFileSchema>

/** What keeps takes back although the artist has not paused: each has one message and one way out. */
export const HOLD_KINDS = ['key', 'money', 'offline', 'asleep'] as const
export const holdKindSchema = z.enum(HOLD_KINDS)
export type HoldKind = z.infer<typeof holdKindSchema>

/** `stopping`: nothing more is sent, and when what is under way has come to rest the queue is paused. */
export const FLOWS = ['going', 'stopping', 'paused'] as const
export const flowSchema = z.enum(FLOWS)
export type Flow = z.infer<typeof flowSchema>

export interface Queue {
  order: readonly string[]
  flow: Flow
  atOnce: number
  holds: readonly HoldKind[]
}

export interface WaitingTake {
  id: string
  /** The stand-in is on this machine and needs no line. */
  needsNetwork: boolean
}

export const EMPTY_QUEUE: Queue = { order: [], flow: 'going', atOnce: AT_ONCE_DEFAULT, holds: [] }

/** Those waiting in their order: the artist's first, then the newcomers as they came. */
export function inOrder<Take extends { id: string }>(
  order: readonly string[],
  waiting: readonly Take[],
): Take[] {
  const byId = new Map(waiting.map((take) => [take.id, take]))
  const known = [...new Set(order)].flatMap((id) => byId.get(id) ?? [])
  const named = new Set(known.map((take) => take.id))
  return [...known, ...waiting.filter((take) => !named.has(take.id))]
}

/** What keeps this take from being sent; undefined when it only waits for its turn. */
export function whyHeld(
  { flow, holds }: Pick<Queue, 'flow' | 'holds'>,
  take: Pick<WaitingTake, 'needsNetwork'>,
): HoldKind | 'paused' | 'stopping' | undefined {
  if (flow !== 'going') return flow
  return HOLD_KINDS.find((kind) => holds.includes(kind) && (kind !== 'offline' || take.needsNetwork))
}

/** The take to be sent now, of those waiting in their order; undefined while none may be. */
export function nextToSend(
  queue: Pick<Queue, 'flow' | 'holds' | 'atOnce'>,
  waiting: readonly WaitingTake[],
  underWay: number,
): string | undefined {
  if (underWay >= queue.atOnce) return undefined
  return waiting.find((take) => whyHeld(queue, take) === undefined)?.id
}

/** The order with one take moved to a place, from 0; places beyond the end are the end. */
export function moveInOrder(order: readonly string[], id: string, place: number): string[] {
  if (!order.includes(id)) return [...order]
  const others = order.filter((known) => known !== id)
  const at = Math.min(others.length, Math.max(0, Math.trunc(place)))
  return [...others.slice(0, at), id, ...others.slice(at)]
}

/** A hold that is there already changes nothing, so that it is told of once. */
export function addHold(queue: Queue, kind: HoldKind): Queue {
  return queue.holds.includes(kind) ? queue : { ...queue, holds: [...queue.holds, kind] }
}

export function removeHold(queue: Queue, kind: HoldKind): Queue {
  return queue.holds.includes(kind)
    ? { ...queue, holds: queue.holds.filter((known) => known !== kind) }
    : queue
}

/** Stopping after what is under way: with nothing under way it has stopped already. */
export function settleFlow(queue: Queue, underWay: number): Queue {
  return queue.flow === 'stopping' && underWay === 0 ? { ...queue, flow: 'paused' } : queue
}

/** The artist's going on also lifts what only they can know to be put right; the machine's own holds lift themselves. */
export function resumeFlow(queue: Queue): Queue {
  const holds = queue.holds.filter((kind) => kind === 'offline' || kind === 'asleep')
  return { ...queue, flow: 'going', holds }
}

export function toQueueFile({ order, flow, atOnce }: Queue): QueueFile {
  return { version: 1, order: [...order], isPaused: flow !== 'going', atOnce }
}

export function fromQueueFile(file: QueueFile | undefined): Queue {
  if (!file) return EMPTY_QUEUE
  return { order: file.order, flow: file.isPaused ? 'paused' : 'going', atOnce: file.atOnce, holds: [] }
}
