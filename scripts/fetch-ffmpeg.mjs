// Fetches the ffmpeg and ffprobe that an installer carries into vendor/ffmpeg/<os>-<arch>, as the packager names them:
// `node scripts/fetch-ffmpeg.mjs mac-arm64`. The pins are in ffmpeg-pins.json: zips of GPL builds with zimg (zscale),
// libx264 and libsvtav1 or libvpx. An empty pin is an error: whoever makes a release fills it in.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { fetchPinned } from './pinned-archive.mjs'
import { inRepository } from './repository.mjs'

/** Throws an Error that says what to do. */
export function readPin(pins, target) {
  const pin = Object.hasOwn(pins, target) ? pins[target] : undefined
  if (!pin) throw new Error(`Name one of ${Object.keys(pins).join(', ')}.`)
  if (!pin.url || !/^[a-f0-9]{64}$/.test(pin.sha256 ?? '')) {
    throw new Error(
      `The ffmpeg for ${target} is not pinned yet: fill in url and sha256 in scripts/ffmpeg-pins.json.`,
    )
  }
  return pin
}

export async function fetchFfmpeg(target, pins) {
  const pin = readPin(pins, target)
  const suffix = target.startsWith('win') ? '.exe' : ''
  await fetchPinned({
    pin,
    files: { [`ffmpeg${suffix}`]: pin.ffmpeg, [`ffprobe${suffix}`]: pin.ffprobe },
    folder: inRepository('vendor', 'ffmpeg', target),
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const pins = JSON.parse(readFileSync(inRepository('scripts', 'ffmpeg-pins.json'), 'utf8'))
    await fetchFfmpeg(process.argv[2] ?? '', pins)
    console.log(`ffmpeg for ${process.argv[2]} stands in vendor/ffmpeg`)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
