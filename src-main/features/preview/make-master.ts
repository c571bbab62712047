// A copy of an EXR sequence through any view, of any kind: one run, two for HDR10, which must know its light first.
import { rename, rm } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import type { Matrix3 } from '#shared/domain/color-matrix'
import type { View } from '#shared/domain/color/views'
import { Failure } from '#shared/domain/failure'
import type { FfmpegCapabilities, FfmpegInput, RunFfmpeg } from '../../ports/ffmpeg'
import type { OnProgress } from '../../ports/progress'
import { requireTrueColor } from './abilities'
import { RAW_OPTIONS } from './encode-options'
import { createLightMeter } from './light-meter'
import type { OpenLutFiles } from './lut-files'
import {
  masterObstacle,
  masterOptions,
  masterPixels,
  type LightLevels,
  type MasterKind,
} from './master-options'
import { RGB_FULL, viewSteps } from './view-graph'

export interface MasterTools {
  run: RunFfmpeg
  capabilities: FfmpegCapabilities
  luts: OpenLutFiles
}

export interface MasterOrder {
  kind: MasterKind
  view: View
  input: FfmpegInput
  frames: number
  pixels: number
  toAp0: Matrix3
  exposureStops: number
  outPath: string
  signal?: AbortSignal
  onProgress?: OnProgress
}

/** Measured over the whole sequence; null where nothing was measured. */
export interface MasterResult {
  levels: LightLevels | null
}

/**
 * Rejects with Failure `invalid-input` where the kind cannot carry the view, `ffmpeg-missing`, `ffmpeg-limited`,
 * `exr-unreadable` where frames are missing, or what `RunFfmpeg` rejects with. Nothing is left where it fails.
 */
export async function makeMaster(tools: MasterTools, order: MasterOrder): Promise<MasterResult> {
  const { kind, view, outPath, signal } = order
  const obstacle = masterObstacle(kind, view)
  if (obstacle !== null) throw new Failure('invalid-input', obstacle, { kind, view: view.id })
  requireTrueColor(tools.capabilities)
  if (kind === 'hdr' && tools.capabilities.hdrProxyEncoder === null) {
    throw new Failure('ffmpeg-limited', 'This ffmpeg has neither libvpx-vp9 nor libsvtav1.', { kind })
  }
  const cubes = await tools.luts(view)
  const steps = viewSteps(
    view,
    cubes,
    { toAp0: order.toAp0, exposureStops: order.exposureStops, name: 'view' },
    '[0:v]',
  )
  const job = { inputs: [order.input], cwd: cubes.folder, frames: order.frames }
  const levels = kind === 'hdr10' ? await measureLight() : null

  async function measureLight(): Promise<LightLevels> {
    const meter = createLightMeter(order.pixels)
    const codes = `zscale=tin=smpte2084:t=smpte2084:pin=bt2020:p=bt2020:${RGB_FULL},format=gbrp16le[codes]`
    const outputs = [{ target: meter.sink, options: RAW_OPTIONS }]
    await tools.run({ ...job, filterGraph: `${steps},${codes}`, outputs }, { signal })
    const light = meter.read()
    requireFrames(light?.frames ?? 0)
    return { maxCll: light?.maxCll ?? 0, maxFall: light?.maxFall ?? 0 }
  }

  function requireFrames(count: number): void {
    if (count === order.frames) return
    throw new Failure('exr-unreadable', `Only ${count} of ${order.frames} frames can be read.`, { count })
  }

  // Beside its place, so that a half-made copy never has its name.
  const partial = join(dirname(outPath), `.${process.pid}-partial${extname(outPath)}`)
  try {
    const options = masterOptions(kind, view, tools.capabilities.hdrProxyEncoder, levels)
    const { frames } = await tools.run(
      {
        ...job,
        filterGraph: `${steps},${masterPixels(kind, view)}[master]`,
        outputs: [{ target: partial, options }],
      },
      { signal, onProgress: order.onProgress },
    )
    requireFrames(frames)
    await rename(partial, outPath)
  } finally {
    await rm(partial, { force: true })
  }
  return { levels }
}
