// Where the still and its crop lie on the stage. The picture turns under a level crop, so the view is the standing
// still rotated by the tilt, scaled and moved. Pure; stage positions are CSS pixels.
import {
  cropCenter,
  standingSize,
  tiltOf,
  toStanding,
  type Affine,
  type Crop,
  type PixelSize,
  type Point,
} from '#shared/domain/crop'

export interface StageView {
  /** CSS pixels per pixel of the still. */
  scale: number
  cos: number
  sin: number
  offset: Point
}

/** Level, in CSS pixels of the stage. */
export interface StageBox {
  x: number
  y: number
  width: number
  height: number
}

type Rectangle = Pick<Crop, 'x' | 'y' | 'width' | 'height'>

const rotate = ({ x, y }: Point, { cos, sin }: Pick<StageView, 'cos' | 'sin'>): Point => ({
  x: x * cos - y * sin,
  y: x * sin + y * cos,
})

/**
 * The view in which the whole still, and `reach` where a crop goes beyond it, just fits into the room.
 * A room without area gives a view without scale.
 */
export function fitView(
  room: PixelSize,
  still: PixelSize,
  framing: Pick<Crop, 'turns' | 'straightenDegrees'>,
  reach?: Rectangle,
): StageView {
  const tilt = tiltOf(framing)
  const size = standingSize(still, framing.turns)
  const points = [
    { x: 0, y: 0 },
    { x: size.width, y: 0 },
    { x: size.width, y: size.height },
    { x: 0, y: size.height },
  ].map((point) => rotate(point, tilt))
  if (reach) {
    const center = rotate({ x: reach.x + reach.width / 2, y: reach.y + reach.height / 2 }, tilt)
    points.push(
      { x: center.x - reach.width / 2, y: center.y - reach.height / 2 },
      { x: center.x + reach.width / 2, y: center.y + reach.height / 2 },
    )
  }
  const xs = points.map((point) => point.x)
  const ys = points.map((point) => point.y)
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)]
  const scale = Math.max(0, Math.min(room.width / (right - left), room.height / (bottom - top)))
  const offset = {
    x: room.width / 2 - ((left + right) / 2) * scale,
    y: room.height / 2 - ((top + bottom) / 2) * scale,
  }
  return { scale, ...tilt, offset }
}

/** A point of the standing still on the stage. */
export function toStage(point: Point, view: StageView): Point {
  const turned = rotate(point, view)
  return { x: turned.x * view.scale + view.offset.x, y: turned.y * view.scale + view.offset.y }
}

/** A point of the stage in the standing still; the inverse of `toStage`. */
export function fromStage(point: Point, view: StageView): Point {
  const x = (point.x - view.offset.x) / view.scale
  const y = (point.y - view.offset.y) / view.scale
  return rotate({ x, y }, { cos: view.cos, sin: -view.sin })
}

/** A way on the stage as a way in the standing still. */
export function stageWay(by: Point, view: StageView): Point {
  return rotate({ x: by.x / view.scale, y: by.y / view.scale }, { cos: view.cos, sin: -view.sin })
}

/** The crop's rectangle on the stage, where the crop has the view's own tilt. */
export function cropBox(crop: Crop, view: StageView): StageBox {
  const center = toStage(cropCenter(crop), view)
  const width = crop.width * view.scale
  const height = crop.height * view.scale
  return { x: center.x - width / 2, y: center.y - height / 2, width, height }
}

/** Maps pixels of the upright still to the stage, quarter turns included. */
export function uprightToStage(still: PixelSize, turns: Crop['turns'], view: StageView): Affine {
  const map = (x: number, y: number): Point => toStage(toStanding({ x, y }, still, turns), view)
  const origin = map(0, 0)
  const right = map(1, 0)
  const down = map(0, 1)
  return [right.x - origin.x, right.y - origin.y, down.x - origin.x, down.y - origin.y, origin.x, origin.y]
}
