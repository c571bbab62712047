// The one place that posts a take: announced in the ledger before every POST, its answer recorded after it. What is
// ambiguous is settled by asking; what was refused cost nothing and may be posted again, always under the same id.
import { join } from 'node:path'
import { isFailure } from '#shared/domain/failure'
import type { Take } from '#shared/domain/take'
import { hashFile } from '../disk/hash-file'
import { parseVideoTask } from '../features/generation/request'
import type { VideoTask } from '../features/generation/request-schema'
import { fateUnknown, isAmbiguous, isMediaGone, type AskControl } from '../features/generation/task-fate'
import { preparedFolder } from '../features/projects/project-paths'
import type { ProjectStore } from '../features/projects/project-store'
import type { Clock } from '../ports/clock'
import type { Service } from './services'
import { toTakeFailure } from './take-rest'
import { isThere } from './take-steps'

export interface PostTakeOptions {
  store: ProjectStore
  /** The service a take is driven by. */
  serviceOf(take: Take): Service
  clock: Clock
  signal: AbortSignal
  /** Told how the questions about takes go. */
  asking: Pick<AskControl, 'onRefused' | 'onAnswered'>
}

export interface PostTake {
  /** Posts a take of which the service surely has nothing. Rejects with the refusal, or with `fate-unknown`. */
  submit(take: Take): Promise<void>
  /** Settles whether a task was accepted whose answer is not known. Rejects with `fate-unknown`. */
  settle(take: Take, isArtistsWish: boolean): Promise<void>
}

/** "Too many requests" is answered by waiting: this often, this long at first, twice as long each time. */
const PACE_TRIES = 6
const PACE_MS = 2_000
/** Whoever is told to wait longer than this rests instead. */
const PACE_PATIENCE_MS = 120_000

export function createPostTake({ store, serviceOf, clock, signal, asking }: PostTakeOptions): PostTake {
  async function settle(take: Take, isArtistsWish: boolean): Promise<void> {
    const task = parseVideoTask(take.request)
    const { firstPostedAt } = store.life(take.id)
    const postedAt = firstPostedAt === null ? store.intendedAt(take.id) : Date.parse(firstPostedAt)
    let isResent = false
    const onPosting = async (): Promise<void> => {
      await store.recordPosting(take.id)
      isResent = true
    }
    let outcome
    try {
      const control = { signal, isArtistsWish, onPosting, ...asking }
      outcome = await serviceOf(take).fate.settle(task, postedAt, control)
    } catch (error) {
      if (isResent && !isAmbiguous(error)) await store.recordRefusal(take.id, toTakeFailure(error))
      // The second POST was answered; what became of the first is as open as before.
      throw signal.aborted || !store.isPosted(take.id) ? error : fateUnknown(take.id)
    }
    if (outcome === 'unknown') throw fateUnknown(take.id)
    await store.moveTake(take.id, 'submitted', { failure: null })
  }

  /** The request with its pictures uploaded anew; null when they are not kept. */
  async function renew(take: Take, task: VideoTask): Promise<VideoTask | null> {
    const images = task.inputs?.frameImages ?? []
    if (images.length === 0 || images.length !== take.preparedFrames.length) return null
    const frameImages = []
    for (const [index, entry] of images.entries()) {
      const name = take.preparedFrames[index] ?? ''
      const path = join(preparedFolder(store.folder, take.shotName), name)
      if (name === '' || !(await isThere(path))) return null
      const { stills } = serviceOf(take)
      await stills.forget(entry.image)
      frameImages.push({ ...entry, image: await stills.idFor(path, await hashFile(path), signal) })
    }
    return { ...task, inputs: { ...task.inputs, frameImages } }
  }

  async function submit(take: Take): Promise<void> {
    let task = parseVideoTask(take.request)
    let isRenewed = false
    for (let tries = 0; ; tries += 1) {
      await store.recordPosting(take.id)
      try {
        await serviceOf(take).client.submit(task, signal)
        break
      } catch (error) {
        if (signal.aborted) throw error
        if (isAmbiguous(error)) return settle(take, false)
        await store.recordRefusal(take.id, toTakeFailure(error))
        const renewed = isMediaGone(error) && !isRenewed ? await renew(take, task) : null
        const pause = tries < PACE_TRIES ? pauseFor(error, tries) : null
        if (renewed) {
          task = renewed
          isRenewed = true
          await store.amendTake(take.id, task)
        } else if (pause !== null) await clock.sleep(pause, signal)
        else throw error
      }
    }
    await store.moveTake(take.id, 'submitted', { failure: null })
  }

  return { submit, settle }
}

/** Milliseconds to wait before the same POST is made again; null when waiting does not help. */
function pauseFor(error: unknown, tries: number): number | null {
  if (!isFailure(error) || error.code !== 'service-busy') return null
  const asked = error.details['retryAfterMs']
  if (typeof asked === 'number') return asked > PACE_PATIENCE_MS ? null : asked
  return PACE_MS * 2 ** tries
}
