// The small files of tests/fixtures/exr against the samples OpenEXR reads from them, bit for bit, in every compression.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findChunks } from '../../../src-main/shared/exr/chunk-reader'
import { isExrError } from '../../../src-main/shared/exr/decode'
import { parseExrHeader } from '../../../src-main/shared/exr/header'
import { loadDecoder } from '../../support/exr-module'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/exr')
const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.exr'))
const { sha256 } = JSON.parse(readFileSync(resolve(FIXTURES, 'samples.json'), 'utf8')) as {
  sha256: Record<string, string>
}
const decoder = loadDecoder()

it('every file has its samples written down', () => {
  expect(Object.keys(sha256).sort()).toEqual(names.sort())
})

it.each(names)('%s gives the samples OpenEXR gives', (name) => {
  const { planes } = decoder.decode(readFileSync(resolve(FIXTURES, name)), { output: 'planar' })
  const hash = createHash('sha256')
  for (const { data } of planes) hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  expect(hash.digest('hex')).toBe(sha256[name])
})

it.each(['coarse-piz', 'ramp-piz', 'mixed-pxr24', 'mixed-b44', 'mixed-b44a', 'mixed-dwaa', 'mixed-dwab'])(
  '%s is packed and not stored plain, else its samples would prove nothing',
  (name) => {
    const bytes = readFileSync(resolve(FIXTURES, `${name}.exr`))
    const header = parseExrHeader(bytes)
    const part = header.parts[0]
    if (!part) throw new Error('No part.')
    // Its last chunk may be too low to be worth packing.
    const [first] = findChunks(bytes, header, 0, part.dataWindow)
    expect(first?.packed.length).toBeLessThan(first?.unpackedBytes ?? 0)
  },
)

describe('with any byte changed', () => {
  it.each(['dwaa', 'dwab', 'piz', 'pxr24', 'b44', 'b44a'])(
    '%s decodes or is refused by name',
    { timeout: 60_000 },
    (kind) => {
      const bytes = readFileSync(resolve(FIXTURES, `${kind === 'piz' ? 'coarse' : 'half'}-${kind}.exr`))
      const ends = { decoded: 0, refused: 0 }
      for (let at = 300; at < bytes.length; at += 1) {
        const changed = Uint8Array.from(bytes)
        changed[at] = (changed[at] ?? 0) ^ 0x55
        try {
          decoder.decode(changed, { output: 'rgba-half' })
          ends.decoded += 1
        } catch (error) {
          ends.refused += 1
          expect(isExrError(error) && !/does not decode:/.test(error.message), String(error)).toBe(true)
        }
      }
      expect(ends.decoded + ends.refused).toBeGreaterThan(100)
    },
  )
})
