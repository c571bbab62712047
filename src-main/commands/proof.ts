// `proof`: the measured truth of a folder of frames. Exit codes: 0 the sheet is made and the take is not called fake;
// 1 it is called fake, or a frame cannot be read; 2 wrong usage.
import { readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Failure } from '#shared/domain/failure'
import type { FrameMeasure } from '#shared/proof/frame-measure'
import { proofSheetSchema, type ProofSheet } from '#shared/proof/proof-sheet'
import { createLutView, type BakedLut } from '#shared/scopes/views'
import { writeDurably } from '../disk/durable'
import { createExrFrames, type ExrFrames } from '../features/delivery/exr-frames'
import { toExrUnreadable } from '../features/delivery/inspect-exr'
import { orderWhole } from '../features/delivery/sequence-order'
import { readBakedLuts } from '../features/proof/light-views'
import { readPreparedGrid } from '../features/proof/prepared-grid'
import { proveSequence } from '../features/proof/prove-sequence'
import { loadExrDecoder, readLinearAp0 } from '../features/proof/read-linear'
import { toSheetHtml } from '../features/proof/sheet-html'
import { makeSheetPictures } from '../features/proof/sheet-pictures'
import { drawSheetPng } from '../features/proof/sheet-png'
import { EXIT, readArguments, UsageError, type Command, type Voice } from './command'
import { findRoot } from './headless-host'

export const proof: Command = {
  name: 'proof',
  usage: 'proof DIR [--json] [--html F.html] [--png F.png] [--prepared F.png]',
  async run(args, voice, signal) {
    const { values, positionals } = readArguments(args, {
      json: { type: 'boolean' },
      html: { type: 'string' },
      png: { type: 'string' },
      prepared: { type: 'string' },
    })
    const [given] = positionals
    if (!given || positionals.length > 1) throw new UsageError('One folder of frames is needed.')
    const folder = resolve(given)
    const paths = await listFrames(folder)
    const luts = await readBakedLuts(join(findRoot(), 'assets', 'luts'))
    const preparedGrid =
      values.prepared === undefined ? undefined : await readPreparedGrid(resolve(values.prepared))
    const exr = createExrFrames({
      workerPath: join(import.meta.dirname, 'exr-worker.cjs'),
      wasmPath: join(import.meta.dirname, 'exr.wasm'),
    })
    try {
      const hdr = luts.filter(({ transfer }) => transfer === 'pq')
      const sheet = await proveSequence({
        name: basename(folder),
        firstFrame: firstNumber(paths[0] ?? ''),
        paths,
        measure: (path, isClose) => measureFrame(exr, path, hdr, isClose, signal),
        atOnce: exr.atOnce,
        luts: hdr,
        preparedGrid,
        signal,
      })
      if (values.html !== undefined) {
        await writeDurably(resolve(values.html), await toPage(sheet, paths, luts))
        voice.say(`${resolve(values.html)} is written.`)
      }
      if (values.png !== undefined) {
        await writeDurably(resolve(values.png), await drawSheetPng(sheet))
        voice.say(`${resolve(values.png)} is written.`)
      }
      speak(sheet, values.json === true, voice)
      return sheet.conclusion.kind === 'fake-hdr' ? EXIT.failed : EXIT.done
    } finally {
      await exr.close()
    }
  },
}

async function listFrames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new Failure('sequence-empty', `There is no folder ${folder}`, { path: folder }, { cause: error })
  })
  return orderWhole(
    names.filter((name) => name.toLowerCase().endsWith('.exr')).map((name) => join(folder, name)),
  )
}

/** The number in the first file's name; frames without one are counted from 1. */
function firstNumber(path: string): number {
  const digits = /(\d+)\D*$/.exec(basename(path, '.exr'))?.[1]
  const number = digits === undefined ? 1 : Number(digits)
  return Number.isSafeInteger(number) ? number : 1
}

async function measureFrame(
  exr: ExrFrames,
  path: string,
  luts: readonly BakedLut[],
  isClose: boolean,
  signal: AbortSignal,
): Promise<FrameMeasure> {
  const name = basename(path)
  const answer = await exr
    .read({ path, wish: 'totals', proof: { luts, isClose } }, signal)
    .catch((error: unknown) => {
      throw toExrUnreadable(error, name)
    })
  if (answer.proof) return answer.proof
  const reason =
    answer.undecoded?.message ?? answer.structure.findings[0]?.sentence ?? 'its colors are of no known space.'
  throw new Failure('exr-damaged', `${name} cannot be measured: ${reason}`, { name, reason })
}

/** With pictures of the frame whose light is greatest. */
async function toPage(
  sheet: ProofSheet,
  paths: readonly string[],
  luts: readonly BakedLut[],
): Promise<string> {
  const brightest = sheet.frames.reduce(
    (best, { greatest }, index) => (greatest > (sheet.frames[best]?.greatest ?? 0) ? index : best),
    0,
  )
  const decoder = await loadExrDecoder(join(import.meta.dirname, 'exr.wasm'))
  const pixels = await readLinearAp0(decoder, paths[brightest] ?? '')
  const find = (transfer: BakedLut['transfer']) => {
    const lut = luts.find((each) => each.transfer === transfer)
    return lut ? createLutView(lut) : null
  }
  const words = `Frame ${sheet.frames[brightest]?.frame ?? 0}`
  return toSheetHtml(sheet, await makeSheetPictures(pixels, words, { sdr: find('bt1886'), hdr: find('pq') }))
}

function speak(sheet: ProofSheet, isJson: boolean, voice: Voice): void {
  if (isJson) {
    voice.out(JSON.stringify(proofSheetSchema.parse(sheet), null, 2))
    return
  }
  const width = Math.max(...sheet.verdicts.map(({ title }) => title.length))
  const lines = sheet.verdicts.map(
    ({ title, state, sentence }) => `${title.padEnd(width)}  ${state.padEnd(7)}  ${sentence}`,
  )
  voice.out([sheet.conclusion.sentence, '', ...lines].join('\n'))
}
