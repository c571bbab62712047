// What is asked of a frame worker and what it answers. Types only.
import type { Box } from '#shared/exr/header'

export interface FrameQuestion {
  /** Where the EXR file's bytes are read from. */
  url: string
  /** A buffer of an earlier frame to write into; it is the worker's from now on. */
  spare: ArrayBuffer | null
}

/** One EXR frame's own pixels. */
export interface PictureFrame {
  /** Of the display window, in pixels. */
  width: number
  height: number
  /** RGBA half floats as bits, rows from the top, linear as in the file; zero outside the data window, alpha one there. */
  halves: Uint16Array<ArrayBuffer>
  /** As the file says, [rx, ry, gx, gy, bx, by, wx, wy]; null where it says nothing. */
  chromaticities: readonly number[] | null
  hasAlpha: boolean
  dataWindow: Box
  displayWindow: Box
}
