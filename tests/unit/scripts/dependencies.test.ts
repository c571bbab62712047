import { expect, it } from 'vitest'
import { isInstalled } from '../../../scripts/dependencies.mjs'

const lock = {
  '': { version: '1.0.0' },
  'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' },
  'node_modules/b-win32': { version: '1.0.0', integrity: 'sha512-b', optional: true },
}

it('node_modules is fresh when every package that must be there is', () => {
  expect(isInstalled(lock, { 'node_modules/a': { version: '1.2.3', integrity: 'sha512-a' } })).toBe(true)
})

it.each([
  ['is missing', {}],
  ['has another version', { 'node_modules/a': { version: '1.2.4', integrity: 'sha512-a' } }],
  ['has other content', { 'node_modules/a': { version: '1.2.3', integrity: 'sha512-x' } }],
])('it is stale when one %s', (_what, installed) => {
  expect(isInstalled(lock, installed)).toBe(false)
})
