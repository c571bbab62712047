// Whether the paid service takes a key, and what its account holds. Costs nothing.
import { isFailure } from '#shared/domain/failure'
import { createAccountClient, type AccountClient, type Balance } from '../features/generation/account-client'
import { toEndpoint } from '../features/generation/endpoint'
import type { Host } from './host'

type Needs = Pick<Host, 'env' | 'fetch' | 'clock'>

/** Throws `service-address` when RUNWARE_API_URL is no address that may be posted to. */
export function createAccount({ env, fetch, clock }: Needs, key: () => string): AccountClient {
  const endpoint = toEndpoint(env['RUNWARE_API_URL']).url
  return createAccountClient({ endpoint, fetch, clock, key, random: Math.random })
}

export interface KeyCheck {
  /** Null when the key is taken but the balance was not told: a key may be allowed less than its account. */
  balance: Balance | null
}

/** Rejects with a `service-…` Failure when the key is not taken or nobody could be asked. */
export function createKeyCheck(host: Needs): (key: () => string, signal?: AbortSignal) => Promise<KeyCheck> {
  return async (key, signal) => {
    const account = createAccount(host, key)
    await account.ping(signal)
    const balance = await account.balance(signal).catch((error: unknown) => {
      if (isFailure(error)) return null
      throw error
    })
    return { balance }
  }
}
