// A poster, and for HDR a viewing copy and light levels, of a take that came as video alone.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Proxies, ReceivedVideo } from '#shared/domain/take'
import type { FfmpegOutput } from '../../ports/ffmpeg'
import { toAbilities } from './abilities'
import { posterSize, pqPosterGraph, pqVideoGraph, sdrPosterGraph } from './color-graphs'
import type { PreviewTools, ProxyOrder } from './create-preview'
import { hdrFileName, hdrOptions, JPEG_OPTIONS, RAW_OPTIONS } from './encode-options'
import { videoFrameInput } from './frame-sources'
import { createLightMeter } from './light-meter'
import { noProxies, roundNits } from './no-proxies'

export interface VideoProxyOrder extends ProxyOrder {
  videoPath: string
  video: Pick<ReceivedVideo, 'width' | 'height' | 'frames' | 'frameRate' | 'transfer'>
}

export function makeVideoProxies(tools: PreviewTools, order: VideoProxyOrder): Promise<Proxies> {
  return order.video.transfer === 'smpte2084' ? makePqProxies(tools, order) : makeSdrPoster(tools, order)
}

/** Chromium plays the delivered video itself, so it is its own SDR viewing copy. */
async function makeSdrPoster(tools: PreviewTools, order: VideoProxyOrder): Promise<Proxies> {
  if (tools.capabilities().ffmpegPath === null) return noProxies('No ffmpeg was found on this computer.')
  const poster = await makePoster(
    tools,
    order,
    sdrPosterGraph(posterSize(order.video), tools.capabilities().hasZscale),
  )
  return { sdr: null, hdr: null, poster, maxCll: null, maxFall: null, notes: [] }
}

async function makePqProxies(tools: PreviewTools, order: VideoProxyOrder): Promise<Proxies> {
  const { obstacle, hdrEncoder, hdrNotes } = toAbilities(tools.capabilities())
  if (obstacle !== null) return noProxies(obstacle)
  const { width, height, frames } = order.video
  await mkdir(order.outFolder, { recursive: true })
  const hdr = hdrEncoder ? hdrFileName(hdrEncoder, order.baseName) : null
  const meter = createLightMeter(width * height)
  const outputs: FfmpegOutput[] = []
  if (hdr && hdrEncoder) {
    const options = hdrOptions(hdrEncoder, '[hdr]', order.isPractice)
    outputs.push({ target: join(order.outFolder, hdr), options })
  }
  await tools.run(
    {
      inputs: [{ source: order.videoPath, options: [] }],
      filterGraph: pqVideoGraph(hdr !== null),
      outputs: [...outputs, { target: meter.sink, options: RAW_OPTIONS }],
      frames,
    },
    { signal: order.signal, onProgress: order.onProgress },
  )
  const light = meter.read()
  const graph = pqPosterGraph(posterSize(order.video), light?.maxCll ?? 10_000)
  const poster = await makePoster(tools, order, graph)
  // No SDR copy: Chromium maps the PQ copy to the display it has.
  return {
    ...{ sdr: null, hdr, poster, notes: hdrNotes },
    ...{ maxCll: roundNits(light?.maxCll), maxFall: roundNits(light?.maxFall) },
  }
}

async function makePoster(tools: PreviewTools, order: VideoProxyOrder, filterGraph: string): Promise<string> {
  const poster = `${order.baseName}_poster.jpg`
  const middle = Math.floor(order.video.frames / 2)
  await mkdir(order.outFolder, { recursive: true })
  await tools.run(
    {
      inputs: [videoFrameInput(order.videoPath, middle, order.video.frameRate)],
      filterGraph,
      outputs: [{ target: join(order.outFolder, poster), options: JPEG_OPTIONS }],
    },
    { signal: order.signal },
  )
  return poster
}
