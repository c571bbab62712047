// The key of the paid service: where it comes from, and the only place that hands it out. It leaves this module to
// the client that posts tasks and to nobody else. One that was entered in the window is what the artist meant, whatever
// the environment holds; on the command line the environment is what was meant for this very run.
import { Failure, isFailure } from '#shared/domain/failure'
import type { Host } from './host'

export type KeySource = 'none' | 'stored' | 'session' | 'environment'

export interface KeyRing {
  source(): KeySource
  /** RUNWARE_API_KEY holds another key than the one in use. */
  isEnvironmentIdle(): boolean
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
  keyOrder,
  log,
}: Pick<Host, 'env' | 'secrets' | 'keyOrder' | 'log'>): Promise<KeyRing> {
  let session: string | undefined
  let stored = await secrets.read().catch((error: unknown) => {
    log(`the kept key cannot be read: ${isFailure(error) ? error.message : 'it is damaged'}`)
    return undefined
  })
  const environment = env['RUNWARE_API_KEY']?.trim() || undefined

  /** What there is, the first being the one in use. */
  function inOrder(): { source: KeySource; key: string }[] {
    const kept = { source: 'stored', key: stored } as const
    const given = { source: 'environment', key: environment } as const
    const others = keyOrder === 'environment-first' ? [given, kept] : [kept, given]
    return [{ source: 'session', key: session } as const, ...others].flatMap(({ source, key }) =>
      key === undefined ? [] : [{ source, key }],
    )
  }

  return {
    source: () => inOrder()[0]?.source ?? 'none',
    isEnvironmentIdle: () => environment !== undefined && inOrder()[0]?.key !== environment,
    key() {
      const key = inOrder()[0]?.key
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
