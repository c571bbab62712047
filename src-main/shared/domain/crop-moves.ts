// What can be done with a crop: each move returns a new crop that keeps the canvas's exact shape and, in fill, lies
// wholly inside the still. `still` is always the upright size; positions are in the standing still.
import {
  cropCenter,
  cropCorners,
  FRAMING_DEFAULTS,
  standingSize,
  tiltOf,
  type Crop,
  type PixelSize,
  type Point,
  type Turns,
} from './crop'

/** No crop is narrower than this many source pixels, or a hundredth of the still. */
const SMALLEST_PX = 16
// A padded crop may show the still this much smaller than it needs to be seen whole.
const LARGEST_PAD = 4

export type Corner = 0 | 1 | 2 | 3
type Tilted = Pick<Crop, 'turns' | 'straightenDegrees'>

/** Half the width and height of the upright box around a tilted rectangle. */
function halfExtents(width: number, height: number, tilted: Tilted): Point {
  const { cos, sin } = tiltOf(tilted)
  const tilt = Math.abs(sin)
  return { x: (width * cos + height * tilt) / 2, y: (width * tilt + height * cos) / 2 }
}

/** Width of the largest crop of the canvas's shape inside the still; about `center` where it is given. */
export function largestWidth(still: PixelSize, canvas: PixelSize, tilted: Tilted, center?: Point): number {
  const room = standingSize(still, tilted.turns)
  const half = halfExtents(1, canvas.height / canvas.width, tilted)
  const roomX = center ? Math.min(center.x, room.width - center.x) : room.width / 2
  const roomY = center ? Math.min(center.y, room.height - center.y) : room.height / 2
  return Math.min(roomX / half.x, roomY / half.y)
}

/** Width of the smallest crop of the canvas's shape that holds the whole still. */
export function wholeWidth(still: PixelSize, canvas: PixelSize, tilted: Tilted): number {
  const { width, height } = standingSize(still, tilted.turns)
  const half = halfExtents(width, height, tilted)
  return Math.max(half.x * 2, (half.y * 2 * canvas.width) / canvas.height)
}

function smallestWidth(still: PixelSize): number {
  return Math.max(SMALLEST_PX, Math.min(still.width, still.height) / 100)
}

const clamp = (value: number, low: number, high: number): number =>
  low > high ? (low + high) / 2 : Math.min(high, Math.max(low, value))

/** The crop of this center and width, brought into what the canvas and the still allow. */
function place(crop: Crop, center: Point, width: number, still: PixelSize, canvas: PixelSize): Crop {
  const room = standingSize(still, crop.turns)
  const most =
    crop.fit === 'fill' ? largestWidth(still, canvas, crop) : wholeWidth(still, canvas, crop) * LARGEST_PAD
  const kept = clamp(width, Math.min(smallestWidth(still), most), most)
  const height = (kept * canvas.height) / canvas.width
  const half = crop.fit === 'fill' ? halfExtents(kept, height, crop) : { x: 0, y: 0 }
  const x = clamp(center.x, half.x, room.width - half.x)
  const y = clamp(center.y, half.y, room.height - half.y)
  return { ...crop, x: x - kept / 2, y: y - height / 2, width: kept, height }
}

/** Any crop made lawful for this still and canvas: its center and width are kept as far as they can be. */
export function fitCrop(crop: Crop, still: PixelSize, canvas: PixelSize): Crop {
  return place(crop, cropCenter(crop), crop.width, still, canvas)
}

/** The largest crop in the middle of the still. In `pad`, the smallest one that loses nothing. */
export function centerCrop(
  still: PixelSize,
  canvas: PixelSize,
  framing: Partial<Omit<Crop, 'x' | 'y' | 'width' | 'height'>> = {},
): Crop {
  const crop: Crop = { ...FRAMING_DEFAULTS, ...framing, x: 0, y: 0, width: 1, height: 1 }
  const room = standingSize(still, crop.turns)
  const width = crop.fit === 'fill' ? largestWidth(still, canvas, crop) : wholeWidth(still, canvas, crop)
  return place(crop, { x: room.width / 2, y: room.height / 2 }, width, still, canvas)
}

/** Moves the crop over the still by standing pixels. */
export function panCrop(crop: Crop, still: PixelSize, canvas: PixelSize, by: Point): Crop {
  const center = cropCenter(crop)
  return place(crop, { x: center.x + by.x, y: center.y + by.y }, crop.width, still, canvas)
}

