// The prepared frame that is sent: exactly the canvas, sRGB, 8 bit, PNG.
import type { Crop, PixelSize } from '#shared/domain/crop'
import { Failure, isFailure } from '#shared/domain/failure'
import { planFrame, type FramePlan } from '#shared/domain/frame-plan'
import type { Still } from '#shared/domain/shot'
import { writeDurably } from '../../disk/durable'
import { createDither } from './dither'
import { encodePng } from './encode-png'
import { toFrameRecipe } from './frame-recipe'
import { padFrame } from './pad-frame'
import { copyLayer, resizeLayer, warpLayer, type Layer, type StillSource } from './read-pixels'

export interface FrameOrder {
  stillPath: string
  still: Still
  /** Lawful for the still and the canvas, see `fitCrop`. */
  crop: Crop
  canvas: PixelSize
}

/**
 * Writes the prepared frame. The same still, crop and canvas give the same bytes.
 * Rejects with Failure `still-unreadable`, or a disk failure; then there is no file.
 */
export async function prepareFrame(order: FrameOrder & { outPath: string }): Promise<void> {
  await writeDurably(order.outPath, await renderFrame(order))
}

/** The bytes of the prepared frame. Rejects with Failure `still-unreadable`. */
export async function renderFrame({ stillPath, still, crop, canvas }: FrameOrder): Promise<Buffer> {
  try {
    const source: StillSource = {
      path: stillPath,
      still,
      turns: crop.turns,
      backdropCode: crop.backdropCode,
    }
    const layer = await renderLayer(source, crop, canvas)
    const dither = createDither(toFrameRecipe(still, crop, canvas).seed)
    const perRow = layer.width * 3
    return await encodePng(layer, (y, row) => dither(layer.data.subarray(y * perRow, (y + 1) * perRow), row))
  } catch (error) {
    if (isFailure(error)) throw error
    const name = still.originalName
    throw new Failure('still-unreadable', `${name} could not be read to its end.`, { name }, { cause: error })
  }
}

async function renderLayer(source: StillSource, crop: Crop, canvas: PixelSize): Promise<Layer> {
  const plan = planFrame(source.still, crop, canvas)
  const layer = await makeFront(source, plan)
  return crop.fit === 'pad' ? padFrame(layer, source, plan, crop, canvas) : layer
}

function makeFront(source: StillSource, plan: FramePlan): Promise<Layer> {
  switch (plan.kind) {
    case 'copy':
      return copyLayer(source, plan.source)
    case 'resize':
      return resizeLayer(source, plan.source, plan.target)
    case 'warp':
      return warpLayer(source, plan)
  }
}
