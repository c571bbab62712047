// How the pixels of a prepared frame are made: copied, resized from whole source pixels, or warped by a real-valued
// map; and how far that lies from what the crop asks. Pure numbers; nothing here touches pixels.
import {
  canvasToStill,
  cropScale,
  standingSize,
  stillToCanvas,
  type Affine,
  type Crop,
  type PixelSize,
  type Point,
} from './crop'

/** Whole pixels. */
export interface PixelRect {
  left: number
  top: number
  width: number
  height: number
}

interface PlanBase {
  /** Of the standing still. */
  source: PixelRect
  /** Of the canvas: where the picture is laid. The rest is pad. */
  target: PixelRect
  /** Canvas pixels between where the crop asks the picture's corners to land and where they land; below 0.5. */
  residual: number
}

export type FramePlan =
  /** Source and target have one size: the codes stay what they are. */
  | (PlanBase & { kind: 'copy' })
  /** One resize of whole source pixels. */
  | (PlanBase & { kind: 'resize' })
  /** A real-valued map to `between`; a resize to the target follows where that is smaller. */
  | (PlanBase & {
      kind: 'warp'
      between: PixelSize
      /** Points of the standing still in `between`. */
      toBetween: Affine
    })

export const RESIDUAL_LIMIT_PX = 0.5
// A crop of 1:1 that went through a few moves is still 1:1.
const ROUNDING = 1e-6
// What an interpolator of four taps sees beyond the outermost point, in source pixels.
const REACH_PX = 3

export function planFrame(still: PixelSize, crop: Crop, canvas: PixelSize): FramePlan {
  const scale = cropScale(crop, canvas)
  if (crop.straightenDegrees === 0 && scale <= 1 + ROUNDING) {
    const snapped = planSnapped(still, crop, canvas)
    if (snapped) return snapped
  }
  return planWarp(still, crop, canvas, scale)
}

/** The plan by whole pixels, or undefined where it would miss by half a canvas pixel or more. */
function planSnapped(still: PixelSize, crop: Crop, canvas: PixelSize): FramePlan | undefined {
  const room = standingSize(still, crop.turns)
  const across = snapAxis(crop.x, crop.width, room.width, canvas.width)
  const down = snapAxis(crop.y, crop.height, room.height, canvas.height)
  if (!across || !down) return undefined
  const residual = Math.hypot(across.residual, down.residual)
  if (residual >= RESIDUAL_LIMIT_PX) return undefined
  const source = rect(across.source, down.source)
  const target = rect(across.target, down.target)
  const isCopy = source.width === target.width && source.height === target.height
  return { kind: isCopy ? 'copy' : 'resize', source, target, residual }
}

interface Span {
  start: number
  end: number
}

function snapAxis(
  start: number,
  length: number,
  room: number,
  canvas: number,
): { source: Span; target: Span; residual: number } | undefined {
  const scale = canvas / length
  const source = { start: Math.round(Math.max(0, start)), end: Math.round(Math.min(room, start + length)) }
  // Where the still ends inside the canvas, its edge falls on a whole canvas pixel.
  const target = {
    start: Math.round(Math.max(0, -start) * scale),
    end: canvas - Math.round(Math.max(0, start + length - room) * scale),
  }
  if (source.end <= source.start || target.end <= target.start) return undefined
  const miss = (from: number, to: number): number => Math.abs((from - start) * scale - to)
  return {
    source,
    target,
    residual: Math.max(miss(source.start, target.start), miss(source.end, target.end)),
  }
}

function rect(across: Span, down: Span): PixelRect {
  return {
    left: across.start,
    top: down.start,
    width: across.end - across.start,
    height: down.end - down.start,
  }
}

function planWarp(still: PixelSize, crop: Crop, canvas: PixelSize, scale: number): FramePlan {
  const room = standingSize(still, crop.turns)
  const corners = cornersOf({ left: 0, top: 0, ...room })
  const whole: PixelRect = { left: 0, top: 0, width: canvas.width, height: canvas.height }
  // One pixel more on each side, because the still's edge is soft where it falls between pixels.
  const target =
    crop.fit === 'fill'
      ? whole
      : boundsOf(
          corners.map((corner) => stillToCanvas(corner, crop, canvas)),
          1,
          whole,
        )
  const seen = cornersOf(target).map((corner) => canvasToStill(corner, crop, canvas))
  const source = boundsOf(seen, REACH_PX, { left: 0, top: 0, ...room })
  const between =
    scale >= 1
      ? { width: target.width, height: target.height }
      : {
          width: Math.max(target.width, Math.round(target.width / scale)),
          height: Math.max(target.height, Math.round(target.height / scale)),
        }
  const map = (x: number, y: number): Point => {
    const onCanvas = stillToCanvas({ x, y }, crop, canvas)
    return {
      x: ((onCanvas.x - target.left) * between.width) / target.width,
      y: ((onCanvas.y - target.top) * between.height) / target.height,
    }
  }
  const origin = map(0, 0)
  const right = map(1, 0)
  const below = map(0, 1)
  return {
    kind: 'warp',
    source,
    target,
    residual: 0,
    between,
    toBetween: [
      right.x - origin.x,
      right.y - origin.y,
      below.x - origin.x,
      below.y - origin.y,
      origin.x,
      origin.y,
    ],
  }
}

function cornersOf({ left, top, width, height }: PixelRect): Point[] {
  return [
    { x: left, y: top },
    { x: left + width, y: top },
    { x: left, y: top + height },
    { x: left + width, y: top + height },
  ]
}

/** The whole pixels around points, `by` more on each side, inside `room`; at least one pixel. */
function boundsOf(points: readonly Point[], by: number, room: PixelRect): PixelRect {
  const span = (values: number[], low: number, length: number): Span => {
    const start = Math.min(Math.max(low, Math.floor(Math.min(...values)) - by), low + length - 1)
    const end = Math.max(Math.min(low + length, Math.ceil(Math.max(...values)) + by), start + 1)
    return { start, end }
  }
  return rect(
    span(
      points.map((point) => point.x),
      room.left,
      room.width,
    ),
    span(
      points.map((point) => point.y),
      room.top,
      room.height,
    ),
  )
}
