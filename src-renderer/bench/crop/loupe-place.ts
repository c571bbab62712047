// Where the loupe's glass lies over the canvas, and how the frame lies in it: whole device pixels, so that a pixel of
// the frame is exactly one of the screen. Pure.
import type { PixelSize, Point } from '#shared/domain/crop'

const GLASS_PX = 240

export interface LoupePlace {
  /** In CSS pixels of the canvas on the stage. */
  glass: Point & PixelSize
  /** The frame's corner in the glass, CSS pixels. */
  image: Point
  /** The pixel of the frame under the spot. */
  pixel: Point
}

/** `spot` in shares of the canvas; `box` the canvas on the stage in CSS pixels; `ratio` device pixels per CSS pixel. */
export function loupePlace(spot: Point, canvas: PixelSize, box: PixelSize, ratio: number): LoupePlace {
  const width = Math.min(GLASS_PX, box.width)
  const height = Math.min(GLASS_PX, box.height)
  const whole = (css: number): number => Math.round(css * ratio) / ratio
  const inside = (at: number, size: number, room: number): number =>
    Math.min(room - size, Math.max(0, at - size / 2))
  const pixel = {
    x: Math.min(canvas.width - 1, Math.floor(spot.x * canvas.width)),
    y: Math.min(canvas.height - 1, Math.floor(spot.y * canvas.height)),
  }
  const glass = {
    x: whole(inside(spot.x * box.width, width, box.width)),
    y: whole(inside(spot.y * box.height, height, box.height)),
    width,
    height,
  }
  // The pixel lies under the spot, wherever in the glass that is.
  const image = {
    x: whole(spot.x * box.width - glass.x) - pixel.x / ratio,
    y: whole(spot.y * box.height - glass.y) - pixel.y / ratio,
  }
  return { glass, image, pixel }
}
