// Drives takes from their intent to their rest. One loop over the state on disk: whatever state a crash left, the
// loop goes on from there. A take waits in the queue until it may be sent; what the service holds goes on whatever
// the queue does.
import pLimit from 'p-limit'
import type { Failure } from '#shared/domain/failure'
import { hasArrived, isFinished, type Take } from '#shared/domain/take'
import type { StepName } from './activities'
import { createTakeActs, type TakeActs, type TakeActsOptions } from './take-acts'
import { openTakeQueue, type TakeQueue } from './take-queue'
import { createServiceHolds } from './service-holds'
import { restingState, toTakeFailure } from './take-rest'
import { askAgain } from './ask-again'
import { isArchiveHere } from './take-names'

export interface TakePipeline {
  queue: TakeQueue
  /** Sends what waits as far as it may be sent now: after an intent, after any change of the queue. */
  sendWaiting(): void
  /** Resolves when the take rests, or at once when nothing is done for it; never rejects. */
  rested(takeId: string): Promise<void>
  /** How many takes are worked on and have not arrived. */
  underWay(): number
  /** Every take that is worked on, those included that have arrived and get their proxies. */
  worked(): string[]
  /** Ends a take that was never sent. False when it does not wait: it is with the service, or about to be. */
  withdraw(takeId: string): Promise<boolean>
  /** Has a damaged or failed take's bad files asked for again. Resolves when it rests; never rejects. */
  downloadAgain(takeId: string): Promise<void>
  /** Goes on with a take after a restart or at the artist's wish. Resolves when it rests; never rejects. */
  resume(takeId: string, isArtistsWish: boolean): Promise<void>
  /** Every take that has not rested, and finished ones whose proxies are still to be made. */
  resumeAll(): void
  /** Stops all work where it stands; it can be resumed. */
  stop(): Promise<void>
}

export interface TakePipelineOptions extends Omit<TakeActsOptions, 'signal' | 'onChange' | 'asking'> {
  /** A take has changed, or with it the queue. */
  onChange(takeId: string): void
  onNotice(takeId: string, error: unknown): void
  /** A take has come to rest after work on it; it does not say how. */
  onRest(takeId: string): void
  log(line: string): void
}

/** Takes that are verified and get their proxies at once: this is this machine's own work. */
const LOCAL_AT_ONCE = 2

