// Crop: a rectangle in a still's own pixels that becomes the canvas. Here is what a crop is and how its points map;
// what may be done with it is in crop-moves.ts. Pure numbers; nothing here touches pixels.
import { z } from 'zod'

export const STRAIGHTEN_MAX_DEGREES = 15
export const PAD_KINDS = ['solid', 'blurred', 'mirrored'] as const
export const padKindSchema = z.enum(PAD_KINDS)
export type PadKind = z.infer<typeof padKindSchema>
export const turnsSchema = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)])
export type Turns = z.infer<typeof turnsSchema>
const displayCode = z.number().int().min(0).max(255)

/**
 * The space of a crop is the *standing* still: the file's pixels, upright by its EXIF orientation, then turned by
 * `turns` quarters clockwise. x to the right, y down, in pixels of the still, real-valued; (0, 0) is the outer corner
 * of the first pixel. The rectangle is `width` × `height` about its center and tilted against the picture by
 * `straightenDegrees`; `x` and `y` are where its corner would lie without that tilt.
 */
export const cropSchema = z.object({
  x: z.number(),
  y: z.number(),
  width: z.number().positive(),
  height: z.number().positive(),
  /** Quarter turns clockwise of the upright still. */
  turns: turnsSchema,
  /** Positive turns the picture clockwise inside the crop. */
  straightenDegrees: z.number().min(-STRAIGHTEN_MAX_DEGREES).max(STRAIGHTEN_MAX_DEGREES),
  /** `fill`: the crop lies wholly inside the still; `pad`: it may reach beyond, and the rest is filled by `padKind`. */
  fit: z.enum(['fill', 'pad']),
  padKind: padKindSchema,
  /** Display code (sRGB, 0…255) of the solid pad. */
  padCode: displayCode,
  /** Display code of the grey that a transparent still is laid on. */
  backdropCode: displayCode,
})
export type Crop = z.infer<typeof cropSchema>

export interface PixelSize {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** sRGB code 118 is 18 % grey. */
export const FRAMING_DEFAULTS = {
  turns: 0,
  straightenDegrees: 0,
  fit: 'fill',
  padKind: 'solid',
  padCode: 0,
  backdropCode: 118,
} as const satisfies Partial<Crop>

/** The upright still after its quarter turns. */
export function standingSize(still: PixelSize, turns: Turns): PixelSize {
  return turns % 2 === 0
    ? { width: still.width, height: still.height }
    : { width: still.height, height: still.width }
}

/** A point of the upright still in the standing one. */
export function toStanding({ x, y }: Point, still: PixelSize, turns: Turns): Point {
  switch (turns) {
    case 0:
      return { x, y }
    case 1:
      return { x: still.height - y, y: x }
    case 2:
      return { x: still.width - x, y: still.height - y }
    case 3:
      return { x: y, y: still.width - x }
  }
}

/** A point of the standing still in the upright one; the inverse of `toStanding`. */
export function toUpright({ x, y }: Point, still: PixelSize, turns: Turns): Point {
  switch (turns) {
    case 0:
      return { x, y }
    case 1:
      return { x: y, y: still.height - x }
    case 2:
      return { x: still.width - x, y: still.height - y }
    case 3:
      return { x: still.width - y, y: x }
  }
}

export function cropCenter(crop: Crop): Point {
  return { x: crop.x + crop.width / 2, y: crop.y + crop.height / 2 }
}

/** Cosine and sine of the tilt. */
export function tiltOf({ straightenDegrees }: Pick<Crop, 'straightenDegrees'>): { cos: number; sin: number } {
  const radians = (straightenDegrees * Math.PI) / 180
  return { cos: Math.cos(radians), sin: Math.sin(radians) }
}

/** A point of the canvas, in canvas pixels, in the standing still. */
export function canvasToStill(point: Point, crop: Crop, canvas: PixelSize): Point {
  const { cos, sin } = tiltOf(crop)
  const center = cropCenter(crop)
  const u = (point.x / canvas.width - 0.5) * crop.width
  const v = (point.y / canvas.height - 0.5) * crop.height
  return { x: center.x + u * cos + v * sin, y: center.y - u * sin + v * cos }
}

/** A point of the standing still on the canvas, in canvas pixels; the inverse of `canvasToStill`. */
export function stillToCanvas(point: Point, crop: Crop, canvas: PixelSize): Point {
  const { cos, sin } = tiltOf(crop)
  const center = cropCenter(crop)
  const dx = point.x - center.x
  const dy = point.y - center.y
  return {
    x: ((dx * cos - dy * sin) / crop.width + 0.5) * canvas.width,
    y: ((dx * sin + dy * cos) / crop.height + 0.5) * canvas.height,
  }
}

/** Top left, top right, bottom right, bottom left, in the standing still. */
export function cropCorners(crop: Crop): [Point, Point, Point, Point] {
  const unit = { width: 1, height: 1 }
  const at = (x: number, y: number): Point => canvasToStill({ x, y }, crop, unit)
  return [at(0, 0), at(1, 0), at(1, 1), at(0, 1)]
}

/** Canvas pixels per source pixel: above 1 the picture is enlarged. */
export function cropScale(crop: Crop, canvas: PixelSize): number {
  return canvas.width / crop.width
}

/** An affine map in CSS's order: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

/** Maps pixels of the upright still to canvas pixels, turns, tilt and scale in one. */
export function uprightToCanvas(still: PixelSize, crop: Crop, canvas: PixelSize): Affine {
  const map = (x: number, y: number): Point =>
    stillToCanvas(toStanding({ x, y }, still, crop.turns), crop, canvas)
  const origin = map(0, 0)
  const right = map(1, 0)
  const down = map(0, 1)
  return [right.x - origin.x, right.y - origin.y, down.x - origin.x, down.y - origin.y, origin.x, origin.y]
}
