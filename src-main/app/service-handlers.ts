// Calls that concern the services: the key, its test, and which service takes are made with. A key comes in through
// one call and never goes out again.
import { Failure } from '#shared/domain/failure'
import type { Take } from '#shared/domain/take'
import type { HandlersOf, HandlerSources } from './handler-sources'
import { createAccount, createKeyCheck } from './key-check'

/** Parked because questions about it were refused, or for no better reason than that its result did not come. */
export function missedKey({ origin, state, failure }: Pick<Take, 'origin' | 'state' | 'failure'>): boolean {
  if (origin !== 'bought' || state !== 'parked') return false
  return failure === null || ['service-key', 'fate-unknown'].includes(failure.code)
}

export function createServiceHandlers(
  sources: HandlerSources,
): HandlersOf<'setKey' | 'forgetKey' | 'checkKey' | 'getBalance' | 'chooseService'> {
  const { host, keyRing, settings, signal, changed } = sources
  const check = createKeyCheck(host)
  return {
    /** Tested first, so that what is kept is known to work. */
    async setKey({ key, keep }) {
      const entered = key.trim()
      const { balance } = await check(() => entered, signal)
      await keyRing.set(entered, keep)
      const { pipeline, store } = sources.session()
      pipeline.queue.release('key')
      // What gave up asking with the old key asks again with this one.
      if (!store.isReadOnly)
        for (const take of store.takes()) if (missedKey(take)) void pipeline.resume(take.id, false)
      pipeline.sendWaiting()
      changed()
      return { balance }
    },

    async forgetKey() {
      await keyRing.forget()
      if (keyRing.source() === 'none') await settings.change({ service: 'practice' })
      changed()
      return {}
    },

    checkKey: () => check(keyRing.key, signal),

    getBalance: async () => ({ balance: await createAccount(host, keyRing.key).balance(signal) }),

    async chooseService({ service }) {
      if (service === 'runware' && keyRing.source() === 'none')
        throw new Failure('service-key', 'There is no key for Runware yet.')
      await settings.change({ service })
      changed()
      return {}
    },
  }
}