export async function createTakePipeline(options: TakePipelineOptions): Promise<TakePipeline> {
  const { store, activities, onChange, onNotice, onRest, log } = options
  const stopper = new AbortController()
  const { signal } = stopper
  const local = pLimit(LOCAL_AT_ONCE)
  const driving = new Map<string, { promise: Promise<void>; isArrived: boolean }>()
  const queue = await openTakeQueue({
    folder: store.folder,
    waiting: () =>
      store
        .takes()
        .filter(isWaiting)
        .map((take) => ({ id: take.id, needsNetwork: take.origin === 'bought' })),
    log,
  })

  const holds = createServiceHolds(queue)

  function isWaiting({ id, state, origin }: Take): boolean {
    const isForService = state === 'intended' && origin !== 'ingested'
    return isForService && !driving.has(id) && !store.isPosted(id)
  }

  const underWay = (): number => [...driving.values()].filter(({ isArrived }) => !isArrived).length

  /** One step on; true when the take rests. */
  async function step(take: Take, acts: TakeActs) {
    const isBrought = take.origin === 'ingested'
    switch (take.state) {
      case 'intended':
        if (isBrought) {
          await acts.bring(take)
          return false
        }
        await (store.isPosted(take.id) ? acts.settle(take, false) : acts.submit(take))
        return false
      case 'submitted':
        await store.moveTake(take.id, 'running')
        return false
      case 'running':
      case 'ready':
      case 'downloading':
        await (isBrought ? acts.bring(take) : acts.fetchDelivery(take))
        return false
      case 'verifying':
        await inTurn(take.id, 'verifying', () => acts.verify(take))
        return false
      case 'arrived':
        await inTurn(take.id, 'sealing', () => acts.seal(take))
        return false
      case 'damaged':
      case 'sealed':
        if (needsProxies(take)) await inTurn(take.id, 'proxies', () => acts.makeProxies(take))
        return true
      default:
        return true
    }
  }

  async function inTurn(takeId: string, name: StepName, work: () => Promise<void>): Promise<void> {
    activities.report(takeId, name, null)
    await local(() => {
      signal.throwIfAborted()
      return work()
    })
  }

  function actsFor(takeId: string): TakeActs {
    const asking = {
      onRefused(failure: Failure) {
        if (holds.onQuestionRefused(failure)) onChange(takeId)
      },
      onAnswered() {
        if (!holds.onQuestionAnswered()) return
        sendWaiting()
        onChange(takeId)
      },
    }
    return createTakeActs({ ...options, signal, onChange: () => onChange(takeId), asking })
  }

  async function drive(takeId: string, prepare: () => Promise<void>): Promise<void> {
    const acts = actsFor(takeId)
    try {
      signal.throwIfAborted()
      await prepare()
      for (let isResting = false; !isResting;) {
        isResting = await step(store.take(takeId), acts)
        onChange(takeId)
      }
    } catch (error) {
      if (!signal.aborted && !keepsWaiting(takeId, error)) await rest(takeId, error)
    } finally {
      activities.end(takeId)
    }
  }

  /** The key or the money was refused: everything is held, said once. A take that was not accepted waits again. */
  function keepsWaiting(takeId: string, error: unknown): boolean {
    if (!holds.onPostRefused(error)) return false
    return store.take(takeId).state === 'intended' && !store.isPosted(takeId)
  }

  /** Records why a take rests. When even that cannot be written, the artist is told and the ledger stands. */
  async function rest(takeId: string, error: unknown): Promise<void> {
    const failure = toTakeFailure(error)
    try {
      const { state } = store.take(takeId)
      // A damaged take keeps saying what is damaged.
      if (state === 'damaged') return onNotice(takeId, error)
      if (isFinished(state)) await store.updateTake(takeId, { failure })
      else await store.moveTake(takeId, restingState(state, error), { failure })
    } catch (writeError) {
      onNotice(takeId, writeError)
    }
    onNotice(takeId, error)
  }

  /** Takes up a parked take where its files show it stands. */
  async function unpark(takeId: string, isArtistsWish: boolean): Promise<void> {
    const take = store.take(takeId)
    if (take.state !== 'parked') return
    const acts = actsFor(takeId)
    if (take.origin === 'ingested')
      await store.moveTake(takeId, take.archive ? 'verifying' : 'downloading', { failure: null })
    else if (!store.life(takeId).isAccepted) await acts.settle(take, isArtistsWish)
    else await store.moveTake(takeId, isArchiveHere(take) ? 'verifying' : 'running', { failure: null })
  }

  async function backToQueue(takeId: string): Promise<void> {
    try {
      await store.moveTake(takeId, 'intended', { failure: null })
    } catch (error) {
      onNotice(takeId, error)
    }
    onChange(takeId)
    sendWaiting()
    await driving.get(takeId)?.promise
  }

  function start(takeId: string, work: () => Promise<void>): Promise<void> {
    const running = driving.get(takeId)
    if (running) return running.promise
    const isArrived = hasArrived(store.take(takeId).state)
    const promise = work().finally(() => {
      driving.delete(takeId)
      if (signal.aborted) return
      queue.settle(underWay())
      sendWaiting()
      onChange(takeId)
      onRest(takeId)
    })
    driving.set(takeId, { promise, isArrived })
    return promise
  }

  function sendWaiting(): void {
    for (;;) {
      const next = signal.aborted || store.isReadOnly ? undefined : queue.next(underWay())
      if (next === undefined) return
      void start(next, () => drive(next, async () => undefined))
    }
  }

  const pipeline: TakePipeline = {
    queue,
    sendWaiting,
    underWay,
    worked: () => [...driving.keys()],
    rested: async (takeId) => driving.get(takeId)?.promise,
    async withdraw(takeId) {
      if (!queue.isWaiting(takeId)) return false
      // Taken out of the queue in the same breath as it is seen there, so that it cannot be sent meanwhile.
      const leave = store.moveTake(takeId, 'withdrawn', { failure: null }).then(() => undefined)
      driving.set(takeId, { promise: leave, isArrived: true })
      try {
        await leave
      } finally {
        driving.delete(takeId)
        onChange(takeId)
      }
      return true
    },
    downloadAgain(takeId) {
      activities.report(takeId, 'rendering', null)
      return start(takeId, () => drive(takeId, () => askAgain(store, takeId)))
    },
    resume(takeId, isArtistsWish) {
      const take = store.take(takeId)
      if (isWaiting(take)) return Promise.resolve()
      // Of what is parked and surely not with the service, the next step is the queue's.
      const isUnsent = take.origin !== 'ingested' && !store.isPosted(takeId)
      if (take.state === 'parked' && isUnsent && !driving.has(takeId)) return backToQueue(takeId)
      // Said at once, so that nobody takes the pause for the end while the take waits for this machine.
      if (!driving.has(takeId)) activities.report(takeId, waitingStep(take), null)
      return start(takeId, () => drive(takeId, () => unpark(takeId, isArtistsWish)))
    },
    resumeAll() {
      if (store.isReadOnly) return
      for (const take of store.takes()) {
        if (!isFinished(take.state) || needsProxies(take)) void pipeline.resume(take.id, false)
      }
      sendWaiting()
    },
    async stop() {
      stopper.abort(new DOMException('Latitude is closing.', 'AbortError'))
      await Promise.allSettled([...driving.values()].map(({ promise }) => promise))
    },
  }
  return pipeline
}

/** Whatever has a picture is looked at, a damaged take too. */
function needsProxies({ state, proxies, sequence, video }: Take): boolean {
  return (hasArrived(state) || state === 'damaged') && !proxies && Boolean(sequence ?? video)
}

/** The step a take that waits for this machine will go on with. */
function waitingStep(take: Take): StepName {
  if (take.state === 'arrived') return 'sealing'
  if (isFinished(take.state)) return 'proxies'
  if (take.origin === 'ingested') return take.archive ? 'verifying' : 'copying'
  return take.archive ? 'verifying' : 'rendering'
}
