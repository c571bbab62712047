// Fetches the ffmpeg and ffprobe that an installer carries into vendor/ffmpeg/<os>-<arch>, as the packager names them:
// `node scripts/fetch-ffmpeg.mjs mac-arm64`. The pins are in ffmpeg-pins.json: zips of GPL builds with zimg (zscale),
// libx264 and libvpx or libsvtav1.
import { readFileSync } from 'node:fs'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { fetchPinned } from './pinned-archive.mjs'
import { inRepository } from './repository.mjs'

/** The archives of a target. Throws an Error that says what to do. */
export function readPins(targets, target) {
  const archives = Object.hasOwn(targets, target) ? targets[target] : undefined
  if (!archives) throw new Error(`Name one of ${Object.keys(targets).join(', ')}.`)
  const isPinned = ({ url, sha256 }) => Boolean(url) && /^[a-f0-9]{64}$/.test(sha256 ?? '')
  if (archives.length === 0 || !archives.every(isPinned)) {
    throw new Error(
      `The ffmpeg for ${target} is not pinned yet: fill in url and sha256 in scripts/ffmpeg-pins.json.`,
    )
  }
  return archives
}

export async function fetchFfmpeg(target, targets) {
  await fetchPinned({
    archives: readPins(targets, target),
    folder: inRepository('vendor', 'ffmpeg', target),
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { targets } = JSON.parse(readFileSync(inRepository('scripts', 'ffmpeg-pins.json'), 'utf8'))
    await fetchFfmpeg(process.argv[2] ?? '', targets)
    console.log(`ffmpeg for ${process.argv[2]} stands in vendor/ffmpeg`)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
