// Proves a sequence that lies on disk: every frame decoded once by workers somebody else holds, measured there.
import { Failure } from '#shared/domain/failure'
import type { FrameMeasure } from '#shared/proof/frame-measure'
import type { ProofSheet } from '#shared/proof/proof-sheet'
import { closeFrames, proveTake } from '#shared/proof/prove-take'
import type { BakedLut } from '#shared/scopes/views'
import type { OnProgress } from '../../ports/progress'

/** Reads and measures one frame. `isClose`: with what is costly. Rejects with what is wrong with the frame. */
export type MeasureFrame = (path: string, isClose: boolean, signal?: AbortSignal) => Promise<FrameMeasure>

export interface ProveSequenceOptions {
  name: string
  firstFrame: number
  /** In order; at least one. */
  paths: readonly string[]
  measure: MeasureFrame
  /** Frames usefully asked for at once. */
  atOnce: number
  /** Of the views the frames' light is measured under. */
  luts: readonly BakedLut[]
  preparedGrid?: Float32Array
  signal?: AbortSignal
  /** Units are frames. */
  onProgress?: OnProgress
}

/**
 * Rejects with Failure `sequence-empty`, `sequence-mixed` (frames of different sizes), what `measure` rejects with, or
 * the signal's reason.
 */
export async function proveSequence(options: ProveSequenceOptions): Promise<ProofSheet> {
  const { name, firstFrame, paths, measure, atOnce, luts, preparedGrid, signal, onProgress } = options
  if (paths.length === 0) throw new Failure('sequence-empty', 'There are no EXR frames')
  const close = closeFrames(paths.length)
  const frames: FrameMeasure[] = []
  let next = 0
  let done = 0
  const lane = async (): Promise<void> => {
    for (let index = next++; index < paths.length; index = next++) {
      signal?.throwIfAborted()
      frames[index] = await measure(paths[index] ?? '', close.has(index), signal)
      done += 1
      onProgress?.({ done, total: paths.length })
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, paths.length) }, lane))
  const sizes = new Set(frames.map(({ width, height }) => `${width} × ${height}`))
  if (sizes.size > 1) {
    throw new Failure('sequence-mixed', `The frames differ in size: ${[...sizes].join(', ')}`, {
      sizes: [...sizes],
    })
  }
  return proveTake(name, { firstFrame, frames, viewTitles: luts.map(({ title }) => title), preparedGrid })
}
