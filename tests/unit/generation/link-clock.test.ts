// Addresses that say until when they are good, and those that do not.
import { expect, it } from 'vitest'
import { linkValidUntil } from '../../../src-main/features/generation/link-clock'

const NOON = Date.UTC(2026, 10, 24, 12)
const CASES: readonly [name: string, address: string, until: number | undefined][] = [
  [
    'one hour from its own time',
    'https://m.example/a.zip?X-Amz-Date=20261124T120000Z&X-Amz-Expires=3600',
    NOON + 3_600_000,
  ],
  [
    'a minute from its own time',
    'https://m.example/a?X-Goog-Date=20261124T120000Z&X-Goog-Expires=60',
    NOON + 60_000,
  ],
  ['a second of the epoch', `https://m.example/a?Expires=${NOON / 1000}&Signature=x`, NOON],
  ['a written time beside a signature', 'https://m.example/a?se=2026-11-24T12%3A00%3A00Z&sig=x', NOON],
  ['a length without a beginning', 'https://m.example/a?expires=3600', undefined],
  ['a length without its date', 'https://m.example/a?X-Amz-Expires=3600', undefined],
  ['nothing', 'https://m.example/a.zip', undefined],
  ['no address', 'not an address', undefined],
]

it.each(CASES)('says %s', (_name, address, until) => {
  expect(linkValidUntil(address)).toBe(until)
})
