// Draws EXR frames on a canvas through a view. Knows WebGL and nothing of takes, playheads or the window.
import type { PictureFrame } from '../frames/frame-question'
import type { CanvasSpace } from './canvas-space'
import type { LoadedView } from './lut-table'
import { createPicturePass } from './picture-pass'
import type { PictureSettings, Placement } from './picture-settings'
import { createPlacePass } from './place-pass'

export interface StageRenderer {
  /** Uploads its pixels; they are not needed after it. Throws when it cannot be drawn here, with a sentence. */
  setFrame(frame: PictureFrame): void
  setView(loaded: LoadedView): void
  /** False while there is no frame or no view. */
  draw(settings: PictureSettings, placement: Placement): boolean
  /** The codes of the canvas's space drawn last, RGBA floats a picture pixel, rows from the top. */
  readCodes(): Float32Array
  stop(): void
}

/** Throws a sentence when this window cannot draw in three dimensions. */
export function createStageRenderer(canvas: HTMLCanvasElement, space: CanvasSpace): StageRenderer {
  const gl = canvas.getContext('webgl2', {
    antialias: false,
    depth: false,
    powerPreference: 'high-performance',
    // A finished picture stays while the canvas is hidden under a clip.
    preserveDrawingBuffer: true,
  })
  if (!gl) throw new Error('This window has no WebGL 2.')
  gl.drawingBufferColorSpace = space
  const picture = createPicturePass(gl)
  const place = createPlacePass(gl)
  return {
    setFrame: picture.setFrame,
    setView: picture.setView,
    draw(settings, placement) {
      if (!picture.draw(settings, space)) return false
      place.draw(picture.finished, placement)
      return true
    },
    readCodes: picture.readCodes,
    stop() {
      picture.remove()
      place.remove()
    },
  }
}
