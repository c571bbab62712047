// `scope`: one frame's scope as a PNG. Exit codes: 0 drawn, 1 the frame or the place to write refuses, 2 wrong usage.
import { join, resolve } from 'node:path'
import { countScope, SCOPE_KINDS, type ScopeKind, type ScopeRequest } from '#shared/scopes/count-scope'
import type { Region } from '#shared/scopes/pixels'
import { createScale, SCALE_IDS, type ScaleId } from '#shared/scopes/scales'
import { createLutView, type ScopeView } from '#shared/scopes/views'
import { writeDurably } from '../disk/durable'
import { LIGHT_VIEW_IDS, readBakedLuts } from '../features/proof/light-views'
import { loadExrDecoder, readLinearAp0 } from '../features/proof/read-linear'
import { drawScopePng } from '../features/proof/scope-picture'
import { EXIT, readArguments, UsageError, type Command } from './command'
import { findRoot } from './headless-host'

/** Nits are told under this one unless another is asked for. */
const NITS_VIEW = 'aces1-hdr1000-pq'
const DIAGRAMS = ['xy', 'uv'] as const

export const scope: Command = {
  name: 'scope',
  usage:
    `scope FILE.exr --kind ${SCOPE_KINDS.join('|')} --out F.png [--scale ${SCALE_IDS.join('|')}] ` +
    '[--view V] [--diagram xy|uv] [--region X,Y,WIDTH,HEIGHT]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, {
      kind: { type: 'string' },
      out: { type: 'string' },
      scale: { type: 'string' },
      view: { type: 'string' },
      diagram: { type: 'string' },
      region: { type: 'string' },
    })
    const [file] = positionals
    if (!file || positionals.length > 1) throw new UsageError('One FILE.exr is needed.')
    if (!values.out) throw new UsageError('--out F.png is needed.')
    const kind: ScopeKind = pick('--kind', SCOPE_KINDS, values.kind)
    const scaleId: ScaleId = pick('--scale', SCALE_IDS, values.scale ?? 'stops')
    const diagram = pick('--diagram', DIAGRAMS, values.diagram ?? 'xy')
    const region = values.region === undefined ? undefined : readRegion(values.region)
    const view = await findView(values.view ?? (scaleId === 'nits' ? NITS_VIEW : undefined))
    const isViewUsed = scaleId === 'nits' || scaleId === 'code10'
    if (values.view !== undefined && !isViewUsed) {
      throw new UsageError(`--view goes with --scale nits or code10; ${scaleId} is measured before any view.`)
    }
    const request: ScopeRequest = { kind, scale: createScale(scaleId, view), diagram, region }
    const decoder = await loadExrDecoder(join(import.meta.dirname, 'exr.wasm'))
    const pixels = await readLinearAp0(decoder, resolve(file))
    signal.throwIfAborted()
    const bins = countScope(pixels, request)
    if (bins.pixelCount === 0) throw new UsageError('The region holds no pixel of the picture.')
    await writeDurably(resolve(values.out), await drawScopePng(bins, request))
    voice.say(`${resolve(values.out)} shows ${bins.pixelCount} pixels.`)
    return EXIT.done
  },
}

function pick<Choice extends string>(
  option: string,
  choices: readonly Choice[],
  given: string | undefined,
): Choice {
  const found = choices.find((choice) => choice === given)
  if (found === undefined) throw new UsageError(`${option} is one of ${choices.join(', ')}.`)
  return found
}

function readRegion(given: string): Region {
  const numbers = given.split(',').map(Number)
  const [x, y, width, height] = numbers
  const isWhole = numbers.length === 4 && numbers.every(Number.isInteger)
  if (!isWhole || x === undefined || y === undefined || width === undefined || height === undefined) {
    throw new UsageError('--region is four whole numbers: X,Y,WIDTH,HEIGHT.')
  }
  return { x, y, width, height }
}

async function findView(id: string | undefined): Promise<ScopeView | null> {
  if (id === undefined) return null
  const known = pick('--view', LIGHT_VIEW_IDS, id)
  const [lut] = await readBakedLuts(join(findRoot(), 'assets', 'luts'), [known])
  return lut ? createLutView(lut) : null
}
