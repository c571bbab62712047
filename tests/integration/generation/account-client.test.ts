import { afterEach, describe, expect, it } from 'vitest'
import { createAccountClient } from '../../../src-main/features/generation/account-client'
import { createFakeClock } from '../../support/fake-clock'
import { serveLocally, type LocalServer } from '../../support/http-server'

let server: LocalServer
afterEach(() => server.close())

/** The hand clock's sleeps never end by themselves here: no answer takes so long. */
async function accountOf(answer: unknown, status = 200) {
  server = await serveLocally((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer))
  })
  const { now } = createFakeClock()
  const clock = { now, sleep: (_ms: number, signal?: AbortSignal) => untilAborted(signal) }
  return createAccountClient({
    ...{ endpoint: `${server.url}/v1`, fetch, clock, key: () => 'marked-key-0123456789', random: () => 0 },
  })
}

const untilAborted = (signal?: AbortSignal): Promise<void> =>
  new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)))

describe('the account', () => {
  it.each([
    ['a number', 12.5, { amount: 12.5, freeAmount: null, currency: 'USD' }],
    [
      'an object',
      { amount: 12.5, freeBalance: 2, currency: 'EUR' },
      { amount: 12.5, freeAmount: 2, currency: 'EUR' },
    ],
    ['an object with less', { amount: 0 }, { amount: 0, freeAmount: null, currency: 'USD' }],
  ])('tells the balance where it comes as %s', async (_name, balance, expected) => {
    const account = await accountOf({ data: [{ taskType: 'accountManagement', balance, email: 'ada@x' }] })
    expect(await account.balance()).toEqual(expected)
  })

  it('keeps everything else of the account out of its errors', async () => {
    const account = await accountOf({ data: [{ email: 'ada@example.org', apiKeys: ['abc'] }] })
    const error = await account.balance().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'service-talks-nonsense' })
    expect(JSON.stringify(error) + String(error)).not.toContain('ada@')
  })

  it('tells a key that is taken from one that is not', async () => {
    await (await accountOf({ data: [{ taskType: 'ping', pong: true }] })).ping()
    await server.close()
    const account = await accountOf({ errors: [{ code: 'invalidApiKey', message: 'no' }] }, 401)
    await expect(account.ping()).rejects.toMatchObject({ code: 'service-key' })
  })
})
