// Finds an ffmpeg on this machine and asks it what it can do. Programs are only ever asked, never changed.
import { execFile } from 'node:child_process'
import type { FfmpegCapabilities } from '../../ports/ffmpeg'
import { NO_FFMPEG, parseCodecList, parseFilterList, parseVersion, toCapabilities } from './ffmpeg-abilities'
import { ffmpegPlaces, ffprobePlaces, type PlacesInput } from './ffmpeg-places'

export { ffmpegRemedies } from './ffmpeg-abilities'

/** Runs a program to its end and gives its stdout; rejects when it cannot be run or ends badly. */
export type RunProgram = (program: string, args: string[]) => Promise<string>

export interface FindFfmpegOptions extends PlacesInput {
  runProgram?: RunProgram
}

/**
 * The artist's choice wins whenever it runs. Of the others the first complete one is taken (bundled, LATITUDE_FFMPEG,
 * PATH, usual places), else the first that runs. Never rejects for a missing or broken program.
 */
export async function findFfmpeg({
  runProgram = runForOutput,
  ...input
}: FindFfmpegOptions): Promise<FfmpegCapabilities> {
  const { chosen, others } = ffmpegPlaces(input)
  for (const place of chosen) {
    const found = await askFfmpeg(place, input, runProgram)
    if (found) return found
  }
  const disappointed = input.settingPath
    ? [
        `The chosen ffmpeg could not be started: ${input.settingPath}. Another one is used where there is one.`,
      ]
    : []
  let best: FfmpegCapabilities | undefined
  for (const place of others) {
    const found = await askFfmpeg(place, input, runProgram)
    best ??= found
    if (found?.status === 'ready') {
      best = found
      break
    }
  }
  const result = best ?? NO_FFMPEG
  return { ...result, consequences: [...disappointed, ...result.consequences] }
}

async function askFfmpeg(
  ffmpegPath: string,
  input: PlacesInput,
  runProgram: RunProgram,
): Promise<FfmpegCapabilities | undefined> {
  const ask = (...args: string[]): Promise<string> => runProgram(ffmpegPath, args)
  const version = await ask('-version').then(parseVersion, () => null)
  // Anything can be called ffmpeg or be chosen by mistake; the real one names itself.
  if (version === null) return undefined
  const [decoders, encoders, filters, ffprobePath] = await Promise.all([
    ask('-hide_banner', '-decoders').then(parseCodecList, () => new Set<string>()),
    ask('-hide_banner', '-encoders').then(parseCodecList, () => new Set<string>()),
    ask('-hide_banner', '-filters').then(parseFilterList, () => new Set<string>()),
    findFfprobe(ffmpegPath, input, runProgram),
  ])
  return toCapabilities({ ffmpegPath, ffprobePath, version, lists: { decoders, encoders, filters } })
}

async function findFfprobe(
  ffmpegPath: string,
  input: PlacesInput,
  runProgram: RunProgram,
): Promise<string | null> {
  for (const place of ffprobePlaces(ffmpegPath, input)) {
    const version = await runProgram(place, ['-version']).then(parseVersion, () => null)
    if (version !== null) return place
  }
  return null
}

const runForOutput: RunProgram = (program, args) =>
  new Promise((resolve, reject) => {
    const options = { timeout: 20_000, maxBuffer: 8 << 20, windowsHide: true }
    execFile(program, args, options, (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
