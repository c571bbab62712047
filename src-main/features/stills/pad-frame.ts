// The canvas around a still that does not fill it: solid, a blurred enlargement, or the still mirrored at its edges.
// The still itself is laid over it, in linear light where its edge falls between pixels.
import {
  canvasToStill,
  cropScale,
  standingSize,
  type Crop,
  type PixelSize,
  type Point,
} from '#shared/domain/crop'
import type { FramePlan } from '#shared/domain/frame-plan'
import { blurLayer, resizeLayer, type Layer, type StillSource } from './read-pixels'
import { mixCodes, toDeep } from './srgb-light'

// The blurred ground is made this many times smaller and then stretched.
const BLUR_SHRINK = 8
/** Of the ground's longer side. */
const BLUR_SIGMA = 0.03

/** Lays `front`, the plan's target, onto the canvas and fills what it leaves. */
export async function padFrame(
  front: Layer,
  source: StillSource,
  plan: FramePlan,
  crop: Crop,
  canvas: PixelSize,
): Promise<Layer> {
  const { target } = plan
  const isSoft = plan.kind === 'warp'
  const room = standingSize(source.still, crop.turns)
  const toStill = planMap(plan, crop, canvas)
  if (isCovered(plan, room, toStill, canvas)) return front
  const frame = await makeGround(source, plan, crop, canvas, toStill)
  const scale = cropScale(crop, canvas)
  for (let y = 0; y < target.height; y += 1) {
    let to = ((target.top + y) * canvas.width + target.left) * 3
    let from = y * target.width * 3
    for (let x = 0; x < target.width; x += 1, to += 3, from += 3) {
      const share = isSoft
        ? coverage(toStill({ x: target.left + x + 0.5, y: target.top + y + 0.5 }), room, scale)
        : 1
      if (share <= 0) continue
      for (let channel = 0; channel < 3; channel += 1) {
        frame.data[to + channel] = mixCodes(
          front.data[from + channel] ?? 0,
          frame.data[to + channel] ?? 0,
          share,
        )
      }
    }
  }
  return frame
}

/** Where a point of the canvas lies in the standing still, as the plan lays it. */
function planMap(plan: FramePlan, crop: Crop, canvas: PixelSize): (point: Point) => Point {
  if (plan.kind === 'warp') return (point) => canvasToStill(point, crop, canvas)
  const { source, target } = plan
  return ({ x, y }) => ({
    x: source.left + ((x - target.left) * source.width) / target.width,
    y: source.top + ((y - target.top) * source.height) / target.height,
  })
}

function isCovered(
  plan: FramePlan,
  room: PixelSize,
  toStill: (point: Point) => Point,
  canvas: PixelSize,
): boolean {
  if (plan.target.width < canvas.width || plan.target.height < canvas.height) return false
  if (plan.kind !== 'warp') return true
  return [0, 1].every((x) =>
    [0, 1].every((y) => {
      const point = toStill({ x: x * canvas.width, y: y * canvas.height })
      const slack = 1e-6
      return (
        point.x >= -slack &&
        point.y >= -slack &&
        point.x <= room.width + slack &&
        point.y <= room.height + slack
      )
    }),
  )
}

/** How much of a canvas pixel the still covers, 0…1, by the distances of its middle from the still's edges. */
function coverage({ x, y }: Point, room: PixelSize, scale: number): number {
  const side = (distance: number): number => Math.min(1, Math.max(0, distance * scale + 0.5))
  return side(x) * side(room.width - x) * side(y) * side(room.height - y)
}

async function makeGround(
  source: StillSource,
  plan: FramePlan,
  crop: Crop,
  canvas: PixelSize,
  toStill: (point: Point) => Point,
): Promise<Layer> {
  const { width, height } = canvas
  switch (crop.padKind) {
    case 'solid':
      return { width, height, data: new Uint16Array(width * height * 3).fill(toDeep(crop.padCode)) }
    case 'blurred':
      return makeBlurred(source, canvas)
    case 'mirrored':
      return makeMirrored(source, plan, crop, canvas, toStill)
  }
}

/** The middle of the still, enlarged until it covers the canvas, out of focus. */
async function makeBlurred(source: StillSource, canvas: PixelSize): Promise<Layer> {
  const room = standingSize(source.still, source.turns)
  const scale = Math.max(canvas.width / room.width, canvas.height / room.height)
  const width = Math.max(1, Math.min(room.width, Math.round(canvas.width / scale)))
  const height = Math.max(1, Math.min(room.height, Math.round(canvas.height / scale)))
  const middle = {
    left: Math.floor((room.width - width) / 2),
    top: Math.floor((room.height - height) / 2),
    width,
    height,
  }
  const small = {
    width: Math.ceil(canvas.width / BLUR_SHRINK),
    height: Math.ceil(canvas.height / BLUR_SHRINK),
  }
  const layer = await resizeLayer(source, middle, small)
  return blurLayer(layer, Math.max(1, Math.max(small.width, small.height) * BLUR_SIGMA), canvas)
}

/** The still continued over its edges like in a mirror, at the scale at which it is seen. */
async function makeMirrored(
  source: StillSource,
  plan: FramePlan,
  crop: Crop,
  canvas: PixelSize,
  toStill: (point: Point) => Point,
): Promise<Layer> {
  const room = standingSize(source.still, crop.turns)
  const scale = Math.min(1, cropScale(crop, canvas))
  const snapped = plan.kind === 'warp' ? undefined : plan
  const size = {
    width: Math.max(
      1,
      Math.round(room.width * (snapped ? snapped.target.width / snapped.source.width : scale)),
    ),
    height: Math.max(
      1,
      Math.round(room.height * (snapped ? snapped.target.height / snapped.source.height : scale)),
    ),
  }
  const layer = await resizeLayer(source, { left: 0, top: 0, ...room }, size)
  const data = new Uint16Array(canvas.width * canvas.height * 3)
  let to = 0
  for (let y = 0; y < canvas.height; y += 1) {
    for (let x = 0; x < canvas.width; x += 1, to += 3) {
      const point = toStill({ x: x + 0.5, y: y + 0.5 })
      samplePixel(
        layer,
        (reflect(point.x, room.width) * size.width) / room.width,
        (reflect(point.y, room.height) * size.height) / room.height,
        data,
        to,
      )
    }
  }
  return { data, width: canvas.width, height: canvas.height }
}

/** A coordinate brought into 0…length by mirroring it at both ends. */
export function reflect(value: number, length: number): number {
  const within = ((value % (2 * length)) + 2 * length) % (2 * length)
  return within <= length ? within : 2 * length - within
}

/** Linear between the four pixels around a point. */
function samplePixel(layer: Layer, x: number, y: number, into: Uint16Array, at: number): void {
  // A point that lies on a pixel but for rounding is that pixel.
  const column = Math.min(layer.width - 1, Math.max(0, Math.round((x - 0.5) * 1024) / 1024))
  const row = Math.min(layer.height - 1, Math.max(0, Math.round((y - 0.5) * 1024) / 1024))
  const left = Math.floor(column)
  const top = Math.floor(row)
  const right = Math.min(layer.width - 1, left + 1)
  const bottom = Math.min(layer.height - 1, top + 1)
  const u = column - left
  const v = row - top
  for (let channel = 0; channel < 3; channel += 1) {
    const pick = (px: number, py: number): number => layer.data[(py * layer.width + px) * 3 + channel] ?? 0
    into[at + channel] = Math.round(
      (pick(left, top) * (1 - u) + pick(right, top) * u) * (1 - v) +
        (pick(left, bottom) * (1 - u) + pick(right, bottom) * u) * v,
    )
  }
}
