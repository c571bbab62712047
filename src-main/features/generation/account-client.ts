// The account behind a key: whether the key is taken, and what is left. The answer about the account holds addresses
// and pieces of keys; only the balance is ever read from it.
import { z } from 'zod'
import { randomUUID } from 'node:crypto'
import { createPost, nonsense, throwErrors, type PostOptions } from './post-task'
import { createRetry } from './retry'
import type { RunwareClientOptions } from './runware-client'

export interface Balance {
  amount: number
  /** Of the amount, given by the provider; null where that is not said. */
  freeAmount: number | null
  /** `USD` where the service names none. */
  currency: string
}

export interface AccountClient {
  /** Resolves when the key is taken. Costs nothing. */
  ping(signal?: AbortSignal): Promise<void>
  balance(signal?: AbortSignal): Promise<Balance>
}

const balanceSchema = z.union([
  z.number().transform((amount) => ({ amount, freeAmount: null, currency: 'USD' })),
  z
    .object({
      amount: z.number(),
      freeBalance: z.number().nullish().catch(null),
      currency: z.string().max(8).optional().catch(undefined),
    })
    .transform(({ amount, freeBalance, currency }) => ({
      amount,
      freeAmount: freeBalance ?? null,
      currency: currency ?? 'USD',
    })),
])

const WISHES = { tries: 2, on: ['service-busy'] } as const

/** All functions reject with a `service-…` Failure; with the signal's reason when aborted. */
export function createAccountClient(
  options: PostOptions & Pick<RunwareClientOptions, 'random'>,
): AccountClient {
  const post = createPost(options)
  const retry = createRetry(options)
  return {
    ping: (signal) =>
      retry(
        async () => {
          const answer = await post({ taskType: 'ping', ping: true }, signal)
          throwErrors(answer)
          if (answer.envelope.items.length === 0) throw nonsense('A ping was answered with nothing.')
        },
        { ...WISHES, signal },
      ),

    balance: (signal) =>
      retry(
        async () => {
          const task = { taskType: 'accountManagement', taskUUID: randomUUID(), operation: 'getDetails' }
          const answer = await post(task, signal)
          throwErrors(answer)
          const found = answer.envelope.items.map((item) => balanceSchema.safeParse(item['balance']))
          const read = found.find((one) => one.success)
          if (!read) throw nonsense('The account was answered without a balance.')
          return read.data
        },
        { ...WISHES, signal },
      ),
  }
}
