// DWA against what OpenEXR 3.5.3 decodes from the same small files: a picture whose last blocks are not whole.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { isExrError } from '../../../src-main/shared/exr/decode'
import { loadDecoder } from '../../support/exr-module'

const FIXTURES = resolve(import.meta.dirname, '../../fixtures/exr')
const decoder = loadDecoder()

it.each(['dwaa', 'dwab'])('%s gives the halves OpenEXR gives', (compression) => {
  const image = decoder.decode(readFileSync(resolve(FIXTURES, `${compression}-half.exr`)), {
    output: 'planar',
  })
  const expected = readFileSync(resolve(FIXTURES, `${compression}-half.planar`))
  let at = 0
  let different = 0
  for (const plane of image.planes) {
    for (let index = 0; index < plane.data.length; index += 1, at += 2) {
      const difference = Math.abs((plane.data[index] ?? -1) - expected.readUInt16LE(at))
      if (difference > 0) different += 1
    }
  }
  expect(different).toBe(0)
  expect(at).toBe(expected.length)
})

it('a DWA file with any byte changed decodes or is refused by name', () => {
  const bytes = readFileSync(resolve(FIXTURES, 'dwaa-half.exr'))
  for (let at = 300; at < bytes.length; at += 7) {
    const changed = Uint8Array.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 0x55
    try {
      decoder.decode(changed, { output: 'rgba-half' })
    } catch (error) {
      expect(isExrError(error) && !/does not decode:/.test(error.message)).toBe(true)
    }
  }
})
