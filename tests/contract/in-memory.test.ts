// The contract over the in-memory transport: structuredClone stands for the wire.
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { Transport } from '#shared/contract/wire'
import { createApp, type App } from '../../src-main/app/create-app'
import { createTestHost, type TestHost } from '../support/test-host'
import { CONTRACT_CASES } from './contract-suite'

let host: TestHost
let app: App
let transport: Transport

beforeAll(async () => {
  // No take is made here, so the worker is never started.
  host = await createTestHost({ practiceWorker: 'never-started.cjs' })
  app = createApp(host)
  await app.start()
  transport = {
    call: async (name, input) => structuredClone(await app.call(name, structuredClone(input))),
    listen: (listener) => app.listen((event) => listener(structuredClone(event))),
  }
})

afterAll(async () => {
  await app.close()
  await host.remove()
})

describe('the contract in memory', () => {
  for (const { name, run } of CONTRACT_CASES) it(name, () => run(transport))
})