/** Makes the crop `factor` times as wide; what lies at `anchor` (standing still) keeps its place on the canvas. */
export function zoomCrop(
  crop: Crop,
  still: PixelSize,
  canvas: PixelSize,
  factor: number,
  anchor: Point = cropCenter(crop),
): Crop {
  const sized = place(crop, cropCenter(crop), crop.width * factor, still, canvas)
  const reached = sized.width / crop.width
  const center = cropCenter(crop)
  const wanted = {
    x: anchor.x + (center.x - anchor.x) * reached,
    y: anchor.y + (center.y - anchor.y) * reached,
  }
  return place(crop, wanted, sized.width, still, canvas)
}

/** Draws one corner towards a point of the standing still; the corner across stays where it is. */
export function dragCorner(crop: Crop, still: PixelSize, canvas: PixelSize, corner: Corner, to: Point): Crop {
  const corners = cropCorners(crop)
  const held = corners[(corner + 2) % 4] ?? corners[0]
  const moved = corners[corner]
  const diagonal = { x: moved.x - held.x, y: moved.y - held.y }
  const length = diagonal.x ** 2 + diagonal.y ** 2
  const wanted = ((to.x - held.x) * diagonal.x + (to.y - held.y) * diagonal.y) / length
  const most = crop.fit === 'fill' ? growthInside(crop, still, held) : Infinity
  const least = Math.min(smallestWidth(still) / crop.width, most)
  const factor = clamp(wanted, least, most)
  const center = cropCenter(crop)
  const grown = {
    x: held.x + (center.x - held.x) * factor,
    y: held.y + (center.y - held.y) * factor,
  }
  return place(crop, grown, crop.width * factor, still, canvas)
}

/** How many times larger the crop can be about a held corner before it leaves the still. */
function growthInside(crop: Crop, still: PixelSize, held: Point): number {
  const room = standingSize(still, crop.turns)
  let most = Infinity
  const limit = (from: number, by: number, high: number): void => {
    if (by > 1e-9) most = Math.min(most, (high - from) / by)
    else if (by < -1e-9) most = Math.min(most, from / -by)
  }
  for (const corner of cropCorners(crop)) {
    limit(held.x, corner.x - held.x, room.width)
    limit(held.y, corner.y - held.y, room.height)
  }
  return Math.max(most, 0)
}

/** Tilts about the crop's center. Call it with the crop as it was when the tilting began, so that going back restores it. */
export function straightenCrop(crop: Crop, still: PixelSize, canvas: PixelSize, degrees: number): Crop {
  return fitCrop({ ...crop, straightenDegrees: degrees }, still, canvas)
}

/** Turns the picture by quarters clockwise; the crop keeps its middle and its size as far as the new shape allows. */
export function turnCrop(crop: Crop, still: PixelSize, canvas: PixelSize, quarters: number): Crop {
  let center = cropCenter(crop)
  let size = standingSize(still, crop.turns)
  const steps = ((quarters % 4) + 4) % 4
  for (let step = 0; step < steps; step += 1) {
    center = { x: size.height - center.y, y: center.x }
    size = { width: size.height, height: size.width }
  }
  const turns = ((crop.turns + steps) % 4) as Turns
  return place({ ...crop, turns }, center, crop.width, still, canvas)
}

/** Switches between fill (the largest crop about the same middle) and pad (nothing is lost). */
export function changeFit(crop: Crop, still: PixelSize, canvas: PixelSize, fit: Crop['fit']): Crop {
  if (fit === crop.fit) return crop
  return centerCrop(still, canvas, { ...framingOf(crop), fit })
}

/** Everything of a crop but its rectangle. */
export function framingOf(crop: Crop): Omit<Crop, 'x' | 'y' | 'width' | 'height'> {
  const { x: _x, y: _y, width: _width, height: _height, ...framing } = crop
  return framing
}

/** The same framing on another still: the same part of it, by shares of its size. */
export function mapCrop(crop: Crop, from: PixelSize, to: PixelSize, canvas: PixelSize): Crop {
  const base = centerCrop(from, canvas, framingOf(crop))
  const target = centerCrop(to, canvas, framingOf(crop))
  const fromRoom = standingSize(from, crop.turns)
  const toRoom = standingSize(to, crop.turns)
  const center = cropCenter(crop)
  return place(
    target,
    { x: (center.x / fromRoom.width) * toRoom.width, y: (center.y / fromRoom.height) * toRoom.height },
    (crop.width / base.width) * target.width,
    to,
    canvas,
  )
}

/** The crop whose middle lies at a point, as large as the still allows there, but no larger than `crop` may be. */
export function centerCropAt(crop: Crop, still: PixelSize, canvas: PixelSize, center: Point): Crop {
  return place(crop, center, largestWidth(still, canvas, crop), still, canvas)
}
