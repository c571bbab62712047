// How a still lies in its file and how it stands on the bench: EXIF orientation and quarter turns as one mapping, so
// that rows are read in the order they are stored and only the small result is turned.
import { toUpright, type PixelSize, type Point, type Turns } from '#shared/domain/crop'
import type { PixelRect } from '#shared/domain/frame-plan'

export interface Pose {
  /** EXIF orientation, 1…8. */
  orientation: number
  turns: Turns
}

/** Whether width and height change places between the file and the standing still. */
export function isPoseTurned({ orientation, turns }: Pose): boolean {
  return orientation >= 5 !== (turns % 2 === 1)
}

/** A size in the standing still as it is in the file; the same the other way round. */
export function swapSize<Size extends PixelSize>(size: Size, pose: Pose): PixelSize {
  return isPoseTurned(pose)
    ? { width: size.height, height: size.width }
    : { width: size.width, height: size.height }
}

/** A point of the standing picture of `standing` size, as stored. */
export function toStored(point: Point, standing: PixelSize, { orientation, turns }: Pose): Point {
  const upright = turns % 2 === 0 ? standing : { width: standing.height, height: standing.width }
  return uprightToStored(toUpright(point, upright, turns), upright, orientation)
}

/** EXIF 2.32, tag 0112: where row 0 and column 0 of the stored picture are seen. */
function uprightToStored({ x, y }: Point, { width, height }: PixelSize, orientation: number): Point {
  switch (orientation) {
    case 2:
      return { x: width - x, y }
    case 3:
      return { x: width - x, y: height - y }
    case 4:
      return { x, y: height - y }
    case 5:
      return { x: y, y: x }
    case 6:
      return { x: y, y: width - x }
    case 7:
      return { x: height - y, y: width - x }
    case 8:
      return { x: height - y, y: x }
    default:
      return { x, y }
  }
}

/** A rectangle of the standing still, as stored. */
export function toStoredRect(rect: PixelRect, standing: PixelSize, pose: Pose): PixelRect {
  const a = toStored({ x: rect.left, y: rect.top }, standing, pose)
  const b = toStored({ x: rect.left + rect.width, y: rect.top + rect.height }, standing, pose)
  return {
    left: Math.min(a.x, b.x),
    top: Math.min(a.y, b.y),
    width: Math.abs(a.x - b.x),
    height: Math.abs(a.y - b.y),
  }
}

/** RGB pixels in stored order, put into standing order. `standing` is the size of the result. */
export function standUp(stored: Uint16Array, standing: PixelSize, pose: Pose): Uint16Array {
  if (pose.orientation <= 1 && pose.turns === 0) return stored
  const { width, height } = standing
  const storedWidth = swapSize(standing, pose).width
  // Along a row and a column of the result the place in the file moves by fixed steps.
  const at = (x: number, y: number): number => {
    const point = toStored({ x: x + 0.5, y: y + 0.5 }, standing, pose)
    return (Math.floor(point.y) * storedWidth + Math.floor(point.x)) * 3
  }
  const origin = at(0, 0)
  const stepX = width > 1 ? at(1, 0) - origin : 0
  const stepY = height > 1 ? at(0, 1) - origin : 0
  const stood = new Uint16Array(width * height * 3)
  let index = 0
  for (let y = 0; y < height; y += 1) {
    let from = origin + y * stepY
    for (let x = 0; x < width; x += 1, from += stepX, index += 3) {
      stood[index] = stored[from] ?? 0
      stood[index + 1] = stored[from + 1] ?? 0
      stood[index + 2] = stored[from + 2] ?? 0
    }
  }
  return stood
}
