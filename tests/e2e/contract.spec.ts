// The contract over Electron: the same cases as in memory, carried by the real door.
import { test } from '@playwright/test'
import type { Transport, WireEvent, WireResult } from '#shared/contract/wire'
import { CONTRACT_CASES } from '../contract/contract-suite'
import { launchLatitude, type LaunchedLatitude } from '../support/electron-app'

let latitude: LaunchedLatitude
let transport: Transport

test.beforeAll(async () => {
  latitude = await launchLatitude()
  const { page } = latitude
  const listeners = new Set<(event: WireEvent) => void>()
  await page.exposeFunction('heard', (event: WireEvent) => {
    for (const listener of listeners) listener(event)
  })
  await page.evaluate(() => {
    const { bridge, heard } = window as unknown as {
      bridge: { listen(listener: (event: unknown) => void): () => void }
      heard(event: unknown): void
    }
    bridge.listen((event) => heard(event))
  })
  transport = {
    call: (name, input) =>
      page.evaluate(
        ([called, given]) =>
          (
            window as unknown as { bridge: { call(name: string, input: unknown): Promise<WireResult> } }
          ).bridge.call(called, given),
        [name, input] as [string, unknown],
      ),
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
})
test.afterAll(async () => latitude?.close())

for (const { name, run } of CONTRACT_CASES) {
  test(name, async () => {
    await run(transport)
  })
}
