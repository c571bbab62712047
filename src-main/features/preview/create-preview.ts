// The preview room's door: viewing copies, posters, light levels and true still frames. Reaches ffmpeg through its
// port only.
import { readFile, rm } from 'node:fs/promises'
import type { Chromaticities } from '#shared/domain/color-matrix'
import { viewOf, type View } from '#shared/domain/color/views'
import { Failure } from '#shared/domain/failure'
import type { Proxies } from '#shared/domain/take'
import { writeDurably } from '../../disk/durable'
import type { FfmpegCapabilities, RunFfmpeg } from '../../ports/ffmpeg'
import type { OnProgress } from '../../ports/progress'
import { requireTrueColor, toAp0Matrix } from './abilities'
import { stillGraph, type CopyViews } from './color-graphs'
import { PNG_OPTIONS } from './encode-options'
import { makeExrProxies, type ExrProxyOrder } from './exr-proxies'
import { frameInput } from './frame-sources'
import { tagPng } from './png-color-tag'
import { createLutFiles } from './lut-files'
import { makeVideoProxies, type VideoProxyOrder } from './video-proxies'

export interface PreviewOptions {
  run: RunFfmpeg
  capabilities: () => FfmpegCapabilities
  /** The folder of the baked LUTs (assets/luts). */
  lutFolder: string
  /** Where they are unpacked; safe to delete. */
  cacheFolder: string
}

export interface PreviewTools {
  run: RunFfmpeg
  capabilities: () => FfmpegCapabilities
  /** The views of the viewing copies, their files unpacked into `cacheFolder`. */
  copyViews: () => Promise<CopyViews>
  cacheFolder: string
}

export interface ProxyOrder {
  outFolder: string
  /** Files become `<baseName>_sdr.mp4`, `<baseName>_hdr.mp4` or `.webm`, `<baseName>_poster.jpg`. */
  baseName: string
  /** Practice copies say so in their metadata. */
  isPractice: boolean
  signal?: AbortSignal
  /** In frames. */
  onProgress?: OnProgress
}

export interface StillFrameOrder {
  /** One EXR frame. */
  framePath: string
  /** As the file says; null for ACES2065-1. */
  chromaticities: Chromaticities | null
  /** A .png */
  outPath: string
  signal?: AbortSignal
}

export interface Preview {
  /** Of an EXR sequence, in true color. What cannot be made here is null and said in `notes`. */
  makeProxies(order: ExrProxyOrder): Promise<Proxies>
  /** Of a take that came as video alone. */
  makeVideoProxies(order: VideoProxyOrder): Promise<Proxies>
  /**
   * One EXR frame through the ACES 1.3 SDR view, 8-bit RGB, the SDR copy's codes before encoding.
   * Rejects with `ffmpeg-missing`, `ffmpeg-limited`, `exr-unreadable` or what `RunFfmpeg` rejects with.
   */
  renderFrame(order: StillFrameOrder): Promise<void>
}

export function createPreview({ run, capabilities, lutFolder, cacheFolder }: PreviewOptions): Preview {
  const open = createLutFiles({ lutFolder, cacheFolder })
  const copyView = async (view: View) => ({ view, cubes: await open(view) })
  const copyViews = async (): Promise<CopyViews> => ({
    sdr: await copyView(viewOf('aces1-sdr-rec709')),
    pq: await copyView(viewOf('aces1-hdr1000-pq')),
  })
  const tools: PreviewTools = { run, capabilities, copyViews, cacheFolder }
  return {
    makeProxies: (order) => makeExrProxies(tools, order),
    makeVideoProxies: (order) => makeVideoProxies(tools, order),
    renderFrame: (order) => renderFrame(tools, order),
  }
}

async function renderFrame(tools: PreviewTools, order: StillFrameOrder): Promise<void> {
  requireTrueColor(tools.capabilities())
  const toAp0 = toAp0Matrix(order.chromaticities)
  if (!toAp0) {
    const message = 'The chromaticities in the EXR file describe no color space.'
    throw new Failure('exr-unreadable', message, { path: order.framePath })
  }
  const views = await tools.copyViews()
  const untagged = `${order.outPath}.untagged.png`
  await tools.run(
    {
      inputs: [frameInput(order.framePath)],
      filterGraph: stillGraph(toAp0, views),
      outputs: [{ target: untagged, options: PNG_OPTIONS }],
      cwd: tools.cacheFolder,
    },
    { signal: order.signal },
  )
  try {
    await writeDurably(order.outPath, tagPng(await readFile(untagged), viewOf('aces1-sdr-rec709').display))
  } finally {
    await rm(untagged, { force: true })
  }
}
