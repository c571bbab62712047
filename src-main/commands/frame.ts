// `frame`: one EXR frame through a view, as a 16-bit PNG that says what its codes mean.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findInputSpace } from '#shared/domain/color/input-spaces'
import type { Matrix3 } from '#shared/domain/color-matrix'
import { Failure } from '#shared/domain/failure'
import { createExrDecoder, isExrError } from '#shared/exr/decode'
import { writeDurably } from '../disk/durable'
import { readExrFile } from '../features/delivery/exr-file'
import { readViewTable } from '../disk/view-tables'
import { renderViewPicture, type LinearPicture } from '../features/preview/view-picture'
import { EXIT, readArguments, UsageError, type Command, type Voice } from './command'
import { createHeadlessHost } from './headless-host'
import { readLook, toAp0Of, toExposure, toViewArgument } from './view-arguments'

const LINEAR_SPACES = ['aces2065-1', 'acescg', 'linear-rec709'] as const

export const frame: Command = {
  name: 'frame',
  usage:
    'frame FILE.exr --view VIEW [--exposure STOPS] [--input-space aces2065-1|acescg|linear-rec709] ' +
    '[--cdl F.cdl [--cdl-id ID] | --cube F.cube] [--look-space acescct|acescg|aces2065-1|display] --out F.png',
  async run(args, voice) {
    const { values, positionals } = readArguments(args, {
      view: { type: 'string' },
      exposure: { type: 'string' },
      'input-space': { type: 'string' },
      cdl: { type: 'string' },
      'cdl-id': { type: 'string' },
      cube: { type: 'string' },
      'look-space': { type: 'string' },
      out: { type: 'string' },
    })
    const [given] = positionals
    if (!given || positionals.length > 1 || values.out === undefined) {
      throw new UsageError('One FILE.exr, --view and --out are needed.')
    }
    const view = toViewArgument(values.view)
    const exposureStops = toExposure(values.exposure)
    const own = toInputMatrix(values['input-space'])
    const { scene, display } = await readLook(values)
    const host = createHeadlessHost({ log: (line) => voice.say(line) })
    const { picture, toAp0 } = await readPicture(resolve(given), own, voice)
    const lutFolder = join(host.paths.assets, 'luts')
    const table = view.chain.kind === 'table' ? await readViewTable(lutFolder, view.chain.table) : null
    const chain = { view, table, toAp0, exposureStops, look: scene, displayLook: display }
    const { png, nanPixels } = await renderViewPicture(picture, chain)
    if (nanPixels > 0) voice.say(`${nanPixels} pixels hold a NaN; they are magenta.`)
    const out = resolve(values.out)
    await writeDurably(out, png)
    voice.out(out)
    return EXIT.done
  },
}

/** Null to go by the file. An EXR is linear; logs belong to other files. */
function toInputMatrix(id: string | undefined): Matrix3 | null {
  if (id === undefined) return null
  const space = LINEAR_SPACES.some((known) => known === id) ? findInputSpace(id) : undefined
  if (!space) throw new UsageError(`--input-space of an EXR is ${LINEAR_SPACES.join(', ')}.`)
  const [r, g, b] = [space.toAp0([1, 0, 0]), space.toAp0([0, 1, 0]), space.toAp0([0, 0, 1])]
  return [r[0], g[0], b[0], r[1], g[1], b[1], r[2], g[2], b[2]]
}

async function readPicture(
  path: string,
  own: Matrix3 | null,
  voice: Voice,
): Promise<{ picture: LinearPicture; toAp0: Matrix3 }> {
  const module = toModule(await readFile(join(import.meta.dirname, 'exr.wasm')))
  try {
    const { content, header, structure } = await readExrFile(path, undefined, 1024 ** 3)
    const [part] = header.parts
    if (!structure.isIntact || content === null || !part) {
      throw new Failure('exr-damaged', `${path} is not a whole EXR file.`, { path })
    }
    const chromaticities = part.chromaticities ?? null
    if (own === null && chromaticities === null)
      voice.say('The file names no color space: ACES2065-1 is assumed.')
    const toAp0 = own ?? toAp0Of(path, chromaticities)
    const { data, width, height } = createExrDecoder({ module }).decode(content, { output: 'rgba-float' })
    if (!(data instanceof Float32Array)) throw new Failure('internal', 'The decoder gave no floats', {})
    return { picture: { width, height, rgba: data }, toAp0 }
  } catch (error) {
    if (isExrError(error)) throw new Failure('exr-unreadable', error.message, { path })
    throw error
  }
}

/** Node has WebAssembly; its types have it only together with those of a browser. */
function toModule(bytes: Uint8Array): object {
  const { WebAssembly } = globalThis as unknown as {
    WebAssembly: { Module: new (bytes: Uint8Array) => object }
  }
  return new WebAssembly.Module(bytes)
}
