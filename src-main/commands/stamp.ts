// `stamp`: a folder of EXR frames written anew with rate, time code and reel in their headers, every compressed byte
// as it was.
import { mkdir, readdir } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Failure } from '#shared/domain/failure'
import { FRAME_RATES, timeCodeProblem, type FrameTiming } from '#shared/domain/time-code'
import { syncFolder } from '../disk/durable'
import { orderWhole } from '../features/delivery/sequence-order'
import { stampFrames, toStampRecord } from '../features/delivery/seal-sequence'
import { EXIT, readArguments, UsageError, type Command } from './command'

const OPTIONS = {
  out: { type: 'string' },
  rate: { type: 'string', default: '24' },
  start: { type: 'string', default: '01:00:00:00' },
  reel: { type: 'string' },
  origin: { type: 'string' },
  'assume-aces': { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export const stamp: Command = {
  name: 'stamp',
  usage:
    'stamp DIR --out DIR [--rate 24|23.976|25] [--start HH:MM:SS:FF] [--reel NAME] [--assume-aces] [--json]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, OPTIONS)
    const [given] = positionals
    if (!given || positionals.length > 1 || !values.out)
      throw new UsageError('One folder and --out are needed.')
    const folder = resolve(given)
    const outFolder = resolve(values.out)
    const frames = await findFrames(folder)
    const timing = readTiming(values.rate, values.start)
    await openTarget(outFolder)
    const reelName = values.reel ?? ((frames[0] ?? '').replace(/[._]?\d*\.exr$/i, '') || 'reel')
    const stamped = await stampFrames({
      folder,
      outFolder,
      frames,
      order: {
        timing,
        reelName,
        origin: values.origin ?? 'stamped on the command line',
        isAssumedSpaceStamped: values['assume-aces'] === true,
      },
      signal,
    })
    await syncFolder(outFolder)
    const record = {
      ...toStampRecord(stamped),
      frameRate: timing.frameRate,
      startTimeCode: timing.startTimeCode,
      reelName,
    }
    voice.out(
      values.json
        ? JSON.stringify(record, null, 2)
        : `${stamped.length} frames stamped with ${timing.frameRate} fps from ${timing.startTimeCode}, reel ${reelName}. Every compressed byte is as it was.`,
    )
    return EXIT.done
  },
}

/** File names in their order. A gap would make every time code after it wrong: it is refused by name. */
async function findFrames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const frames = names.filter((name) => name.toLowerCase().endsWith('.exr'))
  if (frames.length === 0) throw new Failure('sequence-empty', `There are no EXR files in ${folder}`)
  return orderWhole(frames)
}

function readTiming(rate: string, startTimeCode: string): FrameTiming {
  const frameRate = FRAME_RATES.find((known) => known === rate)
  if (!frameRate) throw new UsageError(`--rate is one of ${FRAME_RATES.join(', ')}.`)
  const problem = timeCodeProblem(startTimeCode, frameRate)
  if (problem === 'drop-frame')
    throw new UsageError(`There is no drop-frame code at ${rate}: write --start with colons.`)
  if (problem !== null) throw new UsageError(`--start is a time code like 01:00:00:00, not ${startTimeCode}.`)
  return { frameRate, startTimeCode, firstFrame: 0 }
}

async function openTarget(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  if ((await readdir(folder)).length > 0) throw new UsageError(`${folder} is not empty.`)
}
