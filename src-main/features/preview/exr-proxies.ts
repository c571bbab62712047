// Viewing copies, light levels and a poster from an EXR sequence: one run decodes every frame once.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { frameFileName } from '#shared/domain/names'
import type { Proxies, Sequence } from '#shared/domain/take'
import type { FfmpegOutput } from '../../ports/ffmpeg'
import { toAbilities, toAp0Matrix } from './abilities'
import { posterGraph, posterSize, sequenceGraph } from './color-graphs'
import type { PreviewTools, ProxyOrder } from './create-preview'
import { hdrFileName, hdrOptions, JPEG_OPTIONS, RAW_OPTIONS, sdrOptions } from './encode-options'
import { frameInput, sequenceInput } from './frame-sources'
import { createLightMeter } from './light-meter'
import { noProxies, roundNits } from './no-proxies'

export interface ExrProxyOrder extends ProxyOrder {
  /** The folder of the conformed frames. */
  folder: string
  sequence: Pick<Sequence, 'baseName' | 'firstFrame' | 'count' | 'width' | 'height' | 'chromaticities'> & {
    padding?: number
  }
}

export async function makeExrProxies(tools: PreviewTools, order: ExrProxyOrder): Promise<Proxies> {
  const { sequence, signal } = order
  const { obstacle, isSdrPossible, hdrEncoder, sdrNotes, hdrNotes } = toAbilities(tools.capabilities())
  if (obstacle !== null) return noProxies(obstacle)
  const toAp0 = toAp0Matrix(sequence.chromaticities)
  if (!toAp0) return noProxies('The chromaticities in the EXR files describe no color space.')
  const views = await tools.copyViews()
  await mkdir(order.outFolder, { recursive: true })

  const sdr = isSdrPossible ? `${order.baseName}_sdr.mp4` : null
  const hdr = hdrEncoder ? hdrFileName(hdrEncoder, order.baseName) : null
  const meter = createLightMeter(sequence.width * sequence.height)
  const outputs: FfmpegOutput[] = []
  const inFolder = (name: string): string => join(order.outFolder, name)
  if (sdr) outputs.push({ target: inFolder(sdr), options: sdrOptions('[sdr]', order.isPractice) })
  if (hdr && hdrEncoder) {
    outputs.push({ target: inFolder(hdr), options: hdrOptions(hdrEncoder, '[hdr]', order.isPractice) })
  }
  await tools.run(
    {
      inputs: [sequenceInput(order.folder, sequence)],
      filterGraph: sequenceGraph(toAp0, views, { isSdrWanted: sdr !== null, isHdrWanted: hdr !== null }),
      outputs: [...outputs, { target: meter.sink, options: RAW_OPTIONS }],
      cwd: tools.cacheFolder,
      frames: sequence.count,
    },
    { signal, onProgress: order.onProgress },
  )

  const poster = `${order.baseName}_poster.jpg`
  const middle = sequence.firstFrame + Math.floor(sequence.count / 2)
  await tools.run(
    {
      inputs: [frameInput(join(order.folder, frameFileName(sequence.baseName, middle, sequence.padding)))],
      filterGraph: posterGraph(toAp0, views, posterSize(sequence)),
      outputs: [{ target: inFolder(poster), options: JPEG_OPTIONS }],
      cwd: tools.cacheFolder,
    },
    { signal },
  )
  const light = meter.read()
  const notes = [...sdrNotes, ...hdrNotes]
  if (light?.frames !== sequence.count) {
    notes.push(
      `The viewing copies hold ${light?.frames ?? 0} of ${sequence.count} frames: the rest cannot be read.`,
    )
  }
  return { sdr, hdr, poster, maxCll: roundNits(light?.maxCll), maxFall: roundNits(light?.maxFall), notes }
}
