// The key of the paid service: where it comes from, and the only place that hands it out. It leaves this module to
// the client that posts tasks and to nobody else.
import { Failure, isFailure } from '#shared/domain/failure'
import type { Host } from './host'

export type KeySource = 'none' | 'stored' | 'session' | 'environment'

export interface KeyRing {
  source(): KeySource
  /** Throws `service-key` when there is none. */
  key(): string
  /** Kept by the operating system, or until the program ends. Rejects with `key-not-kept`. */
  set(key: string, keep: 'stored' | 'session'): Promise<void>
  /** Also what is kept. A key of the environment stays: it is not ours to take away. */
  forget(): Promise<void>
}

/** A kept key that cannot be read any more counts as none, and the log says so. */
export async function openKeyRing({
  env,
  secrets,
  log,
}: Pick<Host, 'env' | 'secrets' | 'log'>): Promise<KeyRing> {
  let session: string | undefined
  let stored = await secrets.read().catch((error: unknown) => {
    log(`the kept key cannot be read: ${isFailure(error) ? error.message : 'it is damaged'}`)
    return undefined
  })
  const environment = env['RUNWARE_API_KEY']?.trim() || undefined

  function source(): KeySource {
    if (session !== undefined) return 'session'
    if (environment !== undefined) return 'environment'
    return stored === undefined ? 'none' : 'stored'
  }

  return {
    source,
    key() {
      const key = session ?? environment ?? stored
      if (key === undefined) throw new Failure('service-key', 'There is no key for Runware yet.')
      return key
    },
    async set(key, keep) {
      if (keep === 'stored') {
        await secrets.write(key)
        stored = key
        session = undefined
      } else session = key
    },
    async forget() {
      session = undefined
      stored = undefined
      await secrets.forget()
    },
  }
}
