// Tells the desktop when a take comes to rest, in one line; pressing it shows the take.
import { takeVersion } from '#shared/domain/names'
import type { Take } from '#shared/domain/take'

/** Undefined for a rest that is no news: the artist's own withdrawal, or a turn in the queue. */
export function restNews(take: Take): { title: string; body: string } | undefined {
  const title = `${take.shotName} ${takeVersion(take.number)}${take.origin === 'practice' ? ' (practice)' : ''}`
  switch (take.state) {
    case 'arrived':
      return { title, body: 'It has arrived, but it could not be sealed. The take says why.' }
    case 'sealed':
      return {
        title,
        body: take.failure
          ? 'It has arrived and is sealed; its proxies could not be made.'
          : 'It has arrived and is sealed.',
      }
    case 'damaged':
      return { title, body: 'It has arrived with damaged frames; the good ones are usable.' }
    case 'failed':
      return { title, body: 'It has failed. The take says why.' }
    case 'parked':
      return { title, body: 'It is parked and can be gone on with. The take says why.' }
    default:
      return undefined
  }
}
