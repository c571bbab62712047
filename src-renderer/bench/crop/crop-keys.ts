// What a key does to the crop on the stage. Pure: a key and a crop in, a crop out.
import { tiltOf, type Crop, type PixelSize } from '#shared/domain/crop'
import { panCrop, zoomCrop } from '#shared/domain/crop-moves'

interface PressedKey {
  key: string
  shiftKey: boolean
  altKey: boolean
  ctrlKey: boolean
  metaKey: boolean
}

const LONG_STEP_PX = 10
const ZOOM_STEP = 1.02
const ARROWS: Record<string, readonly [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/**
 * Arrows move the crop by one pixel of the still, ten with Shift, in the level directions that are seen; plus, minus
 * and Alt with the upright arrows zoom about its middle. Undefined for every other key.
 */
export function moveByKey(
  pressed: PressedKey,
  crop: Crop,
  still: PixelSize,
  canvas: PixelSize,
): Crop | undefined {
  if (pressed.ctrlKey || pressed.metaKey) return undefined
  const zoom = zoomFactor(pressed)
  if (zoom !== undefined) return zoomCrop(crop, still, canvas, zoom)
  const arrow = pressed.altKey ? undefined : ARROWS[pressed.key]
  if (!arrow) return undefined
  const step = pressed.shiftKey ? LONG_STEP_PX : 1
  const { cos, sin } = tiltOf(crop)
  const [u, v] = arrow
  return panCrop(crop, still, canvas, { x: (u * cos + v * sin) * step, y: (v * cos - u * sin) * step })
}

function zoomFactor({ key, altKey, shiftKey }: PressedKey): number | undefined {
  const step = shiftKey && altKey ? ZOOM_STEP ** 5 : ZOOM_STEP
  if (key === '+' || key === '=' || (altKey && key === 'ArrowUp')) return 1 / step
  if (key === '-' || (altKey && key === 'ArrowDown')) return step
  return undefined
}

// One notch of a mouse wheel is 100 to 120 px; a pinch comes as many small turns with Ctrl.
const WHEEL_PX_PER_DOUBLING = 900
const PINCH_PX_PER_DOUBLING = 100

/** How many times as wide the crop becomes; `deltaMode` 1 counts lines, 2 pages. */
export function wheelFactor(turn: { deltaY: number; deltaMode: number; ctrlKey: boolean }): number {
  const px = turn.deltaY * (turn.deltaMode === 1 ? 16 : turn.deltaMode === 2 ? 400 : 1)
  const kept = Math.max(-400, Math.min(400, px))
  return 2 ** (kept / (turn.ctrlKey ? PINCH_PX_PER_DOUBLING : WHEEL_PX_PER_DOUBLING))
}
