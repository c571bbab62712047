import { expect, it } from 'vitest'
import type { SecretStore } from '../../../src-main/app/host'
import { openKeyRing, type KeyRing } from '../../../src-main/app/key-ring'
import { NO_SECRETS } from '../../../src-main/app/no-secrets'
import { claimEnvironment } from '../../../src-main/app/own-environment'

function keeping(secret: string | undefined): SecretStore {
  let kept = secret
  return {
    ...NO_SECRETS,
    read: async () => kept,
    write: async (written) => void (kept = written),
    forget: async () => void (kept = undefined),
  }
}
const open = (
  keyOrder: 'kept-first' | 'environment-first',
  kept: string | undefined,
  given: string | undefined,
): Promise<KeyRing> =>
  openKeyRing({ keyOrder, secrets: keeping(kept), env: { RUNWARE_API_KEY: given }, log: () => undefined })

it.each([
  ['kept-first', 'kept', 'given', 'stored', true],
  ['kept-first', undefined, 'given', 'environment', false],
  ['kept-first', 'kept', undefined, 'stored', false],
  ['kept-first', 'same', 'same', 'stored', false],
  ['environment-first', 'kept', 'given', 'environment', false],
  ['environment-first', 'kept', undefined, 'stored', false],
  ['environment-first', undefined, undefined, 'none', false],
] as const)('%s: kept %s and given %s, the key is %s', async (order, kept, given, source, isIdle) => {
  const ring = await open(order, kept, given)
  expect([ring.source(), ring.isEnvironmentIdle()]).toEqual([source, isIdle])
})

it('a key stored in the window is used at once, whatever the environment holds, and the other again without it', async () => {
  const ring = await open('kept-first', undefined, 'given')
  expect(ring.key()).toBe('given')
  await ring.set('entered', 'stored')
  expect([ring.key(), ring.source(), ring.isEnvironmentIdle()]).toEqual(['entered', 'stored', true])
  await ring.forget()
  expect([ring.key(), ring.source(), ring.isEnvironmentIdle()]).toEqual(['given', 'environment', false])
})

it('a key entered until the end of the program is used before any other', async () => {
  const ring = await open('environment-first', 'kept', 'given')
  await ring.set('entered', 'session')
  expect([ring.key(), ring.isEnvironmentIdle()]).toEqual(['entered', true])
})

it('the key is taken out of the environment that started programs inherit', () => {
  const env: Record<string, string | undefined> = { PATH: 'programs', RUNWARE_API_KEY: 'given' }
  expect(claimEnvironment(env)).toEqual({ PATH: 'programs', RUNWARE_API_KEY: 'given' })
  expect(env).toEqual({ PATH: 'programs' })
})
