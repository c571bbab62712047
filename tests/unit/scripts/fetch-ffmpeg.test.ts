import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readPins } from '../../../scripts/fetch-ffmpeg.mjs'

const filled = {
  url: 'https://example.com/a.zip',
  sha256: 'a'.repeat(64),
  files: { ffmpeg: 'f', ffprobe: 'p' },
}

it('pins are taken only when every one is filled in', () => {
  expect(readPins({ 'mac-arm64': [filled] }, 'mac-arm64')).toEqual([filled])
  for (const wrong of [{ sha256: null }, { sha256: 'abc' }, { url: null }]) {
    const archives = [filled, { ...filled, ...wrong }]
    expect(() => readPins({ 'mac-arm64': archives }, 'mac-arm64')).toThrow('not pinned yet')
  }
  expect(() => readPins({ 'mac-arm64': [] }, 'mac-arm64')).toThrow('not pinned yet')
})

it('an unknown platform is answered with the known ones', () => {
  expect(() => readPins({ 'mac-arm64': [filled] }, 'constructor')).toThrow('Name one of mac-arm64')
})

it.each(['mac-arm64', 'mac-x64', 'win-x64', 'linux-x64'])(
  'the pins for %s give both programs over https',
  (target) => {
    const { targets } = JSON.parse(readFileSync('scripts/ffmpeg-pins.json', 'utf8'))
    const archives: (typeof filled)[] = readPins(targets, target)
    const suffix = target.startsWith('win') ? '.exe' : ''
    expect(archives.flatMap(({ files }) => Object.keys(files)).sort()).toEqual([
      `ffmpeg${suffix}`,
      `ffprobe${suffix}`,
    ])
    for (const { url } of archives) expect(new URL(url).protocol).toBe('https:')
  },
)
