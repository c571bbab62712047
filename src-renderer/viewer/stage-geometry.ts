// Where the picture lies in the stage's room, in the screen's own pixels from the room's top left. Pure.

export interface Room {
  /** In the screen's pixels. */
  width: number
  height: number
  /** Screen pixels to a CSS pixel. */
  pixelRatio: number
}

export interface Size {
  width: number
  height: number
}

export interface Point {
  x: number
  y: number
}

/** `zoom`: screen pixels to a picture pixel, null for a fit. `center`: what lies in the room's middle, 0…1 of the picture. */
export interface Framing {
  zoom: number | null
  center: Point
}

export interface Rectangle extends Size {
  left: number
  top: number
}

export const MIDDLE: Point = { x: 0.5, y: 0.5 }
/** CSS pixels kept free around a fitted picture. */
const MARGIN = 20
const SMALLEST = 1 / 16
/** Screen pixels to a picture pixel at the most, where a CSS pixel is one screen pixel. */
const LARGEST = 64

export function fitScale({ width, height, pixelRatio }: Room, picture: Size): number {
  const margin = 2 * MARGIN * pixelRatio
  return Math.max(1e-6, Math.min((width - margin) / picture.width, (height - margin) / picture.height))
}

/** Whole screen pixels, so that a picture pixel at 1:1 is exactly one of them. */
export function placePicture(room: Room, picture: Size, { zoom, center }: Framing): Rectangle {
  const scale = zoom ?? fitScale(room, picture)
  const middle = zoom === null ? MIDDLE : center
  const width = Math.max(1, Math.round(picture.width * scale))
  const height = Math.max(1, Math.round(picture.height * scale))
  return {
    left: Math.round(room.width / 2 - middle.x * width),
    top: Math.round(room.height / 2 - middle.y * height),
    width,
    height,
  }
}

export const largestZoom = ({ pixelRatio }: Room): number => LARGEST * Math.max(1, Math.ceil(pixelRatio))

/** The next power of two beyond the scale there is. */
export function nextZoom(room: Room, picture: Size, zoom: number | null, direction: 1 | -1): number {
  const exponent = Math.log2(zoom ?? fitScale(room, picture))
  const next = direction > 0 ? Math.floor(exponent + 1 + 1e-9) : Math.ceil(exponent - 1 - 1e-9)
  return Math.min(largestZoom(room), Math.max(SMALLEST, 2 ** next))
}

/** The framing at another zoom that leaves the picture's point under `at` (screen pixels in the room) where it is. */
export function zoomAround(room: Room, picture: Size, framing: Framing, zoom: number, at: Point): Framing {
  const { left, top, width, height } = placePicture(room, picture, framing)
  const under = { x: (at.x - left) / width, y: (at.y - top) / height }
  return keepInSight({
    zoom,
    center: {
      x: under.x - (at.x - room.width / 2) / (picture.width * zoom),
      y: under.y - (at.y - room.height / 2) / (picture.height * zoom),
    },
  })
}

/** Moved by screen pixels; a fitted picture stays. */
export function pan(picture: Size, { zoom, center }: Framing, by: Point): Framing {
  if (zoom === null) return { zoom, center }
  return keepInSight({
    zoom,
    center: { x: center.x - by.x / (picture.width * zoom), y: center.y - by.y / (picture.height * zoom) },
  })
}

/** The room's middle never leaves the picture. */
function keepInSight({ zoom, center }: Framing): Framing {
  const within = (value: number): number => Math.min(1, Math.max(0, value))
  return { zoom, center: { x: within(center.x), y: within(center.y) } }
}

/** `1:1`, `2:1`, `1:4`; what is no power of two as percent. */
export function zoomWords(zoom: number | null): string {
  if (zoom === null) return 'Fit'
  if (Number.isInteger(zoom)) return `${zoom}:1`
  return Number.isInteger(1 / zoom) ? `1:${1 / zoom}` : `${Math.round(zoom * 100)} %`
}
