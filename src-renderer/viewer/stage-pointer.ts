// The pointer on the stage: the wheel zooms around what is under it, a drag moves over an enlarged picture.
import type { Point } from './stage-geometry'

export interface PointedLook {
  zoomBy(direction: 1 | -1, at: Point): void
  panBy(by: Point): void
}

/** What a wheel or a trackpad turns before it is a step. */
const STEP_PIXELS = 60

/** For `{@attach}`. */
export function stagePointer(look: PointedLook) {
  return (element: HTMLElement): (() => void) => {
    let turned = 0
    let held: Point | null = null

    function onWheel(event: WheelEvent): void {
      event.preventDefault()
      turned += event.deltaY
      if (Math.abs(turned) < STEP_PIXELS) return
      look.zoomBy(turned < 0 ? 1 : -1, toScreen(element, event))
      turned = 0
    }

    function onDown(event: PointerEvent): void {
      if (event.button > 1) return
      held = toScreen(element, event)
      element.setPointerCapture(event.pointerId)
    }

    function onMove(event: PointerEvent): void {
      if (!held) return
      const at = toScreen(element, event)
      look.panBy({ x: at.x - held.x, y: at.y - held.y })
      held = at
    }

    const onUp = (): void => {
      held = null
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    element.addEventListener('pointerdown', onDown)
    element.addEventListener('pointermove', onMove)
    element.addEventListener('pointerup', onUp)
    element.addEventListener('lostpointercapture', onUp)
    return () => {
      element.removeEventListener('wheel', onWheel)
      element.removeEventListener('pointerdown', onDown)
      element.removeEventListener('pointermove', onMove)
      element.removeEventListener('pointerup', onUp)
      element.removeEventListener('lostpointercapture', onUp)
    }
  }
}

function toScreen(element: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = element.getBoundingClientRect()
  return { x: (clientX - left) * devicePixelRatio, y: (clientY - top) * devicePixelRatio }
}
