// The guides as lines, in shares of the canvas. Pure.
import type { Guide } from '#shared/contract/views'
import type { PixelSize, Point } from '#shared/domain/crop'

export interface GuideLine {
  from: Point
  to: Point
}

export const GUIDE_WORDS: Record<Guide, string> = {
  thirds: 'Thirds',
  center: 'Center',
  'title-safe': 'Title safe',
  golden: 'Golden section',
  diagonal: 'Diagonals',
}

const GOLDEN = (3 - Math.sqrt(5)) / 2
// Title safe by SMPTE ST 2046-1: the inner 90 % of width and height.
const TITLE_SAFE_MARGIN = 0.05
const CENTER_ARM = 0.06

const upright = (x: number): GuideLine => ({ from: { x, y: 0 }, to: { x, y: 1 } })
const level = (y: number): GuideLine => ({ from: { x: 0, y }, to: { x: 1, y } })

/** The center's cross has arms of one length, so it needs the canvas's shape. */
export function guideLines(guide: Guide, canvas: PixelSize): GuideLine[] {
  switch (guide) {
    case 'thirds':
      return [upright(1 / 3), upright(2 / 3), level(1 / 3), level(2 / 3)]
    case 'golden':
      return [upright(GOLDEN), upright(1 - GOLDEN), level(GOLDEN), level(1 - GOLDEN)]
    case 'center': {
      const arm = CENTER_ARM * Math.min(canvas.width, canvas.height)
      const x = arm / canvas.width
      const y = arm / canvas.height
      return [
        { from: { x: 0.5 - x, y: 0.5 }, to: { x: 0.5 + x, y: 0.5 } },
        { from: { x: 0.5, y: 0.5 - y }, to: { x: 0.5, y: 0.5 + y } },
      ]
    }
    case 'title-safe': {
      const low = TITLE_SAFE_MARGIN
      const high = 1 - TITLE_SAFE_MARGIN
      return [
        { from: { x: low, y: low }, to: { x: high, y: low } },
        { from: { x: low, y: high }, to: { x: high, y: high } },
        { from: { x: low, y: low }, to: { x: low, y: high } },
        { from: { x: high, y: low }, to: { x: high, y: high } },
      ]
    }
    case 'diagonal':
      return [
        { from: { x: 0, y: 0 }, to: { x: 1, y: 1 } },
        { from: { x: 1, y: 0 }, to: { x: 0, y: 1 } },
      ]
  }
}

/** A fine level grid of about square cells, to straighten a horizon by. */
export function tiltGrid(canvas: PixelSize): GuideLine[] {
  const columns = 12
  const rows = Math.max(2, Math.round((columns * canvas.height) / canvas.width))
  return [
    ...Array.from({ length: columns - 1 }, (_, index) => upright((index + 1) / columns)),
    ...Array.from({ length: rows - 1 }, (_, index) => level((index + 1) / rows)),
  ]
}
