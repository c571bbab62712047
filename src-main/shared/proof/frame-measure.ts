// What is measured of every frame of a take, on samples somebody else has decoded. A pure accumulator: no files, no
// threads; its answer is plain data that can be posted. The take's sheet is made of these by take-figures.ts.
import type { LinearPixels } from '../scopes/pixels'
import type { ScopeView } from '../scopes/views'
import { measureBlocks, type BlockSums } from './block-energy'
import { measureComb } from './code-comb'
import { countCodes, type CodeCounts } from './code-counts'
import { measureDetail } from './fine-detail'
import { measureFlatTop, type FlatTop } from './flat-top'
import { createLightLevels, type LightLevel } from './light-level'
import { createPixelSums, type PixelSums } from './pixel-sums'

export interface FrameMeasure extends PixelSums {
  width: number
  height: number
  /** Of the larger plateau: in AP0 as delivered or in Rec.709, where clipped SDR clips. */
  flatTop: FlatTop
  /** Under each view given, in its order. */
  light: LightLevel[]
  /** Only of the few frames that are looked at closely. */
  close: CloseMeasure | null
}

/** What is costly, and does not change from frame to frame. */
export interface CloseMeasure {
  codes: CodeCounts
  blocks: BlockSums
  combScore: number
  detailDecibels: number | null
}

export interface FrameMeter {
  /** `isClose`: also what is costly and need not be known of every frame. */
  measure(pixels: LinearPixels, isClose: boolean): FrameMeasure
}

/** One meter serves one thread; its memory is used again for every frame. `views`: those of HDR. */
export function createFrameMeter(views: readonly ScopeView[]): FrameMeter {
  const sums = createPixelSums()
  const lights = createLightLevels(views)
  return {
    measure(pixels, isClose) {
      const { width, height } = pixels
      const { figures, levelsAp0, levelsRec709 } = sums.add(pixels)
      const asDelivered = measureFlatTop(levelsAp0, width, height)
      const asRec709 = measureFlatTop(levelsRec709, width, height)
      return {
        ...figures,
        width,
        height,
        flatTop: asRec709.flatCount > asDelivered.flatCount ? asRec709 : asDelivered,
        light: lights(pixels, levelsAp0),
        close: isClose ? lookClosely(pixels) : null,
      }
    },
  }
}

function lookClosely(pixels: LinearPixels): CloseMeasure {
  return {
    codes: countCodes(pixels),
    blocks: measureBlocks(pixels),
    combScore: measureComb(pixels),
    detailDecibels: measureDetail(pixels),
  }
}
