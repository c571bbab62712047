// The artist has a damaged or failed take's files downloaded again: only the file that was bad, under a name of its own.
import { Failure } from '#shared/domain/failure'
import { isDamage } from '#shared/domain/finding'
import type { Take } from '#shared/domain/take'
import type { TakeStore } from '../features/projects/take-store'

/** Whether there is somebody to ask again. A take that was brought is brought again by the artist. */
export function canAskAgain(store: Pick<TakeStore, 'life'>, { id, state, origin }: Take): boolean {
  const isEnded = state === 'damaged' || state === 'failed'
  return isEnded && origin !== 'ingested' && store.life(id).isAccepted
}

/** Throws Failure `invalid-input` for a take that has nobody to ask. */
export async function askAgain(store: TakeStore, takeId: string): Promise<void> {
  const take = store.take(takeId)
  if (!canAskAgain(store, take)) {
    throw new Failure('invalid-input', 'This take cannot be downloaded again.', { takeId })
  }
  const { archive, video } = take.fetchedAgain
  const isClipBad = take.findings.some((finding) => isDamage(finding) && finding.code.startsWith('video-'))
  const fetchedAgain =
    take.archive && !isClipBad ? { archive: archive + 1, video } : { archive, video: video + 1 }
  await store.updateTake(takeId, { fetchedAgain })
  await store.moveTake(takeId, 'running', { failure: null })
}
