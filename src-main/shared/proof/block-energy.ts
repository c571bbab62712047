// DWAB works in blocks of 8 × 8: where it bites, neighbors across a block's edge differ more than those inside.
// Measured on green's half codes, which step as the eye does; sums of whole numbers, so that frames can be added up.
import { floatToHalf } from '../exr/half'
import type { LinearPixels } from '../scopes/pixels'

export interface BlockSums {
  along: StepSums
  down: StepSums
}

/** Sums of steps between neighbors, and how many: across a block's edge, and inside. */
export interface StepSums {
  edgeSum: number
  edgeCount: number
  insideSum: number
  insideCount: number
}

const BLOCK = 8
/** Rows looked along, and rows compared with the one above them (0 is a block's edge). */
const ROWS_ALONG = [2]
const ROWS_DOWN = [0, 4]

export function measureBlocks({ data, width, height }: LinearPixels): BlockSums {
  const none = { edgeSum: 0, edgeCount: 0, insideSum: 0, insideCount: 0 }
  const along: StepSums = { ...none }
  const down: StepSums = { ...none }
  const isHalf = data instanceof Uint16Array
  const codeAt = (at: number): number => {
    const code = isHalf ? (data[at] as number) : floatToHalf(data[at] as number)
    return code < 0x8000 ? code : 0
  }
  for (let y = 0; y < height; y += 1) {
    const row = y * width * 4 + 1
    if (ROWS_ALONG.includes(y % BLOCK)) {
      let before = codeAt(row)
      for (let x = 1; x < width; x += 1) {
        const here = codeAt(row + x * 4)
        const step = here > before ? here - before : before - here
        before = here
        if (x % BLOCK === 0) {
          along.edgeSum += step
          along.edgeCount += 1
        } else {
          along.insideSum += step
          along.insideCount += 1
        }
      }
    }
    if (y === 0 || !ROWS_DOWN.includes(y % BLOCK)) continue
    let total = 0
    for (let x = 0; x < width; x += 1) {
      total += Math.abs(codeAt(row + x * 4) - codeAt(row + (x - width) * 4))
    }
    if (y % BLOCK === 0) {
      down.edgeSum += total
      down.edgeCount += width
    } else {
      down.insideSum += total
      down.insideCount += width
    }
  }
  return { along, down }
}

/** Mean step across edges over mean step inside, of along and down: 1 where no blocks are seen; null without steps. */
export function blockRatio({ along, down }: BlockSums): number | null {
  const ratios = [along, down].map(
    ({ edgeSum, edgeCount, insideSum, insideCount }) => edgeSum / edgeCount / (insideSum / insideCount),
  )
  const ratio = ((ratios[0] ?? NaN) + (ratios[1] ?? NaN)) / 2
  return Number.isFinite(ratio) ? ratio : null
}

export function addBlocks(sums: readonly BlockSums[]): BlockSums {
  const add = (pick: (each: BlockSums) => StepSums): StepSums => ({
    edgeSum: sums.reduce((sum, each) => sum + pick(each).edgeSum, 0),
    edgeCount: sums.reduce((sum, each) => sum + pick(each).edgeCount, 0),
    insideSum: sums.reduce((sum, each) => sum + pick(each).insideSum, 0),
    insideCount: sums.reduce((sum, each) => sum + pick(each).insideCount, 0),
  })
  return { along: add(({ along }) => along), down: add(({ down }) => down) }
}
