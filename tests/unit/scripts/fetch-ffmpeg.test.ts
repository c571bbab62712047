import { expect, it } from 'vitest'
import { readPin } from '../../../scripts/fetch-ffmpeg.mjs'

const filled = { url: 'https://example.com/a.zip', sha256: 'a'.repeat(64), ffmpeg: 'f', ffprobe: 'p' }

it('a pin is taken only when it is filled in', () => {
  expect(readPin({ 'mac-arm64': filled }, 'mac-arm64')).toBe(filled)
  expect(() => readPin({ 'mac-arm64': { ...filled, sha256: null } }, 'mac-arm64')).toThrow('not pinned yet')
  expect(() => readPin({ 'mac-arm64': { ...filled, sha256: 'abc' } }, 'mac-arm64')).toThrow('not pinned yet')
  expect(() => readPin({ 'mac-arm64': { ...filled, url: null } }, 'mac-arm64')).toThrow('not pinned yet')
})

it('an unknown platform is answered with the known ones', () => {
  expect(() => readPin({ 'mac-arm64': filled }, 'constructor')).toThrow('Name one of mac-arm64')
})
