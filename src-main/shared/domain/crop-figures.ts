// What a crop costs, in figures: what of the still is lost at each side, and how much of it is kept.
import {
  canvasToStill,
  cropCorners,
  cropScale,
  standingSize,
  type Crop,
  type PixelSize,
  type Point,
} from './crop'

export interface CropLoss {
  /** Shares of the standing still's width or height outside the crop, measured at the middle of each side; 0…1. */
  left: number
  right: number
  top: number
  bottom: number
  /** Share of the still's area that is on the canvas, 0…1. */
  kept: number
  /** Share of the canvas that the still does not cover, 0…1. */
  padded: number
  /** Canvas pixels per source pixel: above 1 the picture is enlarged. */
  scale: number
}

export function cropLoss(still: PixelSize, crop: Crop, canvas: PixelSize): CropLoss {
  const room = standingSize(still, crop.turns)
  const unit = { width: 1, height: 1 }
  const at = (x: number, y: number): Point => canvasToStill({ x, y }, crop, unit)
  const share = (part: number, whole: number): number => Math.min(1, Math.max(0, part / whole))
  const covered = areaInside(cropCorners(crop), room)
  return {
    left: share(at(0, 0.5).x, room.width),
    right: share(room.width - at(1, 0.5).x, room.width),
    top: share(at(0.5, 0).y, room.height),
    bottom: share(room.height - at(0.5, 1).y, room.height),
    kept: covered / (room.width * room.height),
    padded: Math.max(0, 1 - covered / (crop.width * crop.height)),
    scale: cropScale(crop, canvas),
  }
}

/** Area of a convex polygon within 0…width × 0…height (Sutherland and Hodgman's clipping, then the shoelace sum). */
function areaInside(corners: readonly Point[], room: PixelSize): number {
  let polygon = [...corners]
  const sides: ((point: Point) => number)[] = [
    (point) => point.x,
    (point) => room.width - point.x,
    (point) => point.y,
    (point) => room.height - point.y,
  ]
  for (const depth of sides) polygon = clip(polygon, depth)
  let twice = 0
  polygon.forEach((point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point
    twice += point.x * next.y - next.x * point.y
  })
  return Math.abs(twice) / 2
}

function clip(polygon: readonly Point[], depth: (point: Point) => number): Point[] {
  return polygon.flatMap((point, index) => {
    const next = polygon[(index + 1) % polygon.length] ?? point
    const here = depth(point)
    const there = depth(next)
    const kept = here >= 0 ? [point] : []
    if (here >= 0 === there >= 0) return kept
    const share = here / (here - there)
    return [...kept, { x: point.x + (next.x - point.x) * share, y: point.y + (next.y - point.y) * share }]
  })
}
