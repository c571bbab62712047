import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { toWindowPath } from '../../../src-main/electron/window-files'

const root = resolve('the', 'built window')

it('an address of the window becomes a path below its folder', () => {
  expect(toWindowPath('app://latitude/index.html', root)).toBe(join(root, 'index.html'))
  expect(toWindowPath('app://latitude/assets/a%20b.js?x=1#y', root)).toBe(join(root, 'assets', 'a b.js'))
})

it.each([
  'app://latitude/..%2f..%2fsecret',
  'app://latitude/%2e%2e%2fsecret',
  'app://latitude/a%00b',
  'app://latitude/%',
  'app://other/index.html',
  'media://latitude/index.html',
  'not an address',
])('%s is refused', (address) => expect(toWindowPath(address, root)).toBeUndefined())
