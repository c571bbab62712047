// `doctor`: what was found on this machine, what is missing and what that costs.
import { existsSync } from 'node:fs'
import sharp from 'sharp'
import { ffmpegRemedies, findFfmpeg } from '../features/ffmpeg/find-ffmpeg'
import { openSettings } from '../app/settings'
import { EXIT, readArguments, type Command } from './command'
import { createHeadlessHost } from './headless-host'
import { formatRows, type Row } from './take-table'

export const doctor: Command = {
  name: 'doctor',
  usage: 'doctor [--json]',
  async run(args, voice) {
    const { values } = readArguments(args, { json: { type: 'boolean' } })
    const host = createHeadlessHost({ log: (line) => voice.say(line) })
    const settings = await openSettings(host.paths.userData)
    const ffmpeg = await findFfmpeg({
      settingPath: settings.get().ffmpegPath,
      bundledFolder: host.paths.bundledFfmpeg,
      env: host.env,
      platform: host.platform,
    })
    const { electron } = process.versions
    const found = {
      latitude: host.appVersion,
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      electron: electron ?? null,
      sharp: { version: sharp.versions.sharp ?? null, libvips: sharp.versions.vips },
      ffmpeg,
      remedies: ffmpeg.status === 'ready' ? [] : ffmpegRemedies(host.platform),
      hasPracticeWorker: existsSync(host.paths.practiceWorker),
    }
    if (values.json) voice.out(JSON.stringify(found, null, 2))
    else voice.out(formatRows(toRows(found)))
    return ffmpeg.status === 'missing' || !found.hasPracticeWorker ? EXIT.missing : EXIT.done
  },
}

interface Found {
  latitude: string
  platform: string
  node: string
  sharp: { version: string | null; libvips: string }
  ffmpeg: Awaited<ReturnType<typeof findFfmpeg>>
  remedies: string[]
}

function toRows({ latitude, platform, node, sharp: { version, libvips }, ffmpeg, remedies }: Found): Row[] {
  return [
    ['Latitude', `${latitude} on ${platform}, Node ${node}`],
    ['sharp', `${version ?? 'unknown'} (libvips ${libvips})`],
    [
      'ffmpeg',
      ffmpeg.ffmpegPath === null
        ? 'not found'
        : `${ffmpeg.version ?? 'unknown version'} at ${ffmpeg.ffmpegPath}`,
    ],
    ['ffprobe', ffmpeg.ffprobePath ?? 'not found'],
    ...ffmpeg.missing.map((part): Row => ['Missing', part]),
    ...ffmpeg.consequences.map((sentence): Row => ['What it costs', sentence]),
    ...remedies.map((sentence): Row => ['What to do', sentence]),
  ]
}
