// Drives takes from their intent to their rest. One loop over the state on disk: whatever state a crash left, the
// loop goes on from there.
import pLimit from 'p-limit'
import { isFinished, type Take } from '#shared/domain/take'
import type { StepName } from './activities'
import { createTakeActs, type TakeActsOptions } from './take-acts'
import { restingState, toTakeFailure } from './take-rest'

export interface TakePipeline {
  /** Drives a take whose intent was just recorded. Resolves when it rests; never rejects. */
  driveFresh(takeId: string): Promise<void>
  /** Goes on with a take after a restart or at the artist's wish. Resolves when it rests; never rejects. */
  resume(takeId: string, isArtistsWish: boolean): Promise<void>
  /** Every take that has not rested, and finished ones whose proxies are still to be made. */
  resumeAll(): void
  /** Stops all work where it stands; it can be resumed. */
  stop(): Promise<void>
}

export interface TakePipelineOptions extends Omit<TakeActsOptions, 'signal'> {
  onNotice(takeId: string, error: unknown): void
}

/** Takes that are worked on at once; the rest wait in order. */
const AT_ONCE = 2

export function createTakePipeline(options: TakePipelineOptions): TakePipeline {
  const { store, activities, onChange, onNotice } = options
  const stopper = new AbortController()
  const { signal } = stopper
  const acts = createTakeActs({ ...options, signal })
  const limit = pLimit(AT_ONCE)
  const driving = new Map<string, Promise<void>>()

  /** One step on; true when the take rests. */
  async function step(take: Take): Promise<boolean> {
    switch (take.state) {
      case 'intended':
        await (store.isPosted(take.id) ? acts.settle(take, false) : acts.submit(take))
        return false
      case 'submitted':
        await store.moveTake(take.id, 'running')
        return false
      case 'running':
      case 'ready':
      case 'downloading':
        await acts.fetchDelivery(take)
        return false
      case 'verifying':
        await acts.verify(take)
        return false
      case 'arrived':
        if (!take.proxies) await acts.makeProxies(take)
        return true
      default:
        return true
    }
  }

  async function drive(takeId: string, prepare: () => Promise<void>): Promise<void> {
    try {
      signal.throwIfAborted()
      await prepare()
      for (let isResting = false; !isResting;) {
        isResting = await step(store.take(takeId))
        onChange()
      }
    } catch (error) {
      if (!signal.aborted) await rest(takeId, error)
    } finally {
      activities.end(takeId)
      if (!signal.aborted) onChange()
    }
  }

  /** Records why a take rests. When even that cannot be written, the artist is told and the ledger stands. */
  async function rest(takeId: string, error: unknown): Promise<void> {
    const failure = toTakeFailure(error)
    try {
      const { state } = store.take(takeId)
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
    if (!store.isPosted(takeId)) await store.moveTake(takeId, 'intended', { failure: null })
    else if (!store.life(takeId).isAccepted) await acts.settle(take, isArtistsWish)
    else await store.moveTake(takeId, take.archive ? 'verifying' : 'running', { failure: null })
  }

  function start(takeId: string, work: () => Promise<void>): Promise<void> {
    const running = driving.get(takeId)
    if (running) return running
    const promise = limit(work).finally(() => driving.delete(takeId))
    driving.set(takeId, promise)
    return promise
  }

  const pipeline: TakePipeline = {
    driveFresh: (takeId) => start(takeId, () => drive(takeId, async () => undefined)),
    resume(takeId, isArtistsWish) {
      // Said at once, so that nobody takes the pause for the end while the take waits for its turn.
      if (!driving.has(takeId)) activities.report(takeId, waitingStep(store.take(takeId)), null)
      return start(takeId, () => drive(takeId, () => unpark(takeId, isArtistsWish)))
    },
    resumeAll() {
      if (store.isReadOnly) return
      for (const take of store.takes()) {
        if (!isFinished(take.state) || (take.state === 'arrived' && !take.proxies))
          void pipeline.resume(take.id, false)
      }
    },
    async stop() {
      stopper.abort(new DOMException('Latitude is closing.', 'AbortError'))
      await Promise.allSettled([...driving.values()])
    },
  }
  return pipeline
}

/** The step a take that waits for its turn will go on with. */
function waitingStep(take: Take): StepName {
  if (take.state === 'arrived') return 'proxies'
  return take.archive ? 'verifying' : 'rendering'
}
