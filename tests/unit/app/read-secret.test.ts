import { expect, it } from 'vitest'
import { readSecret, type SecretInput } from '../../../src-main/commands/read-secret'

function typing(...keys: string[]): SecretInput & { raw: boolean[] } {
  const raw: boolean[] = []
  return {
    raw,
    isTTY: true,
    setRawMode(mode) {
      raw.push(mode)
      return this as never
    },
    async *[Symbol.asyncIterator]() {
      yield* keys
    },
  }
}

it('a typed key is not echoed, can be corrected, and the terminal is as it was afterwards', async () => {
  const input = typing('k', 'x', '\u007f', 'ey', '\r')
  const said: string[] = []
  expect(await readSecret(input, (text) => said.push(text))).toBe('key')
  expect(input.raw).toEqual([true, false])
  expect(said.join('')).not.toContain('key')
})

it('Ctrl+C gives no key and leaves the terminal in order', async () => {
  const input = typing('k', '\u0003')
  expect(await readSecret(input, () => undefined)).toBeUndefined()
  expect(input.raw).toEqual([true, false])
})
