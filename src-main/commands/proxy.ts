// `proxy`: a copy of a folder's EXR sequence through a view, tagged for what it is.
import { mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { FRAMES_PER_SECOND } from '#shared/domain/frame-time'
import { Failure } from '#shared/domain/failure'
import { boxHeight, boxWidth, isExrError, type ExrPart } from '#shared/exr/header'
import { openSettings } from '../app/settings'
import { readExrFile, type Scratch } from '../features/delivery/exr-file'
import { orderWhole } from '../features/delivery/sequence-order'
import { findFfmpeg } from '../features/ffmpeg/find-ffmpeg'
import { createFfmpeg } from '../features/ffmpeg/run-ffmpeg'
import { createLutFiles } from '../features/preview/lut-files'
import { makeMaster } from '../features/preview/make-master'
import { MASTER_KINDS, type MasterKind } from '../features/preview/master-options'
import type { FfmpegInput } from '../ports/ffmpeg'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { createHeadlessHost } from './headless-host'
import { toAp0Of, toExposure, toViewArgument } from './view-arguments'

export const proxy: Command = {
  name: 'proxy',
  usage: `proxy DIR --kind ${MASTER_KINDS.join('|')} --view VIEW [--exposure STOPS] --out F [--json]`,
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, {
      kind: { type: 'string' },
      view: { type: 'string' },
      exposure: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean' },
    })
    const [given] = positionals
    if (!given || positionals.length > 1 || values.out === undefined) {
      throw new UsageError('One folder of EXR frames, --kind, --view and --out are needed.')
    }
    const kind = toKind(values.kind)
    const view = toViewArgument(values.view)
    const exposureStops = toExposure(values.exposure)
    const outPath = resolve(values.out)
    const { paths, first } = await readSequence(resolve(given), signal)
    if (!first.chromaticities) voice.say('The files name no color space: ACES2065-1 is assumed.')
    const { displayWindow } = first
    const host = createHeadlessHost({ log: (line) => voice.say(line) })
    const capabilities = await findFfmpeg({
      settingPath: (await openSettings(host.paths.userData)).get().ffmpegPath,
      bundledFolder: host.paths.bundledFfmpeg,
      env: host.env,
      platform: host.platform,
    })
    const luts = createLutFiles({
      lutFolder: join(host.paths.assets, 'luts'),
      cacheFolder: join(host.paths.userData, 'cache', 'luts'),
    })
    await mkdir(dirname(outPath), { recursive: true })
    const { run } = createFfmpeg({ capabilities: () => capabilities })
    const { levels } = await makeMaster(
      { run, capabilities, luts },
      {
        ...{ kind, view, exposureStops, outPath, signal },
        input: toInput(paths),
        frames: paths.length,
        pixels: boxWidth(displayWindow) * boxHeight(displayWindow),
        toAp0: toAp0Of(paths[0] ?? '', first.chromaticities),
      },
    )
    if (values.json) {
      voice.out(
        JSON.stringify({ out: outPath, kind, view: view.id, frames: paths.length, ...levels }, null, 2),
      )
    } else {
      if (levels)
        voice.say(`MaxCLL ${Math.ceil(levels.maxCll)} nit, MaxFALL ${Math.ceil(levels.maxFall)} nit`)
      voice.out(outPath)
    }
    return EXIT.done
  },
}

function toKind(text: string | undefined): MasterKind {
  const kind = MASTER_KINDS.find((known) => known === text)
  if (!kind) throw new UsageError(`--kind is one of ${MASTER_KINDS.join(', ')}.`)
  return kind
}

/** Every file's structure is checked first: ffmpeg accepts truncated ones in silence. */
async function readSequence(
  folder: string,
  signal: AbortSignal,
): Promise<{ paths: string[]; first: ExrPart }> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.exr'))
  const paths = orderWhole(names.map((name) => join(folder, name)))
  const scratch: Scratch = { bytes: new Uint8Array() }
  let first: ExrPart | undefined
  for (const path of paths) {
    signal.throwIfAborted()
    try {
      const { header, structure } = await readExrFile(path, scratch)
      if (!structure.isIntact)
        throw new Failure('exr-damaged', `${basename(path)} is not a whole EXR file.`, { path })
      first ??= header.parts[0]
    } catch (error) {
      if (isExrError(error))
        throw new Failure('exr-unreadable', `${basename(path)}: ${error.message}`, { path })
      throw error
    }
  }
  if (!first) throw new Failure('sequence-empty', 'The folder holds no EXR frames', { folder })
  return { paths, first }
}

/** The frames as ffmpeg's numbered pattern: the last number of the first name counts up. */
function toInput(paths: readonly string[]): FfmpegInput {
  const path = paths[0] ?? ''
  const name = basename(path)
  const options = ['-f', 'image2', '-framerate', String(FRAMES_PER_SECOND)]
  const [, head = '', digits, tail = ''] = /^(.*?)(\d+)(\D*\.[^.]*)$/.exec(name) ?? []
  if (digits === undefined || paths.length === 1) {
    return { source: path, options: [...options, '-pattern_type', 'none'] }
  }
  const plain = (text: string): string => text.replaceAll('%', '%%')
  const width = paths.every((each) => basename(each).length === name.length) ? `0${digits.length}` : ''
  return {
    source: `${plain(join(dirname(path), head))}%${width}d${plain(tail)}`,
    options: [...options, '-pattern_type', 'sequence', '-start_number', String(Number(digits))],
  }
}
